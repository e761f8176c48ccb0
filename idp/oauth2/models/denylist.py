"""What was revoked before it ran out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import uuid_key


class RevokedToken(models.Model):
    """Access tokens have no row; this names the dead ones, by token (`jti:`), session (`sid:`) or grant (`grant:`).

    A row is needed only until the last token that it names has run out.
    """

    id = uuid_key()
    key = models.CharField(max_length=100, unique=True, editable=False)
    expires_at = models.DateTimeField(_("until"))

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="oauth2_denylist_expiry")]

    def __str__(self) -> str:
        return self.key
