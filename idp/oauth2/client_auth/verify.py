"""Decides whether a client is who it says it is. The one path for every endpoint (TK-09)."""

from audit.catalogue import Event
from audit.record import record
from core.digests import equal, sha256_hex
from idp.oauth2 import clients
from idp.oauth2.client_auth.credentials import Credentials, read
from idp.oauth2.clients import RegisteredClient
from idp.oauth2.errors import EndpointError, invalid_client
from idp.oauth2.parameters import Parameters

AUTHENTICATION_NAMES = ("client_id", "client_secret", "client_assertion", "client_assertion_type")


def authenticate(authorization: str, parameters: Parameters) -> RegisteredClient:
    """The client of a request. Raises EndpointError; an unknown client and a wrong secret sound the same."""
    repeated = parameters.repeated_among(AUTHENTICATION_NAMES)
    if repeated:
        raise EndpointError("invalid_request", f"{repeated} was sent more than once.")
    credentials = read(authorization, parameters)
    client = clients.find(credentials.client_id)
    try:
        return _verified(client, credentials)
    except EndpointError as error:
        record(Event.CLIENT_AUTHENTICATION_FAILED, client_id=credentials.client_id, reason=error.description)
        raise


def _verified(client: RegisteredClient | None, credentials: Credentials) -> RegisteredClient:
    if client is None:
        raise invalid_client("The client is unknown, or its secret is wrong.", detail="unknown client")
    if client.is_public:
        if credentials.secret:
            raise invalid_client("The client is unknown, or its secret is wrong.", detail="a public client sent a secret")
        return client
    if not credentials.secret:
        raise invalid_client("This client must authenticate with its secret.")
    if not client.secret_hash or not equal(sha256_hex(credentials.secret), client.secret_hash):
        raise invalid_client("The client is unknown, or its secret is wrong.", detail="wrong secret")
    if credentials.method != client.auth_method:
        raise invalid_client(f"This client is registered for {client.auth_method}.")
    return client
