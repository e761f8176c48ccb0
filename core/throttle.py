"""The arithmetic of slowing guesses down; where the counts are kept is the caller's business."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Backoff:
    """`free` failures cost nothing; each one after that doubles the wait, from `first` up to `longest`.

    Failures older than `memory` no longer count.
    """

    free: int
    first: timedelta
    longest: timedelta
    memory: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """How long the next attempt must wait after this many failures in a row."""
        over = failures - self.free
        if over <= 0:
            return timedelta(0)
        doubled: timedelta = self.first * int(2 ** min(over - 1, 20))
        return min(self.longest, doubled)

    def remaining(self, failures: int, last_failure: datetime, now: datetime) -> timedelta:
        """How long to wait still; zero if an attempt may be made. A clock that runs ahead elsewhere lengthens nothing."""
        passed = max(timedelta(0), now - last_failure)
        if passed > self.memory:
            return timedelta(0)
        return max(timedelta(0), self.wait_after(failures) - passed)
