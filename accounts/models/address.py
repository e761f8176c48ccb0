"""E-mail addresses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import uuid_key
from core.names import comparison_key


def tidy(value: str) -> str:
    """As it will be written to: the domain in lower case, the local part as typed (RFC 5321 §2.4), tags kept."""
    local, at, domain = value.strip().rpartition("@")
    return f"{local}{at}{domain.lower()}"


class EmailAddress(models.Model):
    """One address of one person. An address that was verified belongs to nobody else."""

    id = uuid_key()
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="emails", verbose_name=_("user"))
    value = models.EmailField(_("e-mail address"), max_length=254)
    value_key = models.CharField(max_length=300, editable=False, db_index=True)
    verified = models.BooleanField(_("verified"), default=False)
    primary = models.BooleanField(_("primary"), default=False)

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        constraints = [
            models.UniqueConstraint(fields=["value_key"], condition=models.Q(verified=True), name="accounts_one_verified_owner"),
            models.UniqueConstraint(fields=["user", "value_key"], name="accounts_address_once"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(primary=True), name="accounts_one_primary"),
        ]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        """Raises ValidationError for an address that another person has verified or bears as a username."""
        from accounts.models.person import User

        self.value = tidy(self.value)
        validate_email(self.value)
        key = comparison_key(self.value)
        # A new user's row may not exist yet when the admin validates its addresses.
        if self.verified and EmailAddress.objects.filter(value_key=key, verified=True).exclude(user_id=self.user_id).exists():
            raise ValidationError({"value": _("This address belongs to another account.")})
        if User.objects.filter(username_key=key).exclude(pk=self.user_id).exists():
            raise ValidationError({"value": _("This address is another person's username.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the comparison form beside the address."""
        self.value = tidy(self.value)
        self.value_key = comparison_key(self.value)
        super().save(*args, **kwargs)
