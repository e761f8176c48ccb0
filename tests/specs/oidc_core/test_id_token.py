"""ID tokens (OIDC Core §2, §3.1.3.3, §3.1.3.6)."""

import base64
import hashlib
from typing import Any

import jwt
import pytest
from django.test import Client as Http

from tests.support.relying_party import Browser, RelyingParty


def verified(rp: RelyingParty, token: str) -> dict[str, Any]:
    """As a relying party verifies it: with the published keys, by kid."""
    header = jwt.get_unverified_header(token)
    jwks = {key["kid"]: key for key in Http().get("/oauth2/jwks").json()["keys"]}
    key = jwt.PyJWK(jwks[header["kid"]])
    claims: dict[str, Any] = jwt.decode(
        token, key.key, algorithms=[header["alg"]], audience=rp.client.client_id, issuer="http://127.0.0.1:8000"
    )
    return claims


@pytest.mark.spec("OIDC Core", "2", "iss, sub, aud, exp, iat are there, auth_time, acr, amr and sid are facts")
def test_claims(rp: RelyingParty, alice: Any) -> None:
    claims = verified(rp, rp.tokens()["id_token"])
    assert claims["sub"] == str(alice.pk)
    assert claims["aud"] == rp.client.client_id  # a plain string: TK-12
    assert claims["amr"] == ["pwd"]
    assert claims["acr"] == "urn:keyhall:acr:1"
    assert 0 <= claims["iat"] - claims["auth_time"] < 30
    assert claims["exp"] - claims["iat"] == 3600
    assert "azp" not in claims
    assert "email" not in claims


@pytest.mark.case("TK-13")
@pytest.mark.spec("OIDC Core", "3.1.3.6", "at_hash belongs to the algorithm and to the access token of the same answer")
@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_algorithms(browser: Browser, alice: Any, algorithm: str) -> None:
    rp = RelyingParty.registered(browser, id_token_signed_response_alg=algorithm)
    tokens = rp.tokens()
    assert jwt.get_unverified_header(tokens["id_token"])["alg"] == algorithm
    digest = (hashlib.sha512 if algorithm == "EdDSA" else hashlib.sha256)(tokens["access_token"].encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    assert verified(rp, tokens["id_token"])["at_hash"] == half


@pytest.mark.spec("OIDC Core", "3.1.2.1", "without the scope openid there is no ID token")
def test_plain_oauth(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, scope="openid api")
    assert "id_token" not in rp.tokens(scope="api")


@pytest.mark.spec("OIDC Core", "2", "sub is the same at every time and the e-mail nowhere in it")
def test_subject_is_stable(rp: RelyingParty, alice: Any) -> None:
    first = verified(rp, rp.tokens()["id_token"])["sub"]
    alice.username = "alicia"
    alice.save()
    alice.emails.update(value="new@example.org", value_key="new@example.org")
    assert verified(rp, rp.tokens()["id_token"])["sub"] == first


@pytest.mark.spec("RFC 8725", "3.11", "an ID token can't pass for an access token, nor the other way round")
def test_types_are_not_mixed_up(rp: RelyingParty) -> None:
    tokens = rp.tokens()
    assert rp.userinfo(tokens["id_token"]).status_code == 401
    hinted = rp.browser.get("/oauth2/logout", {"id_token_hint": tokens["access_token"]})
    assert hinted.status_code == 400
