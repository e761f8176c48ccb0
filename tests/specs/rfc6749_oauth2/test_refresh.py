"""Refreshing (RFC 6749 §6, RFC 9700 §4.14)."""

from typing import Any

import pytest
import time_machine

from audit.models import AuditEvent
from core.clock import now
from idp.oauth2.models import RefreshToken
from tests.support.relying_party import Browser, RelyingParty


@pytest.mark.spec("RFC 9700", "4.14.2", "a refresh token is used once and gives its successor")
def test_rotation(rp: RelyingParty) -> None:
    tokens = rp.tokens()
    answer = rp.refresh(tokens["refresh_token"])
    assert answer.status_code == 200
    assert answer.json()["refresh_token"] != tokens["refresh_token"]
    assert rp.userinfo(answer.json()["access_token"]).status_code == 200


@pytest.mark.case("TK-04")
@pytest.mark.spec("RFC 9700", "4.14.2", "inside the grace the same successor is given again")
def test_lost_answer(rp: RelyingParty) -> None:
    first = rp.tokens()["refresh_token"]
    successor = rp.refresh(first).json()["refresh_token"]
    assert rp.refresh(first).json()["refresh_token"] == successor
    assert rp.refresh(successor).status_code == 200
    assert rp.refresh(first).json()["refresh_token"] == successor


@pytest.mark.case("TK-03")
@pytest.mark.spec("RFC 9700", "4.14.2", "a second use after the grace revokes the whole family")
def test_theft(rp: RelyingParty) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        first = rp.tokens()["refresh_token"]
        honest = rp.refresh(first).json()
        clock.shift(31)
        stolen = rp.refresh(first)
        assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
        assert rp.refresh(honest["refresh_token"]).json()["error"] == "invalid_grant"
        assert rp.userinfo(honest["access_token"]).status_code == 401
    assert AuditEvent.objects.filter(event="refresh_token_reused").count() == 1


@pytest.mark.case("TK-06")
@pytest.mark.spec("RFC 6749", "6", "scope may be narrowed, never widened, and comes back when left out")
def test_scope_at_refresh(rp: RelyingParty) -> None:
    token = rp.tokens(scope="openid profile email")["refresh_token"]
    narrow = rp.refresh(token, scope="openid").json()
    assert narrow["scope"] == "openid"
    again = rp.refresh(narrow["refresh_token"]).json()
    assert again["scope"] == "email openid profile"
    wide = rp.refresh(again["refresh_token"], scope="openid phone")
    assert wide.json()["error"] == "invalid_scope"
    assert rp.refresh(again["refresh_token"]).status_code == 200  # a refused request spends nothing


@pytest.mark.spec("RFC 6749", "6", "a refresh token belongs to its client")
def test_of_another_client(rp: RelyingParty, browser: Browser) -> None:
    other = RelyingParty.registered(browser)
    token = rp.tokens()["refresh_token"]
    assert other.refresh(token).json()["error"] == "invalid_grant"
    assert rp.refresh(token).status_code == 200


@pytest.mark.spec("OIDC Core", "12.2", "a refreshed ID token keeps iss, sub, aud and auth_time, and makes up no nonce")
def test_refreshed_id_token(rp: RelyingParty) -> None:
    import jwt

    first = rp.tokens()
    second = rp.refresh(first["refresh_token"]).json()
    old, new = (jwt.decode(token["id_token"], options={"verify_signature": False}) for token in (first, second))
    assert all(old[name] == new[name] for name in ("iss", "sub", "aud", "auth_time", "sid"))
    assert "nonce" not in new
    assert new["at_hash"] != old["at_hash"]


def test_kept_as_hashes(rp: RelyingParty) -> None:
    token = rp.tokens()["refresh_token"]
    rows = repr(list(RefreshToken.objects.values()))
    assert token not in rows
    assert rp.refresh(token).json()["refresh_token"] not in repr(list(RefreshToken.objects.values()))


def test_none_for_a_client_that_is_not_registered_for_it(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, grant_types=["authorization_code"])
    assert "refresh_token" not in rp.tokens(scope="openid offline_access")


def test_expired(rp: RelyingParty) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        token = rp.tokens()["refresh_token"]
        clock.shift(30 * 86400 + 1)
        assert rp.refresh(token).json()["error"] == "invalid_grant"


def test_dies_with_the_session_unless_offline(rp: RelyingParty) -> None:
    online = rp.tokens()
    offline = rp.tokens(scope="openid offline_access")
    rp.browser.submit("/accounts/logout/", {})
    assert rp.refresh(online["refresh_token"]).json()["error"] == "invalid_grant"
    assert rp.userinfo(online["access_token"]).status_code == 401
    assert rp.refresh(offline["refresh_token"]).status_code == 200


def test_a_token_refreshed_offline_after_sign_out_lives(rp: RelyingParty) -> None:
    """The session's end must not deny what is issued on an offline grant later."""
    offline = rp.tokens(scope="openid offline_access")
    rp.browser.submit("/accounts/logout/", {})
    access = rp.refresh(offline["refresh_token"]).json()["access_token"]
    assert rp.userinfo(access).status_code == 200
