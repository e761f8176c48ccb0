"""Whether an access token was revoked: by itself, with its session, its grant or its client. One look at an index."""

from datetime import timedelta

from django.conf import settings

from core.clock import now
from core.digests import sha256_hex
from core.inserting import insert_if_absent
from idp.oauth2.models import RevokedToken
from idp.oauth2.tokens.access import AccessToken


def is_revoked(token: AccessToken) -> bool:
    """True at once after `deny` on any worker."""
    client = _key("client", token.client_id)
    keys = [_key("jti", token.jti), client]
    if token.sid and "offline_access" not in token.scopes:
        keys.append(_key("sid", token.sid))
    if token.grant:
        keys.append(_key("grant", token.grant))
    rows = RevokedToken.objects.filter(key__in=keys, expires_at__gt=now()).values_list("key", "expires_at")
    # A client may be registered again under the ID of one that was deleted: what is issued after the denial is its own.
    return any(key != client or token.issued_at <= (until - _reach()).timestamp() for key, until in rows)


def session_has_ended(sid: str) -> bool:
    """Whether this session ended so recently that a code of it may still be on its way."""
    return bool(sid) and RevokedToken.objects.filter(key=_key("sid", sid), expires_at__gt=now()).exists()


def deny(kind: str, name: str) -> None:
    """Kills every access token of a `jti`, `sid`, `grant` or `client` that was issued so far."""
    until = now() + _reach()
    key = _key(kind, name)
    if RevokedToken.objects.filter(key=key).update(expires_at=until):
        return
    if not insert_if_absent(RevokedToken(key=key, expires_at=until)):
        RevokedToken.objects.filter(key=key).update(expires_at=until)


def allow(kind: str, name: str) -> None:
    """Takes a `deny` back: a client that was switched on again."""
    RevokedToken.objects.filter(key=_key(kind, name)).delete()


def _reach() -> timedelta:
    """How long a denial is needed: until the last token issued before it has run out."""
    reach: timedelta = settings.KEYHALL_ACCESS_TOKEN_LIFETIME + timedelta(minutes=1)
    return reach


def _key(kind: str, name: str) -> str:
    """A row's key; a client's ID may be longer than a key, and must not be mistaken for one that begins alike."""
    return f"{kind}:{sha256_hex(name)}" if kind == "client" else f"{kind}:{name}"
