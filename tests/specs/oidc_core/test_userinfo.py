"""Claims (OIDC Core §5)."""

from typing import Any

import pytest
from django.test import Client as Http

from tests.support.relying_party import FORM, Browser, RelyingParty

EVERYTHING = {
    "name": "Alice P. Liddell", "given_name": "Alice", "family_name": "Liddell", "middle_name": "P.", "nickname": "Al",
    "profile": "https://alice.example/", "picture": "https://alice.example/a.png", "website": "https://alice.example/w",
    "gender": "female", "birthdate": "0000-05-04", "zoneinfo": "Europe/London", "locale": "en-GB",
}  # fmt: skip


@pytest.fixture
def full_alice(alice: Any) -> Any:
    """Alice with every claim filled in."""
    for name, value in EVERYTHING.items():
        setattr(alice, name, value)
    alice.phone_number, alice.phone_number_verified = "+44 20 7946 0000", True
    alice.street_address, alice.locality, alice.postal_code, alice.country = "1 Folly Bridge", "Oxford", "OX1 4LD", "GB"
    alice.full_clean()
    alice.save()
    return alice


@pytest.mark.spec("OIDC Core", "5.1", "every standard claim of profile, with the right type")
def test_profile(rp: RelyingParty, full_alice: Any) -> None:
    body = rp.userinfo(rp.tokens(scope="openid profile")["access_token"]).json()
    assert {name: body[name] for name in EVERYTHING} == EVERYTHING
    assert body["preferred_username"] == "alice"
    assert isinstance(body["updated_at"], int)
    assert "email" not in body and "phone_number" not in body and "address" not in body


@pytest.mark.spec("OIDC Core", "5.4", "email, phone and address give theirs; booleans are booleans, the address an object")
def test_other_scopes(rp: RelyingParty, full_alice: Any) -> None:
    body = rp.userinfo(rp.tokens(scope="openid email phone address")["access_token"]).json()
    assert body["email"] == "alice@example.org" and body["email_verified"] is True
    assert body["phone_number"] == "+44 20 7946 0000" and body["phone_number_verified"] is True
    assert body["address"] == {
        "formatted": "1 Folly Bridge\nOX1 4LD Oxford\nGB", "street_address": "1 Folly Bridge", "locality": "Oxford",
        "postal_code": "OX1 4LD", "country": "GB",
    }  # fmt: skip
    assert "name" not in body


@pytest.mark.spec("OIDC Core", "5.3.2", "empty claims are left out; sub is always there")
def test_empty_claims(browser: Browser, db: None) -> None:
    from accounts.models import User
    from tests.support.people import PASSWORD

    bob = User.objects.create_user("bob", password=PASSWORD)
    rp = RelyingParty.registered(browser)
    from tests.support.relying_party import answer_of

    code = answer_of(browser.walk(rp.authorize(scope="openid profile email phone address"), username="bob"))["code"]
    body = rp.userinfo(rp.redeem(code).json()["access_token"]).json()
    assert set(body) == {"sub", "preferred_username", "updated_at"}
    assert body["sub"] == str(bob.pk)


@pytest.mark.spec("OIDC Core", "5.3.1", "GET and POST; the token in the header or in the form")
def test_ways_of_asking(rp: RelyingParty) -> None:
    token = rp.tokens()["access_token"]
    header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    answers = [
        Http().get("/oauth2/userinfo", **header),  # type: ignore[arg-type]
        Http().post("/oauth2/userinfo", **header),  # type: ignore[arg-type]
        Http().post("/oauth2/userinfo", f"access_token={token}", content_type=FORM),
    ]
    for response in answers:
        assert response.status_code == 200
        assert response["Content-Type"] == "application/json"
        assert response["Cache-Control"] == "no-store"
    assert len({response.content for response in answers}) == 1


@pytest.mark.spec("RFC 6750", "2.3", "a token in the query does not count")
def test_token_in_the_query(rp: RelyingParty) -> None:
    token = rp.tokens()["access_token"]
    assert Http().get("/oauth2/userinfo", {"access_token": token}).status_code == 401


@pytest.mark.spec("RFC 6750", "2", "not two ways at once")
def test_two_ways_at_once(rp: RelyingParty) -> None:
    token = rp.tokens()["access_token"]
    response = Http().post("/oauth2/userinfo", f"access_token={token}", content_type=FORM, HTTP_AUTHORIZATION=f"Bearer {token}")
    assert response.status_code == 400
    assert 'error="invalid_request"' in response["WWW-Authenticate"]


@pytest.mark.spec("RFC 6750", "3.1", "no token: the scheme and nothing more; a bad one: invalid_token")
def test_refusals(rp: RelyingParty, db: None) -> None:
    bare = Http().get("/oauth2/userinfo")
    assert bare.status_code == 401
    assert bare["WWW-Authenticate"] == 'Bearer realm="Keyhall"'
    token = rp.tokens()["access_token"]
    head, payload, signature = token.split(".")
    for bad in ("x", "a.b.c", token[:-4] + "AAAA", f"{head}.{payload}.", "é", "x" * 20000, f"{head}.{payload[::-1]}.{signature}"):
        response = Http().get("/oauth2/userinfo", HTTP_AUTHORIZATION=f"Bearer {bad}")
        assert response.status_code == 401
        assert 'error="invalid_token"' in response["WWW-Authenticate"]


@pytest.mark.spec("RFC 6750", "3.1", "a token without openid has insufficient_scope")
def test_insufficient_scope(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, scope="openid api")
    response = rp.userinfo(rp.tokens(scope="api")["access_token"])
    assert response.status_code == 403
    assert 'error="insufficient_scope"' in response["WWW-Authenticate"] and 'scope="openid"' in response["WWW-Authenticate"]


def test_a_token_ends_after_ten_minutes(rp: RelyingParty) -> None:
    import time_machine

    from core.clock import now

    with time_machine.travel(now(), tick=False) as clock:
        token = rp.tokens()["access_token"]
        clock.shift(599)
        assert rp.userinfo(token).status_code == 200
        clock.shift(1)
        assert rp.userinfo(token).status_code == 401
