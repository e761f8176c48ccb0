"""Work to be done later: the queue of record.

Owns the rows (`OutboxItem`), putting work in (`enqueue`), the names of tasks (`outbox.tasks`) and doing the work
(`outbox.worker`). A row is written with what caused it, so work is lost neither by a crash nor by a killed worker; a task may
therefore run twice and must be repeatable. Leaves what is done to the `tasks.py` of the other parts, which import this one;
imports `core` alone.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outbox.queue import enqueue as enqueue


def __getattr__(name: str) -> Any:
    # Models can't be imported while Django still loads its apps, and this package is one of them.
    if name == "enqueue":
        from outbox.queue import enqueue

        return enqueue
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
