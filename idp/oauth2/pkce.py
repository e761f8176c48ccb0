"""Proof Key for Code Exchange (RFC 7636); S256 only (RFC 9700 §2.1.1)."""

import base64
import hashlib
import hmac
import re

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def challenge_is_well_formed(challenge: str) -> bool:
    """BASE64URL of a SHA-256: 43 characters (RFC 7636 §4.2)."""
    return CHALLENGE.fullmatch(challenge) is not None


def verifier_is_well_formed(verifier: str) -> bool:
    """43 to 128 unreserved characters (RFC 7636 §4.1)."""
    return VERIFIER.fullmatch(verifier) is not None


def challenge_of(verifier: str) -> str:
    """S256: BASE64URL(SHA256(ASCII(code_verifier)))."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def verifier_matches(verifier: str, challenge: str) -> bool:
    """RFC 7636 §4.6, in constant time."""
    return verifier_is_well_formed(verifier) and hmac.compare_digest(challenge_of(verifier), challenge)
