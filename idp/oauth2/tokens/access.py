"""Access tokens: JWTs of RFC 9068, signed ES256, without a row."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from core.clock import timestamp
from core.jose import jws
from core.randomness import token
from idp.oauth2.clients import RegisteredClient
from keys.keyring import keyring
from keys.models import Use

ALGORITHM = "ES256"
TYPE = "at+jwt"


@dataclass(frozen=True)
class AccessToken:
    """A verified access token; whether it was revoked is another question (`liveness`)."""

    subject: str
    client_id: str
    scopes: frozenset[str]
    jti: str
    sid: str
    grant: str  # key of the Authorization; empty if the client acts for itself
    issued_at: int
    expires_at: int

    @property
    def acts_for_a_person(self) -> bool:
        """False for client_credentials."""
        return bool(self.grant)


def issue(client: RegisteredClient, subject: str, scope: str, *, sid: str = "", grant: str = "") -> str:
    """A signed token for our own endpoints (`aud` is the issuer until a resource is asked for)."""
    issued = timestamp()
    claims: dict[str, Any] = {
        "iss": settings.KEYHALL_ISSUER,
        "sub": subject,
        "aud": settings.KEYHALL_ISSUER,
        "client_id": client.client_id,
        "iat": issued,
        "exp": issued + lifetime(),
        "jti": token(16),
        "scope": scope,
    }
    if sid:
        claims["sid"] = sid
    if grant:
        claims["grant"] = grant
    return keyring.signer(Use.TOKEN, ALGORITHM).sign(claims, TYPE)


def lifetime() -> int:
    """Seconds."""
    return int(settings.KEYHALL_ACCESS_TOKEN_LIFETIME.total_seconds())


def read(compact: str) -> AccessToken:
    """Checks signature, type, issuer, audience and time. Raises core.jose.jws.InvalidToken."""
    claims = jws.read(compact, keyring.verifiers(Use.TOKEN), (TYPE, "application/at+jwt"))
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if claims.get("iss") != settings.KEYHALL_ISSUER or settings.KEYHALL_ISSUER not in audiences:
        raise jws.InvalidToken
    if timestamp() >= claims["exp"]:
        raise jws.InvalidToken
    return AccessToken(
        claims["sub"], claims["client_id"], frozenset(claims.get("scope", "").split()), claims["jti"],
        claims.get("sid", ""), claims.get("grant", ""), claims["iat"], claims["exp"],
    )  # fmt: skip
