"""Periodic work."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from outbox.models import OutboxItem
from outbox.schedule import Schedule
from outbox.tasks import every

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hourly() -> None:
    every(timedelta(hours=1), "test.hourly")(lambda: None)


def test_several_workers_write_one_row_for_each_period() -> None:
    workers = [Schedule() for _ in range(3)]
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(3):
            for one in workers:
                one.write_due()
            clock.shift(timedelta(hours=1))
    assert OutboxItem.objects.count() == 3


def test_within_a_period_nothing_is_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    schedule = Schedule()
    with time_machine.travel(NOON, tick=False) as clock:
        schedule.write_due()
        clock.shift(timedelta(minutes=59))
        with django_assert_num_queries(0):
            schedule.write_due()


def test_hours_in_which_nobody_ran_are_not_made_up_for() -> None:
    schedule = Schedule()
    with time_machine.travel(NOON, tick=False) as clock:
        schedule.write_due()
        clock.shift(timedelta(hours=10))
        schedule.write_due()
    assert OutboxItem.objects.count() == 2


@pytest.mark.parametrize("interval", [timedelta(0), timedelta(days=7)])
def test_a_period_is_shorter_than_done_work_is_kept(interval: timedelta) -> None:
    """Else the row that says "done already" would be gone within its period."""
    with pytest.raises(ValueError, match="period"):
        every(interval, "test.wrong")
