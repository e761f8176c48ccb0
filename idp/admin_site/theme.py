"""The admin's look, as django-unfold reads it from the settings; imports no Django, since settings import it."""

from typing import Any

UNFOLD: dict[str, Any] = {"SITE_TITLE": "Keyhall", "SITE_HEADER": "Keyhall", "SITE_URL": "/"}
