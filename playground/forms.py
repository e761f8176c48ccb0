"""What can be chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _

PROMPTS = [("", _("nothing")), ("none", "none"), ("login", "login"), ("consent", "consent"), ("select_account", "select_account")]


class RequestForm(forms.Form):
    """An authentication request."""

    client_id = forms.CharField(label=_("Client ID"), max_length=255, initial="playground")
    client_secret = forms.CharField(
        label=_("Client secret"), max_length=255, required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Empty for a public client such as the playground's own."),
    )  # fmt: skip
    scope = forms.CharField(label=_("Scopes"), max_length=500, initial="openid profile email")
    prompt = forms.ChoiceField(label="prompt", choices=PROMPTS, required=False)
    max_age = forms.IntegerField(label="max_age", min_value=0, max_value=10**9, required=False)
    login_hint = forms.CharField(label="login_hint", max_length=254, required=False)


class MachineForm(forms.Form):
    """A client_credentials request."""

    client_id = forms.CharField(label=_("Client ID"), max_length=255)
    client_secret = forms.CharField(
        label=_("Client secret"), max_length=255, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    scope = forms.CharField(label=_("Scopes"), max_length=500, required=False)
