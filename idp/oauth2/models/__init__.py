"""The tables of the authorization server: `client`, `code`, `grant`, `refresh`, `denylist`, and the toolkit's that stay empty."""

from idp.oauth2.models.client import Client
from idp.oauth2.models.code import AuthorizationCode
from idp.oauth2.models.denylist import RevokedToken
from idp.oauth2.models.grant import Authorization
from idp.oauth2.models.refresh import RefreshToken
from idp.oauth2.models.toolkit import DeviceGrant, StoredAccessToken, StoredIDToken

__all__ = [
    "Authorization",
    "AuthorizationCode",
    "Client",
    "DeviceGrant",
    "RefreshToken",
    "RevokedToken",
    "StoredAccessToken",
    "StoredIDToken",
]
