"""The authorization code grant (RFC 6749 §4.1.3, RFC 7636 §4.5, OIDC Core §3.1.3).

The order: find the code, check every proof, spend it by one conditional write, issue. A second use revokes what the first gave,
even while the first is still being served: it takes the grant away, and what is issued afterwards is dead already.
"""

from typing import Any

from audit.catalogue import Event
from audit.record import record
from core.clock import now
from core.digests import equal, sha256_hex
from idp.oauth2 import pkce
from idp.oauth2.clients import RegisteredClient
from idp.oauth2.errors import EndpointError, invalid_grant
from idp.oauth2.grants import answer
from idp.oauth2.models import AuthorizationCode
from idp.oauth2.parameters import Parameters
from idp.oauth2.revocation import revoke_grant
from idp.oauth2.tokens import liveness, refresh

USELESS = "The code is unknown, has expired or was used."


def redeem(parameters: Parameters, client: RegisteredClient) -> dict[str, Any]:
    """Tokens for a code. Raises EndpointError."""
    code = _find(parameters, client)
    _check_proofs(parameters, client, code)
    if AuthorizationCode.objects.filter(pk=code.pk, spent_at=None).update(spent_at=now()) != 1:
        raise _reused(client, code)
    authorization = code.authorization
    if authorization.revoked_at is not None or not authorization.user.is_active:
        raise invalid_grant(USELESS, detail="grant revoked or person disabled")
    if "offline_access" not in authorization.scopes and liveness.session_has_ended(authorization.sid):
        raise invalid_grant(USELESS, detail="signed out meanwhile")
    refresh_token = refresh.first(client, authorization)
    granted = answer.for_authorization(client, authorization, authorization.scope, refresh_token=refresh_token, nonce=code.nonce)
    record(
        Event.TOKEN_ISSUED, actor=authorization.user, client_id=client.client_id, grant_type="authorization_code",
        scope=authorization.scope, grant=str(authorization.pk),
    )  # fmt: skip
    return granted


def _find(parameters: Parameters, client: RegisteredClient) -> AuthorizationCode:
    presented = parameters.get("code")
    if not presented:
        raise EndpointError("invalid_request", "code is missing.")
    code: AuthorizationCode | None = (
        AuthorizationCode.objects.filter(code=sha256_hex(presented))
        .select_related("authorization", "authorization__user")
        .first()
    )
    if code is None:
        raise invalid_grant(USELESS, detail="unknown code")
    if code.application_id != client.key:
        raise invalid_grant(USELESS, detail="code of another client")
    if code.spent_at is not None:
        raise _reused(client, code)
    if code.expires <= now():
        raise invalid_grant(USELESS, detail="code expired")
    return code


def _check_proofs(parameters: Parameters, client: RegisteredClient, code: AuthorizationCode) -> None:
    """A wrong proof does not spend the code: who stole it must not be able to burn it."""
    presented = parameters.get("redirect_uri")
    if code.redirect_uri and not presented:
        raise EndpointError("invalid_request", "redirect_uri is missing; it must be repeated as at the authorization endpoint.")
    if presented and code.redirect_uri and not equal(presented, code.redirect_uri):
        raise invalid_grant("redirect_uri differs from the one at the authorization endpoint.")
    if presented and not code.redirect_uri and presented not in client.redirect_uris:
        raise invalid_grant("redirect_uri is not the registered one.")
    verifier = parameters.get("code_verifier")
    if code.code_challenge:
        if not verifier:
            raise invalid_grant("code_verifier is missing.")
        if not pkce.verifier_matches(verifier, code.code_challenge):
            raise invalid_grant("code_verifier does not match the code_challenge.")
    elif verifier:  # a downgrade: the challenge was stripped from the request (RFC 9700 §4.8.2)
        raise invalid_grant("code_verifier came, but no code_challenge was sent at the authorization endpoint.")


def _reused(client: RegisteredClient, code: AuthorizationCode) -> EndpointError:
    """RFC 6749 §4.1.2: what the first use gave is revoked."""
    record(Event.CODE_REUSED, subject=code.authorization.user, client_id=client.client_id, grant=str(code.authorization_id))
    revoke_grant(code.authorization, actor=None, reason="authorization code used twice")
    return invalid_grant(USELESS, detail="code used twice")
