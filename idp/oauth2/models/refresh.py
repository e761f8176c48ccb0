"""Refresh tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractRefreshToken

from core.fields import uuid_key


class RefreshToken(AbstractRefreshToken):  # type: ignore[misc]
    """A refresh token, kept as its SHA-256 in `token_checksum`; spent by one conditional write on `spent_at`.

    `token_family` is the grant's key. The toolkit's columns for the token itself and for a stored access token are left out.
    """

    id = uuid_key()
    token = None
    access_token = None
    token_checksum = models.CharField(max_length=64, unique=True, editable=False)
    authorization = models.ForeignKey(
        "oauth2.Authorization", on_delete=models.CASCADE, related_name="refresh_tokens", verbose_name=_("grant")
    )
    scope = models.TextField(_("scopes"), blank=True)
    expires_at = models.DateTimeField(_("expires"))
    spent_at = models.DateTimeField(_("exchanged"), null=True, blank=True)

    class Meta:
        verbose_name = _("refresh token")
        verbose_name_plural = _("refresh tokens")
        ordering = ["-created"]
        indexes = [
            models.Index(fields=["token_family"], name="oauth2_refresh_family"),
            models.Index(fields=["expires_at"], name="oauth2_refresh_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.application}"
