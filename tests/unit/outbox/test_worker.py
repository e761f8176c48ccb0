"""Doing the work: failures, leases that run out, faults of the database."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from core.clock import now
from outbox import enqueue, lease, worker
from outbox.models import OutboxItem
from outbox.tasks import RETENTION_OF_DONE, clean_up, find, task
from tests.unit.outbox.conftest import Calls

pytestmark = pytest.mark.django_db


def test_a_failure_is_tried_again_later_and_ends(failing: Callable[[], int]) -> None:
    item = enqueue("test.fail")
    with time_machine.travel(now(), tick=False) as clock:
        for attempt in (1, 2, 3):
            assert worker.run_once()
            assert failing() == attempt
            assert not worker.run_once()  # it waits
            clock.shift(timedelta(hours=2))
        assert not worker.run_once()
    item.refresh_from_db()
    assert item.failed_at and not item.done_at and item.attempts == 3
    assert item.last_error == "ConnectionError"  # never its text


def test_each_wait_is_longer_and_none_is_endless() -> None:
    waits = [lease.wait_after(attempt) for attempt in range(1, 40)]
    assert timedelta(seconds=5) <= waits[0] <= timedelta(seconds=6)
    assert waits[1] > waits[0] and waits[2] > waits[1]
    assert max(waits) <= timedelta(hours=1, minutes=12)


def test_a_leased_row_is_nobody_elses_until_the_lease_runs_out(calls: Calls) -> None:
    item = enqueue("test.note")
    with time_machine.travel(now(), tick=False) as clock:
        assert lease.take(item, timedelta(minutes=5))  # and its worker dies
        assert not worker.run_once()
        clock.shift(timedelta(minutes=5, seconds=1))
        assert worker.run_once()
    assert calls == [{}]


def test_of_two_who_saw_a_row_one_takes_it(calls: Calls) -> None:
    enqueue("test.note")
    first, second = lease.first_waiting(), lease.first_waiting()
    assert first and second
    assert lease.take(first, timedelta(minutes=5))
    assert lease.take(second, timedelta(minutes=5)) is None


def test_a_late_worker_does_not_undo_what_the_next_one_did(calls: Calls) -> None:
    item = enqueue("test.note")
    with time_machine.travel(now(), tick=False) as clock:
        late = lease.take(item, timedelta(minutes=5))
        assert late
        clock.shift(timedelta(minutes=6))
        assert worker.run_once()
        assert not lease.put_back(late, "TimeoutError")
        assert not lease.give_up(late, "TimeoutError")
        assert not lease.finish(late)
    item.refresh_from_db()
    assert item.done_at and not item.last_error


def test_work_that_kills_its_worker_each_time_ends_too(failing: Callable[[], int]) -> None:
    item = enqueue("test.fail")
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            waiting = lease.first_waiting()
            assert waiting and lease.take(waiting, find("test.fail").lease)
            clock.shift(timedelta(minutes=2))
        assert worker.run_once()
    item.refresh_from_db()
    assert failing() == 0
    assert item.failed_at and item.last_error == "WorkerDied"


def test_work_of_a_newer_version_waits_for_it(calls: Calls) -> None:
    item = OutboxItem.objects.create(task="test.of_tomorrow")
    assert worker.run_once()
    item.refresh_from_db()
    assert item.last_error == "UnknownTask" and not item.failed_at and item.due_at > now()


def test_the_loop_survives_a_database_that_is_away(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueue("test.note")
    stop, tried = threading.Event(), []

    def once() -> bool:
        tried.append(1)
        if len(tried) == 1:
            raise OperationalError("away")
        worked = real()
        stop.set()
        return worked

    real = worker.run_once
    monkeypatch.setattr(worker, "run_once", once)
    monkeypatch.setattr(worker, "PAUSE_AFTER_FAULT", 0.01)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    worker.run_forever(stop)
    assert calls == [{}]


def test_an_idle_poll_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert not worker.run_once()


def test_done_work_is_kept_for_a_while_and_what_waits_for_ever(calls: Calls) -> None:
    done, waiting = enqueue("test.note"), enqueue("test.note", due_at=now() + timedelta(days=400))
    assert worker.run_once()
    clean_up()
    assert OutboxItem.objects.filter(pk=done.pk).exists()
    with time_machine.travel(now() + RETENTION_OF_DONE + timedelta(seconds=1)):
        clean_up()
    assert list(OutboxItem.objects.values_list("pk", flat=True)) == [waiting.pk]


def test_one_name_is_one_task() -> None:
    task("test.twice")(clean_up)
    with pytest.raises(ValueError, match="test.twice"):
        task("test.twice")(now)
