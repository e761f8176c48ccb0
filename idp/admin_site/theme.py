"""The admin's look, as django-unfold reads it from the settings; imports no models, since settings import it."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def _item(title: Any, icon: str, model: str, permission: str) -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": f"/admin/{model}/",
        "permission": lambda request: request.user.has_perm(permission),
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Keyhall",
    "SITE_HEADER": "Keyhall",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_SYMBOL": "key",
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/static/favicon.svg"}],
    "STYLES": ["/static/admin.css"],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "idp.admin_site.dashboard.numbers",
    "COLORS": {
        "primary": {
            "50": "oklch(97% .013 236)", "100": "oklch(94% .03 236)", "200": "oklch(89% .06 236)", "300": "oklch(82% .1 236)",
            "400": "oklch(72% .13 236)", "500": "oklch(60% .13 240)", "600": "oklch(50% .13 243)", "700": "oklch(44% .12 245)",
            "800": "oklch(39% .1 247)", "900": "oklch(34% .08 249)", "950": "oklch(26% .06 250)",
        }
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {"title": _("People"), "items": [
                _item(_("Users"), "person", "accounts/user", "accounts.view_user"),
                _item(_("Groups"), "group", "auth/group", "auth.view_group"),
                _item(_("Browser sessions"), "devices", "accounts/browsersession", "accounts.view_browsersession"),
            ]},
            {"title": _("Applications"), "items": [
                _item(_("Clients"), "apps", "oauth2/client", "oauth2.view_client"),
                _item(_("Consents"), "handshake", "flow/consent", "flow.view_consent"),
                _item(_("Grants"), "verified_user", "oauth2/authorization", "oauth2.view_authorization"),
                _item(_("Refresh tokens"), "autorenew", "oauth2/refreshtoken", "oauth2.view_refreshtoken"),
                _item(_("Pending sign-ins"), "hourglass_top", "flow/signin", "flow.view_signin"),
            ]},
            {"title": _("Site"), "items": [
                _item(_("Keys"), "key", "keys/key", "keys.view_key"),
                _item(_("Audit record"), "receipt_long", "audit/auditevent", "audit.view_auditevent"),
                _item(_("Outbox"), "outbox", "outbox/outboxitem", "outbox.view_outboxitem"),
            ]},
        ],
    },
}  # fmt: skip
