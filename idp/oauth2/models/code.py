"""Authorization codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractGrant

from core.fields import uuid_key


class AuthorizationCode(AbstractGrant):  # type: ignore[misc]
    """A code, kept as its SHA-256 in `code`; spent by one conditional write on `spent_at`."""

    id = uuid_key()
    authorization = models.ForeignKey("oauth2.Authorization", on_delete=models.CASCADE, related_name="codes")
    nonce = models.TextField(blank=True, default="")
    spent_at = models.DateTimeField(_("redeemed"), null=True, blank=True)

    class Meta:
        verbose_name = _("authorization code")
        verbose_name_plural = _("authorization codes")
        indexes = [models.Index(fields=["expires"], name="oauth2_code_expiry")]
