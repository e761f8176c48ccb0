"""Periodic work becomes rows: one for each period, whichever worker is first."""

from core.clock import timestamp
from outbox.priority import Priority
from outbox.queue import enqueue
from outbox.tasks import periodic


class Schedule:
    """Remembers what this process has written already, so that a poll costs no query while no new period has begun."""

    def __init__(self) -> None:
        self._written: dict[str, int] = {}

    def write_due(self) -> None:
        """Writes the row of every period that has begun. The key is the same on every worker, so there is one row of each."""
        moment = timestamp()
        for task, interval in periodic():
            period = moment // int(interval.total_seconds())
            if self._written.get(task.name) == period:
                continue
            enqueue(task.name, priority=Priority.BACKGROUND, idempotency_key=f"every:{task.name}:{period}")
            self._written[task.name] = period
