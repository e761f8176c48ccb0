"""The authentication request and what it demands of the sign-in (OIDC Core §3.1.2)."""

from typing import Any

import jwt
import pytest
import time_machine

from core.clock import now
from idp.flow.models import Consent, SignIn
from tests.support.people import PASSWORD
from tests.support.relying_party import Browser, RelyingParty, answer_of


def id_claims(tokens: dict[str, Any]) -> dict[str, Any]:
    """Unverified: signatures have their own tests."""
    claims: dict[str, Any] = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    return claims


@pytest.mark.spec("OIDC Core", "3.1.2.6", "prompt=none without a session is login_required, with no page shown")
def test_none_without_a_session(rp: RelyingParty) -> None:
    answer = answer_of(rp.authorize(prompt="none"))
    assert answer["error"] == "login_required"
    assert not SignIn.objects.exists()


@pytest.mark.spec("OIDC Core", "3.1.2.6", "prompt=none without consent is consent_required")
def test_none_without_consent(rp: RelyingParty) -> None:
    rp.browser.sign_in()
    assert answer_of(rp.authorize(prompt="none"))["error"] == "consent_required"


@pytest.mark.spec("OIDC Core", "3.1.2.1", "prompt=none with session and consent is answered at once")
def test_none_with_all(rp: RelyingParty) -> None:
    rp.code()
    assert "code" in answer_of(rp.authorize(prompt="none"))


@pytest.mark.spec("OIDC Core", "3.1.2.1", "prompt=none with another value, and unknown values, are invalid_request")
@pytest.mark.parametrize("prompt", ["none login", "login none consent", "never", "login never", "create"])
def test_wrong_prompts(rp: RelyingParty, prompt: str) -> None:
    assert answer_of(rp.authorize(prompt=prompt))["error"] == "invalid_request"


@pytest.mark.case("AZ-07")
@pytest.mark.spec("OIDC Core", "3.1.2.3", "prompt=login asks exactly once more, and the proof is newer than the request")
@pytest.mark.parametrize("prompt", ["login", "select_account", "login consent"])
def test_login_prompt(rp: RelyingParty, prompt: str) -> None:
    rp.code()
    with time_machine.travel(now().timestamp() + 60, tick=True):
        asked_at = int(now().timestamp())
        response = rp.authorize(prompt=prompt)
        assert response["Location"].startswith("/accounts/login/")
        ticket = SignIn.objects.get(spent_at=None).path
        assert rp.browser.get(ticket)["Location"].startswith("/accounts/login/")  # no way around it
        page = rp.browser.get(response["Location"])
        assert page.status_code == 200  # asked, though signed in
        code = answer_of(rp.browser.walk(response))["code"]
        assert id_claims(rp.redeem(code).json())["auth_time"] >= asked_at


@pytest.mark.case("AZ-07")
def test_another_person_at_the_login_prompt_replaces_the_session(rp: RelyingParty, db: None) -> None:
    from accounts.models import User

    bob = User.objects.create_user("bob", "bob@example.org", PASSWORD)
    first = rp.tokens()
    answer = rp.browser.walk(rp.authorize(prompt="login"), username="bob")
    claims = id_claims(rp.redeem(answer_of(answer)["code"]).json())
    assert claims["sub"] == str(bob.pk)
    assert claims["sid"] != id_claims(first)["sid"]
    assert rp.userinfo(first["access_token"]).status_code == 401  # Alice's session is over


@pytest.mark.spec("OIDC Core", "3.1.2.1", "max_age asks again when the proof is older")
def test_max_age(rp: RelyingParty) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        rp.code()
        clock.shift(100)
        assert "code" in answer_of(rp.authorize(max_age="100"))
        response = rp.authorize(max_age="99")
        assert response["Location"].startswith("/accounts/login/")
        assert answer_of(rp.authorize(max_age="99", prompt="none"))["error"] == "login_required"
        code = answer_of(rp.browser.walk(response))["code"]
        assert id_claims(rp.redeem(code).json())["auth_time"] == int(now().timestamp())


@pytest.mark.spec("OIDC Core", "3.1.2.1", "max_age=0 always asks, once")
def test_max_age_zero(rp: RelyingParty) -> None:
    rp.code()
    response = rp.authorize(max_age="0")
    assert response["Location"].startswith("/accounts/login/")
    assert "code" in answer_of(rp.browser.walk(response))


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "1e3", "٣", "9" * 11])
def test_max_age_that_is_no_number(rp: RelyingParty, value: str) -> None:
    assert answer_of(rp.authorize(max_age=value))["error"] == "invalid_request"


@pytest.mark.spec("OIDC Registration", "2", "default_max_age holds where the request has none")
def test_default_max_age(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, default_max_age=10)
    with time_machine.travel(now(), tick=False) as clock:
        rp.code()
        clock.shift(11)
        assert rp.authorize()["Location"].startswith("/accounts/login/")
        assert "code" in answer_of(rp.authorize(max_age="60"))


