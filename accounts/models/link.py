"""One-time links."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.fields import uuid_key


class OneTimeLink(models.Model):
    """A link that lets its one person choose a password, once. The token is kept as a hash."""

    id = uuid_key()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="links", verbose_name=_("user"))
    created_at = models.DateTimeField(_("created"), default=now)
    expires_at = models.DateTimeField(_("expires"), db_index=True)
    spent_at = models.DateTimeField(_("used"), null=True)

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")

    def __str__(self) -> str:
        return f"{self.user} {self.expires_at:%Y-%m-%d %H:%M}"
