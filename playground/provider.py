"""The calls that a relying party's server makes. httpx is loaded on the first of them: the rest of the site does without."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT = 4.0  # seconds
MOST = 262_144  # octets of an answer


class Unreachable(Exception):
    """The identity provider gave no answer that can be read; the message is for the page."""


@dataclass(frozen=True)
class Exchange:
    """A call and its answer, as the page shows them."""

    request: str
    status: int
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The body as the page shows it."""
        return readable(self.body)


def readable(value: dict[str, Any]) -> str:
    """JSON for people."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def discover() -> dict[str, Any]:
    """The discovery document. Raises Unreachable."""
    return call("GET", f"{settings.KEYHALL_ORIGIN}/.well-known/openid-configuration").body


def call(
    method: str, url: str, form: dict[str, str] | None = None, *, secret: tuple[str, str] | None = None, bearer: str = ""
) -> Exchange:
    """One HTTP call; secrets are left out of what is shown. Raises Unreachable."""
    import httpx

    lines = [f"{method} {url}"]
    shown_bearer, shown_basic = _("the access token"), _("client ID and secret")
    headers = {"Accept": "application/json"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
        lines.append(f"Authorization: Bearer ({shown_bearer})")
    if secret:
        lines.append(f"Authorization: Basic ({shown_basic})")
    if form is not None:
        lines += ["", *(f"{name}={value}" for name, value in form.items())]
    try:
        auth = httpx.BasicAuth(*map(quote_plus, secret)) if secret else None  # RFC 6749 §2.3.1
        answer = httpx.request(method, url, data=form, headers=headers, auth=auth, timeout=TIMEOUT, follow_redirects=False)
        if len(answer.content) > MOST:
            raise Unreachable(_("The answer is too large."))
        body = answer.json() if answer.content else {}
    except httpx.TimeoutException:
        raise Unreachable(
            _("The site did not answer in time. With a single web worker it waits for itself: KEYHALL_WORKERS=2.")
        ) from None
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable(_("The answer could not be read (%(reason)s).") % {"reason": type(error).__name__}) from None
    return Exchange("\n".join(lines), answer.status_code, body if isinstance(body, dict) else {"answer": body})
