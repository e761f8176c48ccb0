"""Reading tokens as a relying party does: with the published keys, checking what must be checked (OIDC Core §3.1.3.7)."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import jwt


@dataclass
class Decoded:
    """A token taken apart, and what was checked of it: (what, held)."""

    name: str
    header: str = ""
    claims: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    checks: list[tuple[str, bool]] = field(default_factory=list)


def decode(name: str, compact: str, keys: list[dict[str, Any]]) -> Decoded:
    """Header, claims and signature of a JWT."""
    decoded = Decoded(name)
    try:
        header = jwt.get_unverified_header(compact)
        decoded.values = jwt.decode(compact, options={"verify_signature": False})
        decoded.header, decoded.claims = json.dumps(header, indent=2), json.dumps(decoded.values, indent=2, ensure_ascii=False)
        key = next((key for key in keys if key.get("kid") == header.get("kid")), None)
        if key is not None:
            jwt.decode(compact, jwt.PyJWK(key).key, algorithms=[str(key["alg"])], options={"verify_aud": False})
        decoded.checks.append(("signature", key is not None))
    except (jwt.PyJWTError, ValueError, KeyError):
        decoded.checks.append(("signature", False))
    return decoded


def check_id_token(decoded: Decoded, *, issuer: str, client_id: str, nonce: str, access_token: str) -> None:
    """Issuer, audience, nonce and at_hash."""
    claims = decoded.values
    half = hashlib.sha512 if '"EdDSA"' in decoded.header else hashlib.sha256
    digest = half(access_token.encode()).digest()
    expected = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    decoded.checks += [
        ("iss", claims.get("iss") == issuer),
        ("aud", claims.get("aud") == client_id),
        ("nonce", claims.get("nonce") == nonce),
        ("at_hash", claims.get("at_hash") == expected),
    ]
