"""Our own relying party, and the browser that people use it with; both speak to the site as the world does."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client as TestClient

from core.randomness import token
from idp.oauth2.models import Client
from tests.support.people import PASSWORD

CALLBACK = "https://app.example/callback"
AFTER_LOGOUT = "https://app.example/bye"
FORM = "application/x-www-form-urlencoded"


class Browser:
    """Keeps cookies, checks form tokens, follows nothing by itself."""

    def __init__(self) -> None:
        self.http = TestClient(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1:8000", HTTP_USER_AGENT="Firefox of a test")

    def get(self, url: str, data: dict[str, str] | None = None, **extra: Any) -> Any:
        """GET."""
        return self.http.get(url, data, **extra)

    def submit(self, url: str, fields: dict[str, str], **extra: Any) -> Any:
        """GETs a page and sends its form back with `fields`, hidden ones included."""
        page = self.http.get(url, **extra)
        if page.status_code == 302:  # signed in already: there is no form
            return page
        return self.send_form(url, page, fields, **extra)

    def send_form(self, url: str, page: Any, fields: dict[str, str], **extra: Any) -> Any:
        """Sends the form of `page`."""
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
        action = re.search(r'<form[^>]* action="([^"]+)"', page.content.decode())
        target = action[1] if action else url
        kept = {name: unescape(value) for name, value in hidden}
        return self.http.post(target, urlencode({**kept, **fields}), content_type=FORM, **extra)

    def sign_in(self, username: str = "alice", password: str = PASSWORD, url: str = "/accounts/login/", **extra: Any) -> Any:
        """Fills in the sign-in page."""
        return self.submit(url, {"username": username, "password": password}, **extra)

    def walk(self, response: Any, username: str = "alice", decision: str = "allow") -> Any:
        """Goes on from a redirect through sign-in and consent until the answer leaves the site or a page shows."""
        for _ in range(8):
            if response.status_code not in (302, 303):
                return response
            target = response["Location"]
            if not target.startswith("/"):
                return response
            if target.startswith("/accounts/login/"):
                response = self.sign_in(username, url=target)
            elif target.endswith("/consent"):
                response = self.submit(target, {"decision": decision})
            else:
                response = self.get(target)
        raise AssertionError("the walk goes round in circles")


def answer_of(response: HttpResponse) -> dict[str, str]:
    """The query of a redirect; fails if a parameter came twice."""
    assert response.status_code == 302, response.content[:500]
    values = parse_qs(urlsplit(response["Location"]).query, keep_blank_values=True)
    assert all(len(value) == 1 for value in values.values())
    return {name: value[0] for name, value in values.items()}


@dataclass
class RelyingParty:
    """A registered client with what it must remember between request and answer."""

    browser: Browser
    client: Client
    secret: str
    verifier: str = field(default_factory=lambda: token(48))
    state: str = field(default_factory=lambda: token(12))
    nonce: str = field(default_factory=lambda: token(12))

    @classmethod
    def registered(cls, browser: Browser, **values: Any) -> RelyingParty:
        """Registers a client first; a confidential one with the code flow unless `values` say otherwise."""
        client = Client(**{
            "name": "Tea Party",
            "redirect_uris": CALLBACK,
            "post_logout_redirect_uris": AFTER_LOGOUT,
            "grant_types": ["authorization_code", "refresh_token"],
            "scope": "openid profile email address phone offline_access",
            **values,
        })  # fmt: skip
        secret = "" if client.is_public else client.new_secret()
        client.full_clean()
        client.save()
        return cls(browser, client, secret)

    @property
    def challenge(self) -> str:
        """S256, worked out apart from the code under test."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def request(self, **changes: str | None) -> dict[str, str]:
        """A right authentication request; `None` leaves a parameter out."""
        values = {
            "client_id": self.client.client_id,
            "redirect_uri": (self.client.redirect_uris.split() or [""])[0],
            "response_type": "code",
            "scope": "openid profile email",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in values.items() if value is not None}

    def authorize(self, **changes: str | None) -> Any:
        """Sends the browser to the authorization endpoint."""
        return self.browser.get("/oauth2/authorize?" + urlencode(self.request(**changes), quote_via=quote))

    def code(self, **changes: str | None) -> str:
        """A code, however many pages it takes Alice."""
        return answer_of(self.browser.walk(self.authorize(**changes)))["code"]

    def post(self, path: str, fields: dict[str, str], *, basic: bool = True, **extra: Any) -> Any:
        """A call from the client's own server: no cookies; its credentials in the header if it has any."""
        if basic and self.secret:
            pair = f"{quote(self.client.client_id, safe='')}:{quote(self.secret, safe='')}"
            extra["HTTP_AUTHORIZATION"] = "Basic " + base64.b64encode(pair.encode()).decode()
        elif not self.secret:
            fields = {"client_id": self.client.client_id, **fields}
        return TestClient(HTTP_HOST="127.0.0.1:8000").post(path, urlencode(fields), content_type=FORM, **extra)

    def redeem(self, code: str, **changes: str | None) -> Any:
        """The token request of a code."""
        values = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": (self.client.redirect_uris.split() or [""])[0],
            "code_verifier": self.verifier,
            **changes,
        }
        return self.post("/oauth2/token", {name: value for name, value in values.items() if value is not None})

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        """The whole walk to tokens."""
        response = self.redeem(self.code(**changes))
        assert response.status_code == 200, response.content
        answer: dict[str, Any] = response.json()
        return answer

    def refresh(self, refresh_token: str, **fields: str) -> Any:
        """The token request of a refresh token."""
        return self.post("/oauth2/token", {"grant_type": "refresh_token", "refresh_token": refresh_token, **fields})

    def userinfo(self, access_token: str) -> Any:
        """Asks for claims."""
        return TestClient(HTTP_HOST="127.0.0.1:8000").get("/oauth2/userinfo", HTTP_AUTHORIZATION=f"Bearer {access_token}")
