"""The successful answer of the token endpoint (RFC 6749 §5.1, OIDC Core §3.1.3.3)."""

from typing import Any

from idp.oauth2.clients import RegisteredClient
from idp.oauth2.models import Authorization
from idp.oauth2.oidc import subject
from idp.oauth2.tokens import access, id_token


def for_authorization(
    client: RegisteredClient, authorization: Authorization, scope: str, *, refresh_token: str = "", nonce: str = ""
) -> dict[str, Any]:
    """Tokens on the strength of what a person granted; an ID token if they signed in by OpenID Connect."""
    access_token = access.issue(
        client, subject.of(authorization.user_id, client), scope, sid=authorization.sid, grant=str(authorization.pk)
    )
    answer = {"access_token": access_token, "token_type": "Bearer", "expires_in": access.lifetime(), "scope": scope}
    if refresh_token:
        answer["refresh_token"] = refresh_token
    if "openid" in scope.split():
        answer["id_token"] = id_token.issue(client, authorization, access_token, nonce)
    return answer
