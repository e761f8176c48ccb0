"""Tasks of a test's own."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from outbox import tasks

Calls = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test registers is forgotten after it; what the apps registered does not run in it."""
    monkeypatch.setattr(tasks, "_tasks", {})
    monkeypatch.setattr(tasks, "_discover", lambda: None)
    yield


@pytest.fixture
def calls() -> Calls:
    """The arguments of each call of `test.note`."""
    made: Calls = []

    @tasks.task("test.note")
    def note(**args: Any) -> None:
        made.append(args)

    return made


@pytest.fixture
def failing() -> Callable[[], int]:
    """`test.fail` fails in each of its three attempts; gives how often it was called."""
    made = []

    @tasks.task("test.fail", attempts=3, lease=timedelta(minutes=1))
    def fail() -> None:
        made.append(1)
        raise ConnectionError("a password that must not be kept")

    return lambda: len(made)
