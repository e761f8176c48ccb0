"""The cookie that names a browser: pending sign-ins are bound to it, and sign-in throttling knows it again.

One small cookie whatever happens, so that many requests at once can't fill the jar. It proves nothing by itself.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from core.digests import sha256_hex
from core.randomness import token

FORM = re.compile(r"[A-Za-z0-9_-]{43}")
MAX_AGE = 400 * 86400  # the longest that browsers keep a cookie (RFC 6265bis §5.5)


def browser_secret(request: HttpRequest) -> str:
    """The browser's value, a new one if it has none yet."""
    known: str | None = getattr(request, "_keyhall_browser", None)
    if known is None:
        sent = request.COOKIES.get(settings.KEYHALL_BROWSER_COOKIE, "")
        known = sent if FORM.fullmatch(sent) else token(32)
        request._keyhall_browser = known  # type: ignore[attr-defined]
    return known


def browser_hash(request: HttpRequest) -> str:
    """What the database keeps of it."""
    return sha256_hex(browser_secret(request))


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Sets the cookie if the browser did not send it."""
    value = browser_secret(request)
    if request.COOKIES.get(settings.KEYHALL_BROWSER_COOKIE) != value:
        response.set_cookie(
            settings.KEYHALL_BROWSER_COOKIE, value, max_age=MAX_AGE, httponly=True,
            secure=settings.KEYHALL_SECURE, samesite="Lax", path="/",
        )  # fmt: skip
