"""The client credentials grant (RFC 6749 §4.4): the client acts for itself."""

from typing import Any

from audit.catalogue import Event
from audit.record import record
from idp.oauth2 import metadata
from idp.oauth2.clients import RegisteredClient
from idp.oauth2.errors import EndpointError
from idp.oauth2.parameters import Parameters
from idp.oauth2.tokens import access

OF_PEOPLE = frozenset(metadata.SCOPES)  # there is nobody whose claims these could give


def redeem(parameters: Parameters, client: RegisteredClient) -> dict[str, Any]:
    """An access token within the client's own scopes; no refresh token (§4.4.3). Raises EndpointError."""
    asked = frozenset(parameters.get("scope").split(" ")) - {""}
    allowed = client.scopes - OF_PEOPLE
    if any(not metadata.SCOPE_TOKEN.fullmatch(word) for word in asked):
        raise EndpointError("invalid_scope", "scope is malformed.")
    if asked - allowed:
        raise EndpointError("invalid_scope", "The client may not have all of these scopes.")
    scope = " ".join(sorted(asked or allowed))
    token = access.issue(client, client.client_id, scope)
    record(Event.TOKEN_ISSUED, client_id=client.client_id, grant_type="client_credentials", scope=scope)
    return {"access_token": token, "token_type": "Bearer", "expires_in": access.lifetime(), "scope": scope}
