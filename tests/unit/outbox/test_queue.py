"""Putting work in."""

from datetime import timedelta

import pytest
from django.db import transaction

from core.clock import now
from outbox import enqueue
from outbox.models import OutboxItem
from outbox.priority import Priority
from outbox.tasks import UnknownTask
from outbox.worker import run_once
from tests.unit.outbox.conftest import Calls

pytestmark = pytest.mark.django_db


def test_work_is_done_once_with_its_arguments(calls: Calls) -> None:
    item = enqueue("test.note", {"user_id": "7"})
    assert run_once()
    assert calls == [{"user_id": "7"}]
    assert not run_once()
    item.refresh_from_db()
    assert item.done_at and item.failed_at is None and item.leased_until is None and item.attempts == 1


def test_one_key_is_one_row(calls: Calls) -> None:
    first = enqueue("test.note", {"n": 1}, idempotency_key="mail:1")
    assert enqueue("test.note", {"n": 2}, idempotency_key="mail:1") == first
    assert run_once() and not run_once()
    enqueue("test.note", {"n": 3}, idempotency_key="mail:1")
    assert not run_once()
    assert calls == [{"n": 1}]


def test_without_a_key_each_call_is_work_of_its_own(calls: Calls) -> None:
    enqueue("test.note")
    enqueue("test.note")
    assert run_once() and run_once() and not run_once()


def test_a_wrong_name_fails_where_it_was_written() -> None:
    with pytest.raises(UnknownTask):
        enqueue("test.nothing")
    assert not OutboxItem.objects.exists()


def test_work_is_written_with_what_caused_it_or_not_at_all(calls: Calls) -> None:
    with pytest.raises(KeyError), transaction.atomic():
        enqueue("test.note", idempotency_key="a")
        raise KeyError
    assert not run_once()


def test_work_waits_until_it_is_due(calls: Calls) -> None:
    enqueue("test.note", due_at=now() + timedelta(hours=1))
    assert not run_once()


def test_the_urgent_first_then_the_oldest(calls: Calls) -> None:
    moment = now()
    for name, priority, age in [
        ("background", Priority.BACKGROUND, 50),
        ("normal", Priority.NORMAL, 10),
        ("older normal", Priority.NORMAL, 20),
        ("interactive", Priority.INTERACTIVE, 1),
    ]:
        enqueue("test.note", {"name": name}, priority=priority, due_at=moment - timedelta(seconds=age))
    while run_once():
        pass
    assert [call["name"] for call in calls] == ["interactive", "older normal", "normal", "background"]
