"""Proof Key for Code Exchange (RFC 7636)."""

from typing import Any

import pytest

from idp.oauth2 import pkce
from tests.support.relying_party import Browser, RelyingParty, answer_of


@pytest.mark.spec("RFC 7636", "B", "the standard's own example")
def test_example_of_the_standard() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert pkce.challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert pkce.verifier_matches(verifier, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")


@pytest.mark.spec("RFC 7636", "4.4.1", "a missing challenge is invalid_request, for confidential clients too")
def test_challenge_is_required(rp: RelyingParty) -> None:
    assert answer_of(rp.authorize(code_challenge=None, code_challenge_method=None))["error"] == "invalid_request"


@pytest.mark.not_supported("plain_pkce")
@pytest.mark.spec("RFC 9700", "2.1.1", "only S256; plain, by name or by default, is refused")
@pytest.mark.parametrize("method", ["plain", None, "s256", "S512"])
def test_other_methods(rp: RelyingParty, method: str | None) -> None:
    assert answer_of(rp.authorize(code_challenge_method=method))["error"] == "invalid_request"


@pytest.mark.spec("RFC 7636", "4.2", "a challenge is 43 characters of base64url")
@pytest.mark.parametrize("challenge", ["x", "a" * 42, "a" * 44, "a" * 42 + "=", "a" * 42 + "+"])
def test_malformed_challenge(rp: RelyingParty, challenge: str) -> None:
    assert answer_of(rp.authorize(code_challenge=challenge))["error"] == "invalid_request"


@pytest.mark.spec("RFC 7636", "4.6", "a wrong, malformed or missing verifier is invalid_grant and does not spend the code")
def test_wrong_verifier(rp: RelyingParty) -> None:
    code = rp.code()
    for verifier in ("w" * 43, rp.verifier[:-1] + "_", "short", "ü" * 43, rp.challenge, None):
        response = rp.redeem(code, code_verifier=verifier)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")
    assert rp.redeem(code).status_code == 200


@pytest.mark.spec("RFC 9700", "4.8.2", "a verifier without a challenge in the request is a downgrade")
def test_downgrade(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, require_pkce=False)
    code = rp.code(code_challenge=None, code_challenge_method=None)
    assert rp.redeem(code).json()["error"] == "invalid_grant"
    assert rp.redeem(code, code_verifier=None).status_code == 200


def test_where_pkce_is_not_required_a_challenge_still_binds(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, require_pkce=False)
    assert rp.redeem(rp.code(), code_verifier=None).json()["error"] == "invalid_grant"


def test_a_public_client_can_not_switch_it_off(db: None) -> None:
    from django.core.exceptions import ValidationError

    from idp.oauth2.models import Client

    with pytest.raises(ValidationError) as caught:
        Client(redirect_uris="https://a.example/", token_endpoint_auth_method="none", require_pkce=False).full_clean()
    assert "require_pkce" in caught.value.message_dict
