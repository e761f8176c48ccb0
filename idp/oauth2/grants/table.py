"""Which grant type is served by which module."""

from collections.abc import Callable
from typing import Any

from idp.oauth2.clients import RegisteredClient
from idp.oauth2.grants import authorization_code, client_credentials, refresh_token
from idp.oauth2.parameters import Parameters

Grant = Callable[[Parameters, RegisteredClient], dict[str, Any]]

GRANTS: dict[str, Grant] = {
    "authorization_code": authorization_code.redeem,
    "client_credentials": client_credentials.redeem,
    "refresh_token": refresh_token.redeem,
}
