"""Reads `application/x-www-form-urlencoded` parameters strictly; pure.

Bounded in size and number; broken UTF-8 and control characters are refused; a parameter without a value counts as left out
(RFC 6749 §3.1); a repeated one is noted, so that the caller can refuse it where it matters.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

MAX_LENGTH = 64 * 1024
MAX_FIELDS = 200


class Unreadable(Exception):
    """The text is not a form; the message is public."""


@dataclass(frozen=True)
class Parameters:
    """Values by name, and the names that came more than once."""

    values: dict[str, str] = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()

    def get(self, name: str) -> str:
        """The value, empty if there is none."""
        return self.values.get(name, "")

    def repeated_among(self, names: tuple[str, ...]) -> str:
        """The first of `names` that was repeated, or empty."""
        return next((name for name in names if name in self.repeated), "")


def parse(raw: str) -> Parameters:
    """Raises Unreadable."""
    if len(raw) > MAX_LENGTH:
        raise Unreadable("The request is too large.")
    if not raw.isascii():
        raise Unreadable("The request is not URL-encoded.")
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise Unreadable("The request is not valid UTF-8.") from None
    except ValueError:
        raise Unreadable("The request has too many parameters.") from None
    values: dict[str, str] = {}
    repeated = set()
    for name, value in pairs:
        if any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in name + value):
            raise Unreadable("The request holds a control character.")
        if value == "":
            continue
        if name in values:
            repeated.add(name)
        else:
            values[name] = value
    return Parameters(values, frozenset(repeated))
