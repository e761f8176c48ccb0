"""What slows guessing down: counts of failures, and the browsers in which a person has signed in before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.fields import uuid_key


class Throttle(models.Model):
    """Failures counted for one key (an account, a network, an account in a browser that is known)."""

    id = uuid_key()
    key = models.CharField(max_length=80, unique=True, editable=False)
    failures = models.PositiveIntegerField(default=0)
    last_failure_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.failures}"


class KnownBrowser(models.Model):
    """A browser in which this person has signed in. Guessing elsewhere does not lock them out here."""

    id = uuid_key()
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="browsers", verbose_name=_("user"))
    browser_hash = models.CharField(max_length=64, editable=False)
    last_used_at = models.DateTimeField(_("last used"), default=now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "browser_hash"], name="accounts_browser_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.last_used_at:%Y-%m-%d}"