@pytest.mark.case("AZ-16")
@pytest.mark.spec("OIDC Core", "3.1.3.7", "nonce comes back in the ID token byte for byte, or not at all")
@pytest.mark.parametrize("nonce", ["ascii", "MiXed", "a+b/c=", "%20", "é", "n" * 1024, None, ""])
def test_nonce(rp: RelyingParty, nonce: str | None) -> None:
    assert id_claims(rp.tokens(nonce=nonce)).get("nonce") == (nonce or None)


@pytest.mark.case("AZ-16")
def test_two_sign_ins_at_once_keep_their_nonces(rp: RelyingParty) -> None:
    one, two = rp.authorize(nonce="one"), rp.authorize(nonce="two")
    code_two = answer_of(rp.browser.walk(two))["code"]
    code_one = answer_of(rp.browser.walk(one))["code"]
    assert id_claims(rp.redeem(code_one).json())["nonce"] == "one"
    assert id_claims(rp.redeem(code_two).json())["nonce"] == "two"


@pytest.mark.not_supported("request_object")
@pytest.mark.spec("OIDC Core", "6.1", "request is refused with request_not_supported")
def test_request_object(rp: RelyingParty) -> None:
    assert answer_of(rp.authorize(request="x.y.z"))["error"] == "request_not_supported"


@pytest.mark.not_supported("request_uri")
@pytest.mark.spec("OIDC Core", "6.2", "request_uri is refused with request_uri_not_supported, and not fetched")
def test_request_uri(rp: RelyingParty) -> None:
    assert answer_of(rp.authorize(request_uri="http://127.0.0.1:1/x"))["error"] == "request_uri_not_supported"


@pytest.mark.spec("OIDC Core", "3.1.2.1", "display, ui_locales, claims_locales and acr_values are wishes")
def test_wishes_do_no_harm(rp: RelyingParty) -> None:
    wishes = {"display": "popup", "ui_locales": "de fr", "claims_locales": "de", "acr_values": "urn:x", "claims": "{"}
    assert "code" in answer_of(rp.browser.walk(rp.authorize(**wishes)))


@pytest.mark.case("AZ-17")
@pytest.mark.spec("OIDC Core", "3.1.2.1", "login_hint fills the form in, decoded once, and restricts nobody")
def test_login_hint(rp: RelyingParty) -> None:
    response = rp.authorize(login_hint='user+tag@example.com"><script>')
    html = rp.browser.get(response["Location"]).content.decode()
    assert 'value="user+tag@example.com&quot;&gt;&lt;script&gt;"' in html
    assert "code" in answer_of(rp.browser.walk(response))


@pytest.mark.spec("OIDC Core", "3.1.2.4", "consent is asked, remembered, and not asked again for the same or less")
def test_consent_is_remembered(rp: RelyingParty) -> None:
    rp.code(scope="openid profile email")
    assert "code" in answer_of(rp.authorize(scope="openid email"))
    assert Consent.objects.get().scopes == ["email", "openid", "profile"]


@pytest.mark.case("AZ-14")
@pytest.mark.spec("OIDC Core", "3.1.2.4", "anything new is asked for; the old stays agreed to")
def test_consent_grows(rp: RelyingParty) -> None:
    rp.code(scope="openid profile")
    response = rp.authorize(scope="openid phone")
    assert response["Location"].endswith("/consent")
    html = rp.browser.get(response["Location"]).content.decode()
    assert "phone number" in html
    rp.browser.walk(response)
    assert "code" in answer_of(rp.authorize(scope="openid profile phone"))


@pytest.mark.case("AZ-14")
@pytest.mark.spec("OIDC Core", "3.1.2.1", "prompt=consent always asks")
def test_consent_prompt(rp: RelyingParty) -> None:
    rp.code()
    response = rp.authorize(prompt="consent")
    assert response["Location"].endswith("/consent")
    assert "code" in answer_of(rp.browser.walk(response))


def test_consent_outlives_tokens(rp: RelyingParty) -> None:
    rp.code()
    with time_machine.travel(now().timestamp() + 20 * 86400):
        rp.browser.sign_in()
        assert "code" in answer_of(rp.authorize())


def test_first_party_clients_ask_no_consent(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, skip_authorization=True)
    rp.browser.sign_in()
    assert "code" in answer_of(rp.authorize())
    assert rp.authorize(prompt="consent")["Location"].endswith("/consent")


@pytest.mark.case("AZ-14")
def test_withdrawn_consent_kills_tokens_and_asks_again(rp: RelyingParty, alice: Any) -> None:
    from idp.flow.consent import withdraw

    tokens = rp.tokens()
    withdraw(Consent.objects.get(), actor=alice)
    assert rp.userinfo(tokens["access_token"]).status_code == 401
    assert rp.refresh(tokens["refresh_token"]).status_code == 400
    assert rp.authorize()["Location"].endswith("/consent")


def test_consent_of_another_person_counts_for_nobody_else(rp: RelyingParty, db: None) -> None:
    from accounts.models import User

    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    rp.code()
    response = rp.authorize(prompt="login")
    step = rp.browser.sign_in("bob", url=response["Location"])
    assert rp.browser.get(step["Location"])["Location"].endswith("/consent")
