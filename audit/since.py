"""From when on: what `manage.py audit --since` understands."""

import re
from datetime import UTC, datetime, timedelta

from core.clock import now

DURATION = re.compile(r"([0-9]{1,9})([smhdw])", re.ASCII)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment(text: str) -> datetime:
    """An aware moment of `2026-12-01`, `2026-12-01T08:30`, `2026-12-01T08:30+01:00` (UTC if no zone is named), or so long ago:
    `30m`, `2h`, `7d`, `2w`. Raises ValueError.
    """
    text = text.strip()
    duration = DURATION.fullmatch(text)
    try:
        if duration:
            return now() - timedelta(**{UNITS[duration[2]]: int(duration[1])})
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None
