"""The sign-in form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.login.backend import MAX_PASSWORD
from accounts.login.identify import MAX_IDENTIFIER


class LoginForm(forms.Form):
    """Field names are a contract (`username`, `password`)."""

    username = forms.CharField(
        label=_("Username or e-mail address"), max_length=MAX_IDENTIFIER,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), max_length=MAX_PASSWORD, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
