"""Signing and verifying compact JWTs (RFC 7515 §7.1, RFC 7519)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from core.jose.algorithms import PrivateKey, PublicKey

MAX_TOKEN_LENGTH = 16_384


class InvalidToken(Exception):
    """The token is not one of ours: malformed, wrong type, unknown key or bad signature. Says nothing more on purpose."""


@dataclass(frozen=True)
class Signer:
    """A private key in use."""

    kid: str
    algorithm: str
    key: PrivateKey

    def sign(self, claims: Mapping[str, Any], typ: str) -> str:
        """A compact JWT with `typ` in its header (RFC 8725 §3.11)."""
        return jwt.encode(dict(claims), self.key, self.algorithm, headers={"kid": self.kid, "typ": typ})


@dataclass(frozen=True)
class Verifier:
    """A public key that we accept signatures of."""

    kid: str
    algorithm: str
    key: PublicKey


def read(token: str, verifiers: Mapping[str, Verifier], types: tuple[str, ...]) -> dict[str, Any]:
    """The claims of a token that one of `verifiers` (by kid) signed with its own algorithm and whose `typ` is allowed.

    Time and audience are left to the caller, who knows which answer each failure gets. Raises InvalidToken.
    """
    if len(token) > MAX_TOKEN_LENGTH:
        raise InvalidToken
    try:
        header = jwt.get_unverified_header(token)
        verifier = verifiers[header["kid"]]
        if str(header.get("typ", "")).lower() not in types:
            raise InvalidToken
        claims = jwt.decode(
            token,
            verifier.key,
            algorithms=[verifier.algorithm],
            options={
                "verify_exp": False,
                "verify_aud": False,
                "verify_iat": False,
                "verify_nbf": False,
                "verify_iss": False,
                "verify_sub": False,
                "verify_jti": False,
            },
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise InvalidToken from error
    return dict(claims)
