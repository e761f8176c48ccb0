"""What a client sent to prove who it is; pure."""

import base64
import binascii
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from idp.oauth2.errors import EndpointError, invalid_client
from idp.oauth2.parameters import Parameters

MAX_HEADER = 4096


@dataclass(frozen=True)
class Credentials:
    """Exactly one method's worth. `secret` never shows in a log or traceback."""

    client_id: str
    method: str  # a `token_endpoint_auth_method`
    secret: str = field(default="", repr=False)


def read(authorization: str, parameters: Parameters) -> Credentials:
    """From the Authorization header or the form, never both (RFC 6749 §2.3). Raises EndpointError."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        credentials = _basic(value.strip())
        if parameters.get("client_secret"):
            raise EndpointError("invalid_request", "The client sent its secret in two ways. Use one.")
        if parameters.get("client_id") not in ("", credentials.client_id):
            raise EndpointError("invalid_request", "client_id differs from the Authorization header.")
        return credentials
    if authorization.strip():
        raise invalid_client("The Authorization header must use the Basic scheme here.")
    if parameters.get("client_assertion") or parameters.get("client_assertion_type"):
        raise invalid_client("Client assertions are not supported.")
    if not parameters.get("client_id"):
        raise invalid_client("No client credentials found: send HTTP Basic, or client_id (and client_secret) in the form.")
    secret = parameters.get("client_secret")
    return Credentials(parameters.get("client_id"), "client_secret_post" if secret else "none", secret)


def _basic(value: str) -> Credentials:
    """Both parts are form-encoded before they are put together (RFC 6749 §2.3.1)."""
    try:
        if len(value) > MAX_HEADER:
            raise ValueError(value)
        pair = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
        name, colon, secret = pair.partition(":")
        if not colon:
            raise ValueError(pair)
        client_id, secret = unquote_plus(name, errors="strict"), unquote_plus(secret, errors="strict")
    except (ValueError, binascii.Error):
        raise invalid_client("The Authorization header is malformed.") from None
    # A public client's library may send an empty password.
    return Credentials(client_id, "client_secret_basic" if secret else "none", secret)
