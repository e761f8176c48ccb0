"""What a person granted a client in one sign-in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.fields import uuid_key


class Authorization(models.Model):
    """The grant that a code, its tokens and their successors belong to: revoked as one (RFC 9700 §4.14.2)."""

    id = uuid_key()
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="authorizations", verbose_name=_("user"))
    client = models.ForeignKey("oauth2.Client", on_delete=models.CASCADE, related_name="authorizations", verbose_name=_("client"))
    scope = models.TextField(_("scopes"), blank=True)
    sid = models.CharField(_("session"), max_length=43, blank=True, db_index=True)
    auth_time = models.DateTimeField(_("signed in"))
    amr = models.JSONField(_("methods"), default=list)
    acr = models.CharField(_("assurance"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("granted"), default=now)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["user", "client"], name="oauth2_grant_user_client")]

    def __str__(self) -> str:
        return f"{self.user} → {self.client}"

    @property
    def scopes(self) -> frozenset[str]:
        """As a set."""
        return frozenset(self.scope.split())
