"""Where a form of a sign-in may lead.

Chromium applies `form-action` to every redirect that follows a form, the relying party's own ones included: with `'self'`
alone the button does nothing there (AZ-13). So the scheme that the checked answer goes to is allowed on these pages, and for
http, which only loopback addresses may use, the host.
"""

from urllib.parse import urlsplit

from csp.constants import SELF
from django.http import HttpResponseBase


def allow(response: HttpResponseBase, returns_to: str) -> None:
    """Lets this page's forms lead to `returns_to`, a checked redirect URI."""
    if not returns_to:
        return
    parts = urlsplit(returns_to)
    source = f"http://{parts.hostname}:*" if parts.scheme == "http" else f"{parts.scheme}:"
    if parts.scheme == "http" and ":" in (parts.hostname or ""):
        source = f"http://[{parts.hostname}]:*"
    response._csp_update = {"form-action": [SELF, source]}  # type: ignore[attr-defined]
