"""The one source of chance: the operating system's generator."""

import secrets
import uuid

from uuid_utils.compat import uuid7 as _uuid7


def token(nbytes: int = 32) -> str:
    """URL-safe text carrying `nbytes` of entropy (32 bytes: 43 characters)."""
    return secrets.token_urlsafe(nbytes)


def octets(count: int) -> bytes:
    """`count` random octets."""
    return secrets.token_bytes(count)


def below(limit: int) -> int:
    """A random whole number in [0, limit)."""
    return secrets.randbelow(limit)


def uuid7() -> uuid.UUID:
    """A time-ordered unique key (RFC 9562 §5.7)."""
    return _uuid7()
