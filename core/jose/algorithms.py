"""The signature algorithms that Keyhall signs and verifies with; no HMAC, no `none` (RFC 8725 §3.1)."""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey
Jwk = dict[str, Any]

RSA_BITS = 2048
SIGNING_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")


def generate(algorithm: str) -> PrivateKey:
    """A fresh private key for one of SIGNING_ALGORITHMS; ValueError for any other name."""
    if algorithm in ("RS256", "PS256"):
        return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    if algorithm == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    raise ValueError(f"no such signing algorithm: {algorithm}")


def to_der(key: PrivateKey) -> bytes:
    """PKCS #8, unencrypted: the caller seals it."""
    return key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def from_der(der: bytes) -> PrivateKey:
    """The key of our own PKCS #8 octets. The costly RSA primality check is skipped: we made and sealed this key."""
    key = serialization.load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey)
    return key


def public_jwk(key: PrivateKey, algorithm: str) -> Jwk:
    """The public half as a JWK (RFC 7517 §4) with `kid` (RFC 7638 thumbprint), `use` and `alg`."""
    public: Any = key.public_key()
    maker: Any = {"RS256": RSAAlgorithm, "PS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}[algorithm]
    jwk: Jwk = maker.to_jwk(public, as_dict=True)
    jwk.pop("key_ops", None)
    return {**jwk, "kid": thumbprint(jwk), "use": "sig", "alg": algorithm}


def thumbprint(jwk: Jwk) -> str:
    """RFC 7638 §3: SHA-256 over the required members in order, base64url."""
    members = {"RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y"), "OKP": ("crv", "kty", "x")}[jwk["kty"]]
    canonical = json.dumps({name: jwk[name] for name in members}, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).rstrip(b"=").decode()


def half_hash(algorithm: str, value: str) -> str:
    """`at_hash`, `c_hash`: the left half of the hash that belongs to the ID token's algorithm (OIDC Core §3.1.3.6).

    Ed25519 has SHA-512 inside, so its half is 32 octets.
    """
    digest = (hashlib.sha512 if algorithm == "EdDSA" else hashlib.sha256)(value.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
