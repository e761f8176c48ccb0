"""The queue of record."""

import uuid
from typing import Any

from django.db import models

from core.clock import now
from core.fields import uuid_key
from core.randomness import uuid7
from outbox.priority import Priority


def own_key() -> str:
    """For work that has no key given by its cause."""
    return uuid7().hex


class OutboxItem(models.Model):
    """One piece of work. It is waiting, leased (`leased_until` lies ahead), done or failed.

    Every move between these is one conditional write on this row, on which the invariants rest on every database.
    """

    id: "models.UUIDField[uuid.UUID, uuid.UUID]" = uuid_key()
    task = models.CharField(max_length=120)
    # IDs only. What a task must not show (a secret, a mail's text) is looked up or made by the task itself.
    args: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    # Not null, so that the unique index is plain: nulls would make it partial on MongoDB.
    idempotency_key = models.CharField(max_length=200, unique=True, default=own_key)
    created_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_id = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    # The exception's class only: its text may hold what must not be kept.
    last_error = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        verbose_name = "outbox item"
        # The worker's one look-up: two equalities, then already sorted.
        indexes = [models.Index(fields=["done_at", "failed_at", "priority", "due_at"], name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"
