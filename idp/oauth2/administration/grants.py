"""Grants and refresh tokens."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.administration.owned import OwnedAdmin
from audit.administered import person
from audit.filters import Between
from idp.oauth2.models import Authorization, RefreshToken
from idp.oauth2.revocation import revoke_grant

REASON = "revoked by an administrator"


class AuthorizationAdmin(OwnedAdmin):
    """What people granted; revoking one ends every token of it."""

    list_display = ("user", "client", "scope", "created_at", "revoked_at")
    list_filter = ("client", ("created_at", Between))
    list_filter_submit = True
    list_select_related = ("user", "client")
    fields = ("user", "client", "scope", "sid", "auth_time", "shown_methods", "acr", "created_at", "revoked_at")
    readonly_fields = fields
    actions = ("revoke",)

    @display(description=gettext_lazy("methods"))
    def shown_methods(self, obj: Authorization) -> str:
        """`amr` in a line."""
        return " ".join(obj.amr)

    def may_act(self, request: HttpRequest, obj: Any, name: str) -> bool:
        """What is revoked is not revoked again."""
        return obj.revoked_at is None and super().may_act(request, obj, name)

    @admin.action(description=gettext_lazy("Revoke grant and its tokens"), permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Authorization]) -> None:
        """Dead at once, on every worker."""
        for authorization in self.reachable(request, queryset.select_related("user", "client")):
            revoke_grant(authorization, actor=person(request), reason=REASON)
            self.message_user(request, _("%(grant)s is revoked.") % {"grant": authorization}, messages.SUCCESS)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Revoked first, so that nothing issued on it lives on."""
        revoke_grant(obj, actor=person(request), reason=REASON)
        super().delete_model(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Who may delete a grant may delete the tokens of it."""
        shown, count, _needed, protected = super().get_deleted_objects(objs, request)
        refused = {str(self.opts.verbose_name) for obj in objs if not self.has_delete_permission(request, obj)}
        return shown, count, refused, protected


class RefreshTokenAdmin(OwnedAdmin):
    """Refresh tokens; the tokens themselves are not kept, so they can't be seen."""

    list_display = ("user", "application", "scope", "created", "expires_at", "spent_at", "revoked")
    list_filter = ("application", ("created", Between))
    list_filter_submit = True
    list_select_related = ("user", "application")
    fields = ("user", "application", "scope", "token_family", "created", "expires_at", "spent_at", "revoked")
    readonly_fields = fields
    actions = ("revoke",)

    def may_act(self, request: HttpRequest, obj: Any, name: str) -> bool:
        """What is revoked is not revoked again."""
        return obj.revoked is None and super().may_act(request, obj, name)

    @admin.action(description=gettext_lazy("Revoke token and its grant"), permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[RefreshToken]) -> None:
        """A refresh token is as good as its grant."""
        for token in self.reachable(request, queryset.select_related("user", "authorization__user", "authorization__client")):
            revoke_grant(token.authorization, actor=person(request), reason=REASON)
            self.message_user(request, _("%(grant)s is revoked.") % {"grant": token}, messages.SUCCESS)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Revoked first: its access tokens have no row that could go with it."""
        revoke_grant(obj.authorization, actor=person(request), reason=REASON)
        super().delete_model(request, obj)
