"""System checks: what production refuses to start on."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def production_is_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Errors for a production site that would not be safe; a local site passes."""
    if not settings.KEYHALL_PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if not settings.KEYHALL_SECURE:
        found.append(Error("KEYHALL_ISSUER is plain http.", hint="Set it to the public https origin.", id="keyhall.E001"))
    if any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        found.append(Error("KEYHALL_ALLOWED_HOSTS holds a wildcard.", hint="Name each host.", id="keyhall.E002"))
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", id="keyhall.E003"))
    if len(set(settings.SECRET_KEY)) < 10 or settings.SECRET_KEY.startswith(("django-insecure-", "changeme", "secret")):
        found.append(
            Error(
                "KEYHALL_SECRET_KEY is a default or too simple.", hint="Leave it unset, or make a random one.", id="keyhall.E004"
            )
        )
    if len(set(settings.KEYHALL_MASTER_KEY)) < 10:
        found.append(Error("KEYHALL_MASTER_KEY is too simple.", hint="Make 32 random octets.", id="keyhall.E005"))
    if settings.KEYHALL_PLAYGROUND:
        found.append(Warning("The playground is on in production.", hint="Set KEYHALL_PLAYGROUND=false.", id="keyhall.W001"))
    return found
