"""What can be done to people without opening a form: from the list, and by the buttons on a person's page."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import delegation
from accounts.links import make_link
from accounts.models import User
from accounts.sessions.ending import end_everything
from audit.administered import RecordedAdmin


class UserActions(RecordedAdmin):
    """Each looks at every person anew: a list may hold some whom this administrator may not touch."""

    actions: Any = ("disable", "enable", "end_all", "one_time_link", "delete_selected")

    def may_act(self, request: HttpRequest, obj: Model, name: str) -> bool:
        """No button that would only be refused."""
        if not isinstance(obj, User) or not self.has_change_permission(request, obj):
            return False
        if name == "disable":
            return obj.is_active and why_not_to_go(request, obj) is None
        if name == "enable":
            return not obj.is_active
        return obj.is_active

    @admin.action(description=gettext_lazy("Disable: ends every session and token"), permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """One write cuts them off; the rest is clearing up."""
        for user in self._allowed(request, queryset):
            refusal = why_not_to_go(request, user)
            if refusal is not None:
                self.message_user(request, refusal, messages.ERROR)
            elif User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
                end_everything(user, actor=administrator(request), reason="disabled")
                self._changed(request, user, before=True, after=False)

    @admin.action(description=gettext_lazy("Enable"), permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Nothing that ended comes back."""
        for user in self._allowed(request, queryset):
            if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
                self._changed(request, user, before=False, after=True)

    @admin.action(description=gettext_lazy("End all sessions and tokens"), permissions=["change"])
    def end_all(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Signed out everywhere."""
        for user in self._allowed(request, queryset):
            end_everything(user, actor=administrator(request), reason="asked for by an administrator")
            self.message_user(request, _("%(user)s is signed out everywhere.") % {"user": user}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("One-time link to choose a password"), permissions=["change"])
    def one_time_link(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Shown on the answer of this very request: it is in no address, cookie or log."""
        people = [user for user in self._allowed(request, queryset) if user.is_active]
        if not people:
            self.message_user(request, _("A disabled account gets no link; enable it first."), messages.WARNING)
            return None
        links = [(user, make_link(user, administrator(request))) for user in people]
        context = {**self.admin_site.each_context(request), "title": _("One-time links"), "links": links, "opts": self.opts}
        return TemplateResponse(request, "admin/one_time_links.html", context, headers={"Cache-Control": "no-store"})

    @admin.action(description=gettext_lazy("Delete"), permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Django's own, without those who may not go; says why not."""
        going = []
        for user in queryset:
            refusal = why_not_to_go(request, user)
            if refusal is not None:
                self.message_user(request, refusal, messages.ERROR)
            elif self.has_delete_permission(request, user):
                going.append(user.pk)
            else:
                self.message_user(request, _("You may not delete %(user)s.") % {"user": user}, messages.WARNING)
        answer: HttpResponse | None = delete_selected(self, request, queryset.filter(pk__in=going)) if going else None
        return answer

    def _allowed(self, request: HttpRequest, queryset: QuerySet[User]) -> list[User]:
        """Those that the administrator may change; says if there were others."""
        chosen = list(queryset)
        allowed = [user for user in chosen if self.has_change_permission(request, user)]
        if len(allowed) < len(chosen):
            self.message_user(request, _("Some accounts were left alone: you may not change them."), messages.WARNING)
        return allowed

    def _changed(self, request: HttpRequest, user: User, *, before: bool, after: bool) -> None:
        self.record_change(request, user, {"is_active": {"before": before, "after": after}})
        text = _("%(user)s is enabled.") if after else _("%(user)s is disabled.")
        self.message_user(request, text % {"user": user}, messages.SUCCESS)


def administrator(request: HttpRequest) -> User:
    """Whoever is at the page."""
    assert isinstance(request.user, User)
    return request.user


def why_not_to_go(request: HttpRequest, user: User) -> str | None:
    """Why an account may be neither disabled nor deleted from here, or None."""
    if delegation.is_last_superuser(user):
        return _("%(user)s is the last administrator: nobody could administer the site afterwards.") % {"user": user}
    if user.pk == request.user.pk:
        return _("Nobody disables or deletes their own account here.")
    return None
