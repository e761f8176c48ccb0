"""Doing the work: lease a row, call its task, mark it done."""

import logging
import threading
import time

from django.db import close_old_connections, connection

from outbox import lease as leases
from outbox.schedule import Schedule
from outbox.tasks import Task, UnknownTask, find

logger = logging.getLogger("outbox")

SHORTEST_PAUSE = 0.1
LONGEST_PAUSE = 1.0
PAUSE_AFTER_FAULT = 5.0


def run_once() -> bool:
    """Takes the most urgent due row and works on it. False if there was nothing to take."""
    item = leases.first_waiting()
    if item is None:
        return False
    try:
        task = find(item.task)
    except UnknownTask:  # written by a newer version, perhaps: a later start of this one may know it
        task = Task(item.task, _unknown, attempts=8, lease=leases.FIRST_WAIT)
    lease = leases.take(item, task.lease)
    if lease is not None:
        _work(lease, task)
    return True


def run_forever(stop: threading.Event) -> None:
    """Works until `stop` is set; a task that has begun is finished first.

    A fault of the database is logged and waited out: the rows are still there.
    """
    schedule = Schedule()
    pause = SHORTEST_PAUSE
    while not stop.is_set():
        try:
            schedule.write_due()
            worked = run_once()
        except Exception:
            logger.exception("The outbox can't be reached; trying again in %s s", PAUSE_AFTER_FAULT)
            close_old_connections()
            stop.wait(PAUSE_AFTER_FAULT)
            continue
        pause = SHORTEST_PAUSE if worked else min(pause * 1.5, LONGEST_PAUSE)
        if not worked:
            stop.wait(pause)
    connection.close()


def _work(lease: leases.Lease, task: Task) -> None:
    item = lease.item
    if leases.is_spent(lease, task):
        logger.error("%s failed: its worker died in each of %s attempts", item, task.attempts)
        leases.give_up(lease, "WorkerDied")
        return
    started = time.monotonic()
    try:
        task.body(**item.args)
    except Exception as error:
        _failed(lease, task, error)
        return
    if not leases.finish(lease):
        logger.warning("%s took %.0f s, longer than its lease; it may run again", item, time.monotonic() - started)


def _failed(lease: leases.Lease, task: Task, error: Exception) -> None:
    reason = type(error).__name__[:120]
    if lease.attempt >= task.attempts:
        logger.error("%s failed for good after %s attempts", lease.item, lease.attempt, exc_info=error)
        leases.give_up(lease, reason)
    else:
        logger.warning("%s failed (%s), attempt %s of %s", lease.item, reason, lease.attempt, task.attempts)
        leases.put_back(lease, reason)


def _unknown(**args: object) -> None:
    raise UnknownTask
