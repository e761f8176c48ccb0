"""ID tokens (OIDC Core §2): facts of the sign-in, signed with the client's algorithm."""

from typing import Any

from django.conf import settings

from core.clock import timestamp
from core.jose import jws
from core.jose.algorithms import half_hash
from idp.oauth2.clients import RegisteredClient
from idp.oauth2.models import Authorization
from idp.oauth2.oidc import subject
from keys.keyring import keyring
from keys.models import Use

TYPE = "JWT"


def issue(client: RegisteredClient, authorization: Authorization, access_token: str, nonce: str = "") -> str:
    """`aud` is a plain string, which every client reads (TK-12); `nonce` goes back byte for byte (AZ-16)."""
    issued = timestamp()
    claims: dict[str, Any] = {
        "iss": settings.KEYHALL_ISSUER,
        "sub": subject.of(authorization.user_id, client),
        "aud": client.client_id,
        "iat": issued,
        "exp": issued + int(settings.KEYHALL_ID_TOKEN_LIFETIME.total_seconds()),
        "auth_time": int(authorization.auth_time.timestamp()),
        "acr": authorization.acr,
        "amr": authorization.amr,
        "sid": authorization.sid,
        "at_hash": half_hash(client.id_token_algorithm, access_token),
    }
    if nonce:
        claims["nonce"] = nonce
    return keyring.signer(Use.ID_TOKEN, client.id_token_algorithm).sign(claims, TYPE)


def read_hint(hint: str) -> dict[str, Any]:
    """The claims of one of our ID tokens, expired or not (RP-Initiated Logout §4). Raises core.jose.jws.InvalidToken."""
    claims = jws.read(hint, keyring.verifiers(Use.ID_TOKEN), ("jwt",))
    if claims.get("iss") != settings.KEYHALL_ISSUER:
        raise jws.InvalidToken
    return claims


def audience_of(claims: dict[str, Any]) -> str:
    """The client an ID token was made for: `azp`, else the only `aud` (TK-12: string or array)."""
    audience = claims.get("aud", "")
    if isinstance(audience, list):
        audience = audience[0] if len(audience) == 1 else ""
    return str(claims.get("azp") or audience)
