"""The one source of time, so that tests can move it and nothing mixes zones."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def timestamp() -> int:
    """Seconds since the epoch, as JWT's NumericDate wants them (RFC 7519 §2)."""
    return int(time.time())


def from_timestamp(seconds: float) -> datetime:
    """An aware UTC moment of `seconds` since the epoch."""
    return datetime.fromtimestamp(seconds, UTC)
