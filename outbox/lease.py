"""Who may work on a row: each function here is one conditional write, and True (or a row) for exactly one caller."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from core.clock import now
from core.randomness import below, uuid7
from outbox.models import OutboxItem
from outbox.tasks import Task

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Lease:
    """The right to work on `item` until it runs out; `attempt` counts from 1."""

    item: OutboxItem
    id: UUID
    attempt: int


def first_waiting() -> OutboxItem | None:
    """The most urgent row that is due and that no living worker holds."""
    moment = now()
    return (
        OutboxItem.objects.filter(_free(moment), done_at=None, failed_at=None, due_at__lte=moment)
        .order_by("priority", "due_at")
        .first()
    )


def take(item: OutboxItem, duration: timedelta) -> Lease | None:
    """Leases the row for `duration`, or gives None if another worker was quicker.

    The attempt is counted before the work, so that a task which kills its worker each time ends too.
    """
    moment = now()
    lease = Lease(item, uuid7(), item.attempts + 1)
    taken = OutboxItem.objects.filter(_free(moment), pk=item.pk, done_at=None, failed_at=None, attempts=item.attempts).update(
        lease_id=lease.id, leased_until=moment + duration, attempts=lease.attempt
    )
    return lease if taken == 1 else None


def finish(lease: Lease) -> bool:
    """The work is done."""
    return _held(lease).update(done_at=now(), leased_until=None, lease_id=None) == 1


def give_up(lease: Lease, error: str) -> bool:
    """The work failed for good."""
    return _held(lease).update(failed_at=now(), leased_until=None, lease_id=None, last_error=error) == 1


def put_back(lease: Lease, error: str) -> bool:
    """The work failed and is due again later."""
    return _held(lease).update(due_at=now() + wait_after(lease.attempt), leased_until=None, lease_id=None, last_error=error) == 1


def is_spent(lease: Lease, task: Task) -> bool:
    """Whether this attempt is beyond the last one allowed: the one before it never came back."""
    return lease.attempt > task.attempts


def wait_after(attempt: int) -> timedelta:
    """Each wait is three times the last, up to an hour, and up to a fifth longer, so that what failed together is not
    retried together."""
    seconds = min(FIRST_WAIT * 3 ** min(attempt - 1, 20), LONGEST_WAIT).total_seconds()
    return timedelta(seconds=seconds + below(int(seconds * 200) + 1) / 1000)


def _free(moment: datetime) -> Q:
    return Q(leased_until=None) | Q(leased_until__lt=moment)


def _held(lease: Lease) -> QuerySet[OutboxItem]:
    return OutboxItem.objects.filter(pk=lease.item.pk, lease_id=lease.id, done_at=None, failed_at=None)
