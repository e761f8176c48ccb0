"""Clients."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from audit.administered import RecordedAdmin
from idp.oauth2.administration.forms import ClientForm
from idp.oauth2.models import Client


class ClientAdmin(RecordedAdmin):
    """Registers clients; a secret is shown once, on the answer of the request that made it."""

    form = ClientForm
    list_display = ("name", "client_id", "token_endpoint_auth_method", "shown_grants", "is_active")
    list_filter = ("is_active", "token_endpoint_auth_method", "skip_authorization", "require_pkce")
    search_fields = ("client_id",)
    search_help_text = gettext_lazy("Whole client ID, or beginning of a name")
    ordering = ("name",)
    actions = ("renew_secret",)
    readonly_fields = ("shown_paste", "shown_grants", "created", "updated")
    fieldsets = (
        (None, {"fields": ("name", "client_id", "token_endpoint_auth_method", "grant_types", "redirect_uris",
                           "post_logout_redirect_uris", "scope", "is_active")}),
        (gettext_lazy("For the application's settings"), {"fields": ("shown_paste",)}),
        (gettext_lazy("Behaviour"), {"classes": ["tab"], "fields": (
            "skip_authorization", "id_token_signed_response_alg", "default_max_age", "require_pkce", "may_introspect")}),
        (gettext_lazy("Shown to people"), {"classes": ["tab"], "fields": ("client_uri", "logo_uri", "policy_uri", "tos_uri")}),
        (gettext_lazy("Dates"), {"classes": ["tab"], "fields": ("created", "updated")}),
    )  # fmt: skip

    @display(description=gettext_lazy("grant types"))
    def shown_grants(self, obj: Client) -> str:
        """In a line."""
        return ", ".join(obj.grant_types)

    @display(description=gettext_lazy("paste there"))
    def shown_paste(self, obj: Client) -> SafeString:
        """All that most applications ask for."""
        return format_html(
            "<p>{}: <code>{}</code></p><p>{}: <code>{}/.well-known/openid-configuration</code></p><p>{}: <code>{}</code></p>",
            _("Issuer"), settings.KEYHALL_ISSUER, _("Discovery"), settings.KEYHALL_ORIGIN, _("Client ID"), obj.client_id,
        )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The ID is what relying parties know the client by: it does not change."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "client_id") if obj is not None else fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What to paste is known once the client is stored; who may only look sees the grant types without the boxes."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return [(title, options) for title, options in fieldsets if "shown_paste" not in options["fields"]]
        if self.has_change_permission(request, obj):
            return fieldsets
        names: dict[Any, Any] = {"grant_types": "shown_grants"}
        return [(title, {**o, "fields": [names.get(name, name) for name in o["fields"]]}) for title, o in fieldsets]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Client], search_term: str
    ) -> tuple[QuerySet[Client], bool]:
        """No pattern is made of what somebody typed."""
        term = search_term.strip()[:255]
        return (queryset.filter(Q(client_id=term) | Q(name__startswith=term)) if term else queryset), False

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """A confidential client without a secret is given one, to be shown on the answer."""
        assert isinstance(obj, Client)
        if not obj.is_public and not obj.client_secret:
            request._keyhall_secret = obj.new_secret()  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """With the secret, if there is one."""
        return self._with_secret(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """With the secret, if the client became confidential just now."""
        return self._with_secret(request, obj) or super().response_change(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Who may delete a client may delete what was issued to it."""
        shown, count, _needed, protected = super().get_deleted_objects(objs, request)
        refused = {str(self.opts.verbose_name) for obj in objs if not self.has_delete_permission(request, obj)}
        return shown, count, refused, protected

    def may_act(self, request: HttpRequest, obj: Model, name: str) -> bool:
        """A public client has no secret to renew."""
        return isinstance(obj, Client) and not obj.is_public

    @admin.action(description=gettext_lazy("New secret"), permissions=["change"])
    def renew_secret(self, request: HttpRequest, queryset: QuerySet[Client]) -> HttpResponse | None:
        """For one client at a time: the page shows one secret."""
        clients = [client for client in queryset[:2] if not client.is_public]
        if len(clients) != 1 or queryset.count() != 1:
            self.message_user(request, _("Choose one client that has a secret."), messages.ERROR)
            return None
        client = clients[0]
        if request.POST.get("confirmed") != "yes":
            context = {
                **self.admin_site.each_context(request), "title": _("New secret"), "opts": self.opts, "action": "renew_secret",
                "objects": clients, "warning": _("The application stops working until it is given the new secret."),
            }  # fmt: skip
            return TemplateResponse(request, "admin/confirm_action.html", context)
        request._keyhall_secret = client.new_secret()  # type: ignore[attr-defined]
        client.save()
        self.record_change(request, client, {"client_secret": {}})  # the record hides what stands under such a name
        return self._with_secret(request, client)

    def _with_secret(self, request: HttpRequest, client: Client) -> HttpResponse | None:
        secret = getattr(request, "_keyhall_secret", "")
        if not secret:
            return None
        context = {
            **self.admin_site.each_context(request), "title": _("The client's secret"), "client": client, "secret": secret,
            "opts": self.opts, "issuer": settings.KEYHALL_ISSUER,
        }  # fmt: skip
        return TemplateResponse(request, "admin/client_secret.html", context, headers={"Cache-Control": "no-store"})
