"""The refresh token grant with rotation (RFC 6749 §6, RFC 9700 §4.14.2).

Spent by one conditional write. Inside a short grace the same successor is given again, so that a lost answer or a second tab
signs nobody out; after it, a second use means theft and takes the whole grant away.
"""

from typing import Any

from audit.catalogue import Event
from audit.record import record
from core.clock import now
from core.digests import sha256_hex
from idp.oauth2.clients import RegisteredClient
from idp.oauth2.errors import EndpointError, invalid_grant
from idp.oauth2.grants import answer
from idp.oauth2.models import RefreshToken
from idp.oauth2.parameters import Parameters
from idp.oauth2.revocation import revoke_grant
from idp.oauth2.tokens import refresh

USELESS = "The refresh token is unknown, has expired, or was revoked."


def redeem(parameters: Parameters, client: RegisteredClient) -> dict[str, Any]:
    """New tokens, perhaps with a narrower scope. Raises EndpointError."""
    presented = parameters.get("refresh_token")
    if not presented:
        raise EndpointError("invalid_request", "refresh_token is missing.")
    row = _find(presented, client)
    scope = _narrowed(parameters.get("scope"), row)
    moment = now()
    if RefreshToken.objects.filter(pk=row.pk, spent_at=None, revoked=None).update(spent_at=moment) != 1:
        row.refresh_from_db(fields=["spent_at", "revoked"])
        if row.revoked is not None:
            raise invalid_grant(USELESS, detail="revoked")
        if row.spent_at is None or moment - row.spent_at > refresh.GRACE:
            raise _stolen(client, row)
    successor = refresh.succeed(presented, row)
    granted = answer.for_authorization(client, row.authorization, scope, refresh_token=successor)
    record(
        Event.TOKEN_REFRESHED, actor=row.authorization.user, client_id=client.client_id, scope=scope,
        grant=str(row.authorization_id),
    )  # fmt: skip
    return granted


def _find(presented: str, client: RegisteredClient) -> RefreshToken:
    row: RefreshToken | None = (
        RefreshToken.objects.filter(token_checksum=sha256_hex(presented))
        .select_related("authorization", "authorization__user")
        .first()
    )
    if row is None or row.application_id != client.key:
        raise invalid_grant(USELESS, detail="unknown, or of another client")
    if row.revoked is not None or row.authorization.revoked_at is not None:
        raise invalid_grant(USELESS, detail="revoked")
    if row.expires_at <= now():
        raise invalid_grant(USELESS, detail="expired")
    if not row.authorization.user.is_active:
        raise invalid_grant(USELESS, detail="person disabled")
    return row


def _narrowed(asked: str, row: RefreshToken) -> str:
    """Left out: all that was granted; never more (TK-06). The refresh token itself keeps the original."""
    wanted = frozenset(asked.split(" ")) - {""}
    granted = frozenset(row.scope.split())
    if wanted - granted:
        raise EndpointError("invalid_scope", "scope exceeds what was granted.")
    return " ".join(sorted(wanted or granted))


def _stolen(client: RegisteredClient, row: RefreshToken) -> EndpointError:
    record(
        Event.REFRESH_TOKEN_REUSED, subject=row.authorization.user, client_id=client.client_id, grant=str(row.authorization_id)
    )
    revoke_grant(row.authorization, actor=None, reason="refresh token used twice")
    return invalid_grant(USELESS, detail="used twice")
