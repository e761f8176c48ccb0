"""Server-side browser sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.fields import uuid_key


class BrowserSession(models.Model):
    """One browser's session. The cookie's value is not kept, only its hash: who reads the table can't take a session over."""

    id = uuid_key()
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, related_name="sessions", verbose_name=_("user")
    )
    sid = models.CharField(_("session ID in tokens"), max_length=43, blank=True, db_index=True)
    data = models.TextField(blank=True, editable=False)
    ip = models.CharField(_("address"), max_length=45, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("started"), default=now)
    last_seen_at = models.DateTimeField(_("last seen"), default=now)
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("browser session")
        verbose_name_plural = _("browser sessions")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["expires_at"], name="accounts_session_expiry")]

    def __str__(self) -> str:
        return f"{self.user or '-'} {self.created_at:%Y-%m-%d %H:%M}"
