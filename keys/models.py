"""The rows of the key ring."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.fields import uuid_key


class Use(models.TextChoices):
    """What a key is for; a key has one use."""

    TOKEN = "token", _("Access tokens")
    ID_TOKEN = "id_token", _("ID tokens")
    SAML = "saml", _("SAML")
    DATA = "data", _("Data at rest")
    COOKIE = "cookie", _("Cookies")


class State(models.TextChoices):
    """A key's life: published before it signs, and after, until all it signed has run out."""

    NEXT = "next", _("Next")
    ACTIVE = "active", _("Active")
    RETIRING = "retiring", _("Retiring")
    RETIRED = "retired", _("Retired")
    COMPROMISED = "compromised", _("Compromised")


class Key(models.Model):
    """One key; the private part is sealed under the master key and bound to this row's kid."""

    id = uuid_key()
    kid = models.CharField(_("key ID"), max_length=64, unique=True)
    use = models.CharField(_("use"), max_length=16, choices=Use.choices)
    algorithm = models.CharField(_("algorithm"), max_length=16)
    state = models.CharField(_("state"), max_length=16, choices=State.choices)
    public_jwk = models.JSONField(_("public key"), default=dict, blank=True)
    sealed = models.BinaryField(editable=False)
    created_at = models.DateTimeField(_("created"), default=now)
    state_since = models.DateTimeField(_("in this state since"), default=now, db_index=True)

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ["use", "algorithm", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["use", "algorithm"], condition=models.Q(state="active"), name="keys_one_active"),
            models.UniqueConstraint(fields=["use", "algorithm"], condition=models.Q(state="next"), name="keys_one_next"),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.algorithm} {self.kid}"
