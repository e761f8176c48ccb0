"""Users."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import ManyToManyField, Model, Q, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RangeDateTimeFilter

from accounts import delegation
from accounts.administration.forms import EditedUserForm, EmailForm, EmailFormSet, NewUserForm, OthersPasswordForm
from accounts.administration.pages import ADD_FIELDSETS, FIELDSETS, RIGHTS
from accounts.links import make_link
from accounts.models import EmailAddress, User
from accounts.sessions.ending import end_everything
from audit.administered import RecordedAdmin
from core.names import comparison_key

MOST_MATCHES = 200


class EmailInline(TabularInline):  # type: ignore[misc]
    """A person's addresses."""

    model = EmailAddress
    form = EmailForm
    formset = EmailFormSet
    extra = 0
    fields = ("value", "verified", "primary")
    tab = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may edit the person may edit their addresses."""
        return bool(request.user.has_perm("accounts.change_user") or request.user.has_perm("accounts.add_user"))

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission


class UserAdmin(StockUserAdmin, RecordedAdmin):
    """People; what may be done to whom is decided in `accounts.delegation`."""

    form = EditedUserForm
    add_form = NewUserForm
    change_password_form = OthersPasswordForm
    fieldsets = FIELDSETS  # type: ignore[assignment]
    add_fieldsets = ADD_FIELDSETS
    inlines = (EmailInline,)
    recorded_related = ("emails",)
    readonly_fields = ("last_login", "date_joined", "updated_at", "not_before")
    list_display = ("username", "primary_address", "full_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups", ("date_joined", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("username_key",)
    search_help_text = gettext_lazy("Beginning of a username or an e-mail address")
    ordering = ("username_key",)
    filter_horizontal = ("groups", "user_permissions")
    actions = ("disable", "enable", "end_all", "one_time_link")

    @admin.display(description=gettext_lazy("e-mail address"))
    def primary_address(self, obj: User) -> str:
        """For the list."""
        return obj.email

    @admin.display(description=gettext_lazy("name"))
    def full_name(self, obj: User) -> str:
        """For the list."""
        return obj.get_full_name()

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With addresses, for the list."""
        return super().get_queryset(request).prefetch_related("emails")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[User], search_term: str) -> tuple[QuerySet[User], bool]:
        """By the beginning of a normalised name or address: what somebody typed becomes no pattern (DB-10)."""
        key = comparison_key(search_term[:254])
        if not key:
            return queryset, False
        addresses = EmailAddress.objects.filter(value_key__startswith=key).values_list("user_id", flat=True)
        return queryset.filter(Q(username_key__startswith=key) | Q(pk__in=list(addresses[:MOST_MATCHES]))), False

    # --- rights ---------------------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As far as delegation goes."""
        return super().has_change_permission(request, obj) and _may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As far as delegation goes; never oneself, never the last administrator."""
        if isinstance(obj, User) and (obj.pk == request.user.pk or delegation.is_last_superuser(obj)):
            return False
        return super().has_delete_permission(request, obj) and _may(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Rights are a superuser's to give; nobody edits their own groups."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if not _administrator(request).is_superuser:
            fields += RIGHTS
            if obj is not None and obj.pk == request.user.pk:
                fields += ("groups", "is_active")
        return fields

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: Any = None, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        """Offers, and so accepts, only groups that give nothing which the administrator does not hold."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups" and request is not None:
            field.queryset = delegation.assignable_groups(_administrator(request))
        return field

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Who may delete a person may delete what hangs on them: sessions, tokens, consents."""
        shown, count, _needed, protected = super().get_deleted_objects(objs, request)
        refused = {str(self.opts.verbose_name) for obj in objs if not self.has_delete_permission(request, obj)}
        return shown, count, refused, protected

    # --- saving ---------------------------------------------------------------------------------------------------------

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Groups that the administrator can't hand on stay as they were."""
        kept: list[Group] = []
        if change and "groups" in form.cleaned_data:
            offered = delegation.assignable_groups(_administrator(request))
            kept = list(form.instance.groups.exclude(pk__in=[group.pk for group in offered]))
        request._keyhall_kept_groups = kept  # type: ignore[attr-defined]
        super().save_related(request, form, formsets, change)

    def after_save(self, request: HttpRequest, obj: Model, change: bool) -> None:
        """Whoever was switched off is out at once."""
        assert isinstance(obj, User)
        obj.groups.add(*request._keyhall_kept_groups)  # type: ignore[attr-defined]
        super().after_save(request, obj, change)
        if change and request._keyhall_before.get("is_active") and not obj.is_active:  # type: ignore[attr-defined]
            end_everything(obj, actor=_administrator(request), reason="disabled")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A name that somebody else took between check and write is a message, not an error page (DB-09)."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            self.message_user(request, _("Somebody else took this name or address just now. Try again."), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Sessions and tokens die before the account goes."""
        assert isinstance(obj, User)
        end_everything(obj, actor=_administrator(request), reason="deleted")
        super().delete_model(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """The form needs to know who sets the password."""
        administrator = _administrator(request)

        class Form(OthersPasswordForm):
            pass

        Form.administrator = administrator
        page = type(self)(self.model, self.admin_site)
        page.change_password_form = Form
        return super(UserAdmin, page).user_change_password(request, id, form_url)

    # --- actions --------------------------------------------------------------------------------------------------------

    def _allowed(self, request: HttpRequest, queryset: QuerySet[User]) -> list[User]:
        """Those that the administrator may change; says if there were others."""
        chosen = list(queryset)
        allowed = [user for user in chosen if self.has_change_permission(request, user)]
        if len(allowed) < len(chosen):
            self.message_user(request, _("Some accounts were left alone: you may not change them."), messages.WARNING)
        return allowed

    @admin.action(description=gettext_lazy("Disable: ends every session and token"), permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """One write cuts them off; the rest is clearing up."""
        for user in self._allowed(request, queryset):
            if delegation.is_last_superuser(user) or user.pk == request.user.pk:
                self.message_user(request, _("You can't disable yourself or the last administrator."), messages.ERROR)
            elif User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
                end_everything(user, actor=_administrator(request), reason="disabled")
                self._changed(request, user, "is_active", True, False)

    @admin.action(description=gettext_lazy("Enable"), permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Nothing that ended comes back."""
        for user in self._allowed(request, queryset):
            if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
                self._changed(request, user, "is_active", False, True)

    @admin.action(description=gettext_lazy("End all sessions and tokens"), permissions=["change"])
    def end_all(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Signed out everywhere."""
        for user in self._allowed(request, queryset):
            end_everything(user, actor=_administrator(request), reason="asked for by an administrator")
            self.message_user(request, _("%(user)s is signed out everywhere.") % {"user": user}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Make a one-time link to choose a password"), permissions=["change"])
    def one_time_link(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Shown on the answer of this very request: it is in no address, cookie or log."""
        links = [(user, make_link(user, _administrator(request))) for user in self._allowed(request, queryset) if user.is_active]
        if not links:
            return None
        context = {**self.admin_site.each_context(request), "title": _("One-time links"), "links": links, "opts": self.opts}
        return TemplateResponse(request, "admin/one_time_links.html", context, headers={"Cache-Control": "no-store"})

    def _changed(self, request: HttpRequest, user: User, name: str, before: object, after: object) -> None:
        from audit.catalogue import Event
        from audit.record import record

        changes = {name: {"before": before, "after": after}}
        record(Event.CHANGED, actor=_administrator(request), subject=user, kind="User", changes=changes)
        self.message_user(request, _("%(user)s is changed.") % {"user": user}, messages.SUCCESS)


def _administrator(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _may(request: HttpRequest, obj: Model | None) -> bool:
    return not isinstance(obj, User) or delegation.may_change(_administrator(request), obj)
