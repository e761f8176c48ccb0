"""What is wrong with a file, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; `location` as ("users", 0, "userName")."""

    location: Location
    message: str
    line: int = 0

    @property
    def key(self) -> str:
        """As `users[0].userName`."""
        text = ""
        for part in self.location:
            word = part if isinstance(part, int) or part.isprintable() else ascii(part)
            text += f"[{part}]" if isinstance(part, int) else f".{word}" if text else str(word)
        return text


class Refused(Exception):
    """The file is refused whole; nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = sorted(faults, key=lambda fault: (fault.line, fault.key))

    def sentences(self, source: str) -> list[str]:
        """`FILE:LINE: KEY: what is wrong`, one each."""
        return [
            ": ".join(part for part in (f"{source}:{fault.line or 1}", fault.key, fault.message) if part) for fault in self.faults
        ]
