"""The names of tasks and what they call; `tasks.py` of every installed app is read when a name is first looked up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TypeVar

from django.utils.module_loading import autodiscover_modules

from core.clock import now

Body = TypeVar("Body", bound=Callable[..., None])

RETENTION_OF_DONE = timedelta(days=7)
RETENTION_OF_FAILED = timedelta(days=90)


class UnknownTask(LookupError):
    """No installed app has a task of this name."""


@dataclass(frozen=True)
class Task:
    """What a name stands for: `body` is called with a row's args; after `lease` another worker may take the row."""

    name: str
    body: Callable[..., None]
    attempts: int
    lease: timedelta
    interval: timedelta | None = None


_tasks: dict[str, Task] = {}


def task(
    name: str, *, attempts: int = 8, lease: timedelta = timedelta(minutes=5), interval: timedelta | None = None
) -> Callable[[Body], Body]:
    """Registers a function as the task `name`. It may run twice (a worker can die after the work), so it must be repeatable."""

    def register(body: Body) -> Body:
        if name in _tasks and _tasks[name].body.__module__ != body.__module__:
            raise ValueError(f"Two tasks are named {name}.")
        _tasks[name] = Task(name, body, attempts, lease, interval)
        return body

    return register


def every(interval: timedelta, name: str) -> Callable[[Body], Body]:
    """Registers a function without parameters to run once in every `interval`, on one worker of all."""
    if not timedelta(seconds=1) <= interval < RETENTION_OF_DONE:
        raise ValueError("A period is at least a second and shorter than the time for which done work is kept.")
    return task(name, attempts=3, interval=interval)


def find(name: str) -> Task:
    """The task of this name. Raises UnknownTask."""
    _discover()
    try:
        return _tasks[name]
    except KeyError:
        raise UnknownTask(name) from None


def periodic() -> Iterator[tuple[Task, timedelta]]:
    """The tasks that run on a schedule, with their intervals."""
    _discover()
    return ((task, task.interval) for task in list(_tasks.values()) if task.interval)


@cache
def _discover() -> None:
    autodiscover_modules("tasks")


@every(timedelta(hours=6), "outbox.clean_up")
def clean_up() -> None:
    """Done work is kept for a week and failed work for 90 days, for the administrator to look at."""
    from outbox.models import OutboxItem

    moment = now()
    OutboxItem.objects.filter(done_at__lt=moment - RETENTION_OF_DONE).delete()
    OutboxItem.objects.filter(failed_at__lt=moment - RETENTION_OF_FAILED).delete()
