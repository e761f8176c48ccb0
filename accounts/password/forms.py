"""Forms in which a password is chosen."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.login.backend import MAX_PASSWORD
from accounts.models import User


def _new(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MAX_PASSWORD, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class NewPasswordForm(forms.Form):
    """Field names are a contract (`new_password1`, `new_password2`)."""

    new_password1 = _new(_("New password"))
    new_password2 = _new(_("New password, once more"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Both the same, and good enough for this person."""
        data: dict[str, Any] = super().clean() or {}
        first, second = data.get("new_password1"), data.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", _("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, self.user)
            except ValidationError as error:
                self.add_error("new_password1", error)
        return data


class ChangePasswordForm(NewPasswordForm):
    """The same, after the present password."""

    old_password = forms.CharField(
        label=_("Present password"), max_length=MAX_PASSWORD, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    field_order = ["old_password", "new_password1", "new_password2"]
