"""Refresh tokens: opaque, kept as hashes, each with one successor that can be worked out again."""

import base64
import hashlib
import hmac
from datetime import timedelta

from django.conf import settings

from core.clock import now
from core.digests import sha256_hex
from core.inserting import insert_if_absent
from core.randomness import token
from core.sealing import derive
from idp.oauth2.clients import RegisteredClient
from idp.oauth2.models import Authorization, RefreshToken

GRACE = timedelta(seconds=30)


def first(client: RegisteredClient, authorization: Authorization) -> str:
    """The first token of a grant; empty if the client is not registered for refreshing."""
    if "refresh_token" not in client.grant_types:
        return ""
    secret = token(32)
    RefreshToken.objects.create(
        token_checksum=sha256_hex(secret), token_family=authorization.pk, user_id=authorization.user_id,
        application_id=client.key, authorization=authorization, scope=authorization.scope,
        expires_at=now() + settings.KEYHALL_REFRESH_TOKEN_LIFETIME,
    )  # fmt: skip
    return secret


def succeed(presented: str, row: RefreshToken) -> str:
    """The one successor of a token, the same however often it is asked for; its row is written if it is not there yet.

    Worked out from the token under a derived key: who holds the token but not the key can't foresee it, and nothing but
    hashes needs to be kept.
    """
    key = derive(settings.KEYHALL_MASTER_KEY, "refresh-successor")
    secret = base64.urlsafe_b64encode(hmac.new(key, presented.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    successor = RefreshToken(
        token_checksum=sha256_hex(secret), token_family=row.token_family, user_id=row.user_id,
        application_id=row.application_id, authorization_id=row.authorization_id, scope=row.scope,
        expires_at=now() + settings.KEYHALL_REFRESH_TOKEN_LIFETIME,
    )  # fmt: skip
    insert_if_absent(successor)  # unless the other tab was here first
    return secret
