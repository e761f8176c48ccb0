"""Whether an access token was revoked: by itself, with its session, its grant or its client. One look at an index."""

from datetime import timedelta

from django.conf import settings

from core.clock import now
from core.inserting import insert_if_absent
from idp.oauth2.models import RevokedToken
from idp.oauth2.tokens.access import AccessToken


def is_revoked(token: AccessToken) -> bool:
    """True at once after `deny` on any worker."""
    keys = [f"jti:{token.jti}", f"client:{token.client_id}"[:100]]
    if token.sid and "offline_access" not in token.scopes:
        keys.append(f"sid:{token.sid}")
    if token.grant:
        keys.append(f"grant:{token.grant}")
    return RevokedToken.objects.filter(key__in=keys, expires_at__gt=now()).exists()


def session_has_ended(sid: str) -> bool:
    """Whether this session ended so recently that a code of it may still be on its way."""
    return bool(sid) and RevokedToken.objects.filter(key=f"sid:{sid}", expires_at__gt=now()).exists()


def deny(kind: str, name: str) -> None:
    """Kills every access token of a `jti`, `sid`, `grant` or `client` that was issued so far."""
    until = now() + settings.KEYHALL_ACCESS_TOKEN_LIFETIME + timedelta(minutes=1)
    key = f"{kind}:{name}"[:100]
    if RevokedToken.objects.filter(key=key).update(expires_at=until):
        return
    if not insert_if_absent(RevokedToken(key=key, expires_at=until)):
        RevokedToken.objects.filter(key=key).update(expires_at=until)


def allow(kind: str, name: str) -> None:
    """Takes a `deny` back: a client that was switched on again."""
    RevokedToken.objects.filter(key=f"{kind}:{name}"[:100]).delete()
