"""The playground without a browser: what it refuses, and that it keeps nothing it should not."""

import base64
from typing import Any

import pytest
from django.test import Client as Http
from django.test import override_settings

from idp.local_site import ensure_playground_client
from idp.oauth2.models import Client
from playground import flow_cookie, provider, tokens
from tests.support.relying_party import Browser, RelyingParty


@pytest.fixture
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site can't be reached from itself."""

    def unreachable(*args: Any, **kwargs: Any) -> Any:
        raise provider.Unreachable("The site did not answer in time.")

    monkeypatch.setattr(provider, "call", unreachable)


def test_its_client_is_made_once_and_only_where_it_is_on(db: None) -> None:
    with override_settings(KEYHALL_PLAYGROUND=False):
        ensure_playground_client()
        assert not Client.objects.exists()
    for _ in range(2):
        ensure_playground_client()
    client = Client.objects.get()
    assert client.is_public and client.redirect_uris == "http://127.0.0.1:8000/playground/callback"


def test_a_site_that_does_not_answer_is_a_sentence(browser: Browser, nobody_answers: None) -> None:
    assert "did not answer in time" in browser.get("/playground/").content.decode()


def test_a_callback_out_of_the_blue_or_with_another_state(browser: Browser, db: None) -> None:
    assert browser.get("/playground/callback?code=x").status_code == 400
    browser.http.cookies[flow_cookie.NAME] = "nonsense"
    assert browser.get("/playground/callback?code=x&state=y").status_code == 400


@pytest.mark.parametrize(
    "query", ["code=x&state=wrong&iss=http://127.0.0.1:8000", "code=x&state=s&iss=https://evil.example", "code=x&state=s"]
)
def test_answers_that_do_not_fit_are_not_redeemed(browser: Browser, nobody_answers: None, query: str) -> None:
    from django.http import HttpResponse

    response = HttpResponse()
    flow_cookie.remember(
        response, {"client_id": "c", "secret": "", "state": "s", "nonce": "n", "verifier": "v", "issuer": "http://127.0.0.1:8000"}
    )
    browser.http.cookies[flow_cookie.NAME] = response.cookies[flow_cookie.NAME].value
    answer = browser.get(f"/playground/callback?{query}")
    assert answer.status_code == 400
    assert "✗" in answer.content.decode() and "did not answer" not in answer.content.decode()


def test_what_it_remembers_is_sealed(db: None) -> None:
    from django.http import HttpResponse

    response = HttpResponse()
    flow_cookie.remember(response, {"secret": "of the client"})
    morsel = response.cookies[flow_cookie.NAME]
    assert "secret" not in morsel.value and morsel["httponly"] and morsel["path"] == "/playground/"


def test_forms_need_their_token_and_are_bounded(browser: Browser, db: None) -> None:
    assert browser.http.post("/playground/start", {"client_id": "x", "scope": "openid"}).status_code == 403
    assert Http().post("/playground/start", {"client_id": "x" * 300, "scope": "openid"}).status_code == 400
    assert Http().post("/playground/machine", {}).status_code == 400


def test_tokens_are_judged_as_a_relying_party_judges_them(rp: RelyingParty) -> None:
    answer = rp.tokens()
    keys = Http().get("/oauth2/jwks").json()["keys"]
    decoded = tokens.decode("id_token", answer["id_token"], keys)
    tokens.check_id_token(
        decoded,
        issuer="http://127.0.0.1:8000",
        client_id=rp.client.client_id,
        nonce=rp.nonce,
        access_token=answer["access_token"],
    )
    assert decoded.checks and all(held for _name, held in decoded.checks)
    assert ("signature", False) in tokens.decode("id_token", answer["id_token"][:-6] + "AAAAAA", keys).checks
    assert ("signature", False) in tokens.decode("id_token", answer["id_token"], []).checks
    assert ("signature", False) in tokens.decode("id_token", "x", keys).checks
    tokens.check_id_token(decoded, issuer="x", client_id="x", nonce="x", access_token="x")
    assert decoded.checks[-4:] == [("iss", False), ("aud", False), ("nonce", False), ("at_hash", False)]


def test_credentials_are_form_encoded_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 6749 §2.3.1: a secret that was chosen elsewhere may hold any character."""
    import httpx

    sent: list[httpx.BasicAuth] = []

    def answer(*args: Any, **kwargs: Any) -> httpx.Response:
        sent.append(kwargs["auth"])
        return httpx.Response(200, json={})

    monkeypatch.setattr(httpx, "request", answer)
    shown = provider.call("POST", "http://127.0.0.1:8000/oauth2/token", {"a": "b"}, secret=("id", "a+b%:c")).request
    header = next(sent[0].auth_flow(httpx.Request("POST", "http://127.0.0.1"))).headers["Authorization"]
    assert base64.b64decode(header.removeprefix("Basic ")) == b"id:a%2Bb%25%3Ac"
    assert "a+b" not in shown and "Basic (client ID and secret)" in shown
