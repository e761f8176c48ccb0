"""RP-initiated logout (OIDC RP-Initiated Logout 1.0)."""

from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine

from core.clock import now
from tests.support.relying_party import AFTER_LOGOUT, FORM, Browser, RelyingParty


def signed_in(browser: Browser) -> bool:
    """Whether the browser has a session."""
    return browser.get("/").status_code == 200


@pytest.mark.spec("OIDC RP-Initiated Logout", "2", "a valid hint logs out without asking and goes back with the state")
def test_with_a_hint(rp: RelyingParty) -> None:
    tokens = rp.tokens()
    response = rp.browser.get(
        "/oauth2/logout",
        {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": AFTER_LOGOUT, "state": "s t&u"},
    )
    assert response.status_code == 302
    assert response["Location"] == AFTER_LOGOUT + "?state=s+t%26u"
    assert not signed_in(rp.browser)
    assert rp.userinfo(tokens["access_token"]).status_code == 401


@pytest.mark.spec("OIDC RP-Initiated Logout", "2", "an expired hint is accepted")
def test_with_an_expired_hint(rp: RelyingParty) -> None:
    hint = rp.tokens()["id_token"]
    with time_machine.travel(now().timestamp() + 4 * 3600):
        response = rp.browser.get("/oauth2/logout", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER_LOGOUT})
    assert response["Location"] == AFTER_LOGOUT


@pytest.mark.spec("OIDC RP-Initiated Logout", "2", "POST works like GET")
def test_by_post(rp: RelyingParty) -> None:
    body = urlencode({"id_token_hint": rp.tokens()["id_token"], "post_logout_redirect_uri": AFTER_LOGOUT})
    response = rp.browser.http.post("/oauth2/logout", body, content_type=FORM, HTTP_ORIGIN="https://app.example")
    assert response["Location"] == AFTER_LOGOUT
    assert not signed_in(rp.browser)


@pytest.mark.spec("OIDC RP-Initiated Logout", "2", "a POST from another site, which carries no cookies, ends the session too")
def test_by_post_from_another_site(rp: RelyingParty) -> None:
    tokens = rp.tokens()
    body = urlencode({"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": AFTER_LOGOUT, "state": "a b&c"})
    without_cookies = Browser().http.post("/oauth2/logout", body, content_type=FORM, HTTP_ORIGIN="https://app.example")
    assert without_cookies.status_code == 303
    assert not without_cookies.cookies
    response = rp.browser.get(without_cookies["Location"])
    assert response["Location"] == AFTER_LOGOUT + "?state=a+b%26c"
    assert not signed_in(rp.browser)
    assert rp.userinfo(tokens["access_token"]).status_code == 401


@pytest.mark.spec("OIDC RP-Initiated Logout", "2", "without a hint the person is asked")
def test_without_a_hint(rp: RelyingParty) -> None:
    rp.code()
    url = "/oauth2/logout?" + urlencode(
        {"client_id": rp.client.client_id, "post_logout_redirect_uri": AFTER_LOGOUT, "state": "x"}
    )
    page = rp.browser.get(url)
    assert page.status_code == 200 and 'id="logout-confirm"' in page.content.decode()
    assert signed_in(rp.browser)
    assert rp.browser.http.post("/oauth2/logout/confirm").status_code == 403  # without the form's token
    assert signed_in(rp.browser)
    answer = rp.browser.send_form(url, page, {})
    assert answer["Location"] == AFTER_LOGOUT + "?state=x"
    assert not signed_in(rp.browser)


@pytest.mark.case("LO-02")
@pytest.mark.spec("OIDC RP-Initiated Logout", "2", "nothing to end: straight back")
def test_without_a_session(rp: RelyingParty) -> None:
    hint = rp.tokens()["id_token"]
    rp.browser.submit("/accounts/logout/", {})
    response = rp.browser.get("/oauth2/logout", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER_LOGOUT})
    assert response["Location"] == AFTER_LOGOUT


@pytest.mark.spec("OIDC RP-Initiated Logout", "3", "an address that is not registered exactly is never followed")
@pytest.mark.parametrize("uri", [AFTER_LOGOUT + "/", AFTER_LOGOUT + "?x", "https://evil.example/", "javascript:alert(1)"])
def test_unregistered_address(rp: RelyingParty, uri: str) -> None:
    response = rp.browser.get("/oauth2/logout", {"id_token_hint": rp.tokens()["id_token"], "post_logout_redirect_uri": uri})
    assert response.status_code == 400
    assert 'data-error="invalid_redirect_uri"' in response.content.decode()
    assert signed_in(rp.browser)


@pytest.mark.spec("OIDC RP-Initiated Logout", "3", "an address without a client that vouches for it is never followed")
def test_address_without_a_client(rp: RelyingParty) -> None:
    rp.code()
    assert rp.browser.get("/oauth2/logout", {"post_logout_redirect_uri": AFTER_LOGOUT}).status_code == 400


@pytest.mark.spec("OIDC RP-Initiated Logout", "2", "client_id must be the one the hint was made for")
def test_client_id_and_hint_differ(rp: RelyingParty) -> None:
    response = rp.browser.get("/oauth2/logout", {"id_token_hint": rp.tokens()["id_token"], "client_id": "other"})
    assert response.status_code == 400


def test_the_hint_of_another_person_ends_nothing_unasked(rp: RelyingParty, db: None) -> None:
    from accounts.models import User
    from tests.support.people import PASSWORD

    hint = rp.tokens()["id_token"]
    User.objects.create_user("bob", password=PASSWORD)
    other = Browser()
    other.sign_in("bob")
    page = other.get("/oauth2/logout", {"id_token_hint": hint})
    assert page.status_code == 200 and 'id="logout-confirm"' in page.content.decode()
    assert signed_in(other)


@pytest.mark.parametrize("hint", ["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "x" * 20000])
def test_a_hint_that_is_not_ours(rp: RelyingParty, hint: str) -> None:
    rp.code()
    response = rp.browser.get("/oauth2/logout", {"id_token_hint": hint})
    assert response.status_code == 400
    assert signed_in(rp.browser)


@pytest.mark.case("SR-03")
@pytest.mark.parametrize("name", ["state", "post_logout_redirect_uri"])
def test_line_ends_reach_no_header(rp: RelyingParty, name: str) -> None:
    values: dict[str, Any] = {"id_token_hint": rp.tokens()["id_token"], "post_logout_redirect_uri": AFTER_LOGOUT}
    response = rp.browser.get("/oauth2/logout", {**values, name: AFTER_LOGOUT + "\r\nSet-Cookie: x=1"})
    assert response.status_code == 400
    assert "x=1" not in str(response.headers)
