"""What the playground must remember between request and answer: sealed, in a cookie of its own path."""

import base64
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from core.sealing import WrongKey, seal, unseal

NAME = "keyhall_playground"
PATH = "/playground/"
PURPOSE = "playground"
MAX_AGE = 3600
MOST = 6000  # characters; browsers drop cookies above 4 KB, so anything longer is not ours


def remember(response: HttpResponseBase, values: dict[str, Any]) -> None:
    """Keeps `values` for an hour."""
    sealed = seal(settings.KEYHALL_MASTER_KEY, PURPOSE, json.dumps(values).encode())
    text = base64.urlsafe_b64encode(sealed).decode()
    response.set_cookie(NAME, text, max_age=MAX_AGE, path=PATH, httponly=True, samesite="Lax", secure=settings.KEYHALL_SECURE)


def recall(request: HttpRequest) -> dict[str, Any]:
    """What was kept; empty if nothing was, or if it is not ours."""
    text = request.COOKIES.get(NAME, "")
    if not text or len(text) > MOST:
        return {}
    try:
        values = json.loads(unseal(settings.KEYHALL_MASTER_KEY, PURPOSE, base64.urlsafe_b64decode(text)))
    except (WrongKey, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def forget(response: HttpResponseBase) -> None:
    """Takes the cookie away."""
    response.delete_cookie(NAME, path=PATH)
