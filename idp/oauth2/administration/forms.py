"""The client's form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from idp.oauth2 import metadata
from idp.oauth2.models import Client

NAMES = {
    "authorization_code": _("authorization code: people sign in"),
    "refresh_token": _("refresh token"),
    "client_credentials": _("client credentials: the client acts for itself"),
}


class ClientForm(forms.ModelForm):
    """Grant types as boxes, addresses one per line."""

    grant_types = forms.MultipleChoiceField(
        label=_("Grant types"), choices=[(name, NAMES[name]) for name in metadata.GRANT_TYPES],
        widget=UnfoldAdminCheckboxSelectMultipleWidget, initial=["authorization_code"],
    )  # fmt: skip

    class Meta:
        model = Client
        fields = "__all__"
        widgets = {
            "redirect_uris": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "post_logout_redirect_uris": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "scope": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        """One address per line, blanks taken away."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("redirect_uris", "post_logout_redirect_uris"):
            if name in data:
                data[name] = "\n".join(data[name].split())
        if "scope" in data:
            data["scope"] = " ".join(data["scope"].split())
        return data
