"""The record's rows."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.catalogue import Event
from core.clock import now
from core.fields import uuid_key


class AppendOnly(Exception):
    """Somebody tried to change or remove a recorded event."""


class AuditEvent(models.Model):
    """One thing that happened. People and clients are named by value, so that the record outlives them.

    Each process writes a chain of its own (`chain`, `sequence`): `mac` covers the row and the `mac` before it, so a changed row
    and a hole are both found by `manage.py audit --verify`.
    """

    id = uuid_key()
    at = models.DateTimeField(_("when"), default=now, db_index=True)
    event = models.CharField(_("event"), max_length=40, choices=Event.choices, db_index=True)
    actor_id = models.CharField(_("actor's key"), max_length=64, blank=True, db_index=True)
    actor = models.CharField(_("actor"), max_length=255, blank=True)
    subject_id = models.CharField(_("subject's key"), max_length=64, blank=True, db_index=True)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    client_id = models.CharField(_("client"), max_length=255, blank=True, db_index=True)
    ip = models.CharField(_("address"), max_length=45, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    channel = models.CharField(_("channel"), max_length=20, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    chain = models.CharField(max_length=32, editable=False)
    sequence = models.PositiveBigIntegerField(editable=False)
    mac = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit record")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_one_row_per_link")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.event}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only a new row is saved. Raises AppendOnly."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises AppendOnly."""
        raise AppendOnly
