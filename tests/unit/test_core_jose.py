"""Signatures."""

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from core.jose.algorithms import SIGNING_ALGORITHMS, from_der, generate, half_hash, public_jwk, thumbprint, to_der
from core.jose.jws import InvalidToken, Signer, Verifier, read

KEYS = {name: generate(name) for name in SIGNING_ALGORITHMS}
VERIFIERS = {name: Verifier(name, name, key.public_key()) for name, key in KEYS.items()}
TYPES = ("at+jwt",)


def sign(algorithm: str, claims: dict[str, Any] | None = None, typ: str = "at+jwt", kid: str = "") -> str:
    return Signer(kid or algorithm, algorithm, KEYS[algorithm]).sign(claims or {"sub": "x"}, typ)


def packed(header: dict[str, Any], payload: Any, signature: bytes = b"") -> str:
    parts = [json.dumps(header).encode(), payload if isinstance(payload, bytes) else json.dumps(payload).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@pytest.mark.parametrize("algorithm", SIGNING_ALGORITHMS)
def test_round_trip(algorithm: str) -> None:
    claims = {"sub": "é", "n": 1, "list": ["a", {"b": None}], "exp": 1, "nbf": 9999999999, "aud": ["x"], "iat": "odd", "jti": 7}
    assert read(sign(algorithm, claims), VERIFIERS, TYPES) == claims


@pytest.mark.parametrize("algorithm", SIGNING_ALGORITHMS)
def test_keys_survive_the_database(algorithm: str) -> None:
    again = from_der(to_der(KEYS[algorithm]))
    assert public_jwk(again, algorithm) == public_jwk(KEYS[algorithm], algorithm)
    assert not {"d", "p", "q", "dp", "dq", "qi", "oth", "k"} & public_jwk(again, algorithm).keys()


@pytest.mark.parametrize("name", ["HS256", "none", "RS1", "ES384", "", "rs256"])
def test_no_other_algorithm(name: str) -> None:
    with pytest.raises(ValueError, match="no such"):
        generate(name)


@pytest.mark.parametrize("algorithm", SIGNING_ALGORITHMS)
def test_refused(algorithm: str) -> None:
    good = sign(algorithm)
    header, payload, signature = good.split(".")
    other = next(name for name in SIGNING_ALGORITHMS if name != algorithm)
    changed = base64.urlsafe_b64encode(b'{"sub":"admin"}').rstrip(b"=").decode()
    for token in (
        sign(algorithm, typ="JWT"), sign(algorithm, typ=""), sign(algorithm, kid=other), sign(algorithm, kid="unknown"),
        f"{header}.{changed}.{signature}", f"{header}.{payload}.", f"{header}.{payload}", f"{header}.{payload}.{signature}.x",
        good[:-8], good + "A" * 20_000, "", ".", "..", "é", "\ud800",
        packed({"alg": "none", "kid": algorithm, "typ": "at+jwt"}, {"sub": "x"}),
    ):  # fmt: skip
        with pytest.raises(InvalidToken):
            read(token, VERIFIERS, TYPES)


@pytest.mark.parametrize("algorithm", SIGNING_ALGORITHMS)
def test_the_public_key_is_no_shared_secret(algorithm: str) -> None:
    """RFC 8725 §2.1: a token signed by HMAC under the published key."""
    public = KEYS[algorithm].public_key()
    forms = [
        public.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
        for encoding in (serialization.Encoding.PEM, serialization.Encoding.DER)
    ]
    for form in forms:
        unsigned = packed({"alg": "HS256", "kid": algorithm, "typ": "at+jwt"}, {"sub": "admin"}).rsplit(".", 1)[0]
        mac = base64.urlsafe_b64encode(hmac.new(form, unsigned.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
        with pytest.raises(InvalidToken):
            read(f"{unsigned}.{mac}", VERIFIERS, TYPES)


@pytest.mark.parametrize(
    "extra",
    [
        {"crit": ["exp"]},
        {"crit": ["unknown"], "unknown": 1},
        {"b64": False, "crit": ["b64"]},
        {"kid": ["a"]},
        {"kid": None},
        {"typ": 7},
    ],
)
def test_headers_that_ask_for_more(extra: dict[str, Any]) -> None:
    """RFC 7515 §4.1.11: what is critical and not understood is refused."""
    token = jwt.encode({"sub": "x"}, KEYS["ES256"], "ES256", headers={"kid": "ES256", "typ": "at+jwt"})
    header = {**jwt.get_unverified_header(token), **extra}
    unsigned = packed(header, {"sub": "x"}).rsplit(".", 1)[0]
    signature = jwt.algorithms.ECAlgorithm(jwt.algorithms.ECAlgorithm.SHA256).sign(unsigned.encode(), KEYS["ES256"])
    with pytest.raises(InvalidToken):
        read(f"{unsigned}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}", VERIFIERS, TYPES)


def test_a_key_in_the_header_is_not_looked_at() -> None:
    stranger = generate("ES256")
    headers = {"kid": "ES256", "typ": "at+jwt", "jwk": public_jwk(stranger, "ES256"), "jku": "https://evil.example/jwks"}
    with pytest.raises(InvalidToken):
        read(jwt.encode({"sub": "admin"}, stranger, "ES256", headers=headers), VERIFIERS, TYPES)


@given(st.text(max_size=60) | st.builds(lambda *parts: ".".join(parts), *[st.text(alphabet="AaeyJ0-_=", max_size=30)] * 3))
def test_nonsense_is_an_invalid_token(text: str) -> None:
    with pytest.raises(InvalidToken):
        read(text, VERIFIERS, TYPES)


@pytest.mark.parametrize("payload", [[1], "x", 1, None])
def test_claims_are_an_object(payload: Any) -> None:
    token = jwt.PyJWS().encode(json.dumps(payload).encode(), KEYS["ES256"], "ES256", headers={"kid": "ES256", "typ": "at+jwt"})
    with pytest.raises(InvalidToken):
        read(token, VERIFIERS, TYPES)


@pytest.mark.spec("RFC 7638", "3.1", "thumbprint of the example key")
def test_thumbprint() -> None:
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4"
        "Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI"
        "4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    assert (
        thumbprint({"kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"})
        == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    )


@pytest.mark.spec("OIDC Core", "A.3", "at_hash of the example")
def test_half_hashes() -> None:
    assert half_hash("RS256", "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y") == "77QmUPtjPfzWtF2AnpK9RQ"
    assert len(half_hash("EdDSA", "x")) == 43
