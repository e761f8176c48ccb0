"""Putting work in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.clock import now
from outbox.models import OutboxItem
from outbox.priority import Priority
from outbox.tasks import find


def enqueue(
    task: str,
    args: Mapping[str, Any] | None = None,
    *,
    due_at: datetime | None = None,
    priority: Priority = Priority.NORMAL,
    idempotency_key: str | None = None,
) -> OutboxItem:
    """Writes down that `task` is to be called with `args` (IDs and plain values; never secrets), at `due_at` or at once.

    With an `idempotency_key` (200 characters at most) the work is written once, however often this is called: later calls give
    the first row. Call it beside the write that causes the work: in one transaction where the database has them. Raises
    UnknownTask.
    """
    find(task)  # a wrong name fails where it was written, not later in the worker
    moment = now()
    values = {"task": task, "args": dict(args or {}), "priority": priority, "created_at": moment, "due_at": due_at or moment}
    if idempotency_key is None:
        return OutboxItem.objects.create(**values)
    return OutboxItem.objects.get_or_create(idempotency_key=idempotency_key, defaults=values)[0]
