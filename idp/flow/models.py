"""Pending sign-ins, and what people agreed to."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.fields import uuid_key

LIFETIME = timedelta(minutes=15)


def _expiry() -> Any:
    return now() + LIFETIME


class SignIn(models.Model):
    """A sign-in that some relying party asked for and that is not answered yet.

    Bound to the browser, single use, expiring; `request` is the protocol's own request as it was checked. Nothing of it travels
    through the browser but its key.
    """

    id = uuid_key()
    browser_hash = models.CharField(max_length=64, editable=False)
    protocol = models.CharField(_("protocol"), max_length=20)
    relying_party = models.CharField(_("relying party"), max_length=1024)
    request = models.JSONField(_("request"), default=dict)
    requirement = models.JSONField(_("requirement"), default=dict)
    created_at = models.DateTimeField(_("started"), default=now)
    expires_at = models.DateTimeField(_("expires"), default=_expiry, db_index=True)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="sign_ins", verbose_name=_("user")
    )
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)
    spent_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("pending sign-in")
        verbose_name_plural = _("pending sign-ins")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.relying_party} {self.created_at:%Y-%m-%d %H:%M:%S}"

    @property
    def path(self) -> str:
        """Its own address, to which every step returns."""
        return f"/signin/{self.pk}"


class Consent(models.Model):
    """What a person lets a relying party know and do; apart from tokens, so that it outlives them."""

    id = uuid_key()
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="consents", verbose_name=_("user"))
    protocol = models.CharField(_("protocol"), max_length=20)
    relying_party = models.CharField(_("relying party"), max_length=1024)
    party_hash = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    given_at = models.DateTimeField(_("given"), default=now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]
        constraints = [models.UniqueConstraint(fields=["user", "party_hash"], name="flow_one_consent_per_party")]

    def __str__(self) -> str:
        return f"{self.user} → {self.relying_party}"
