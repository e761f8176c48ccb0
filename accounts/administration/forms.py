"""Forms of the user pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts import delegation
from accounts.models import EmailAddress, User
from accounts.password.setting import set_password


class NewUserForm(UserCreationForm):  # type: ignore[misc]
    """Names are checked by the model, in their comparison form; Django's own check would build a pattern from the text."""

    class Meta:
        model = User
        fields = ("username",)

    def clean_username(self) -> str:
        """Left to `User.clean`."""
        username: str = self.cleaned_data["username"]
        return username


class EditedUserForm(UserChangeForm):  # type: ignore[misc]
    """Keeps the site from losing its last administrator."""

    class Meta:
        model = User
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError if nobody could administer the site afterwards."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        goes = data.get("is_active") is False or data.get("is_superuser") is False
        stored = User.objects.filter(pk=self.instance.pk).first()
        if goes and stored is not None and delegation.is_last_superuser(stored):
            raise ValidationError(_("This is the last administrator: nobody could administer the site afterwards."))
        return data


class OthersPasswordForm(AdminPasswordChangeForm):  # type: ignore[misc]
    """An administrator sets a password: every session and token of the person ends."""

    administrator: User | None = None

    def save(self, commit: bool = True) -> User:
        """With the record."""
        user: User = self.user
        password = self.cleaned_data.get("password1") or self.cleaned_data.get("password")
        if self.cleaned_data.get("set_usable_password") is False:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            return user
        set_password(user, str(password), actor=self.administrator)
        return user


class EmailForm(forms.ModelForm):
    """An address, compared in its own form."""

    class Meta:
        model = EmailAddress
        fields = ("value", "verified", "primary")


class EmailFormSet(forms.BaseInlineFormSet):
    """All addresses of one person."""

    def clean(self) -> None:
        """Each once, and one primary at most: said here, before the database refuses it."""
        super().clean()
        seen: set[str] = set()
        primaries = 0
        for form in self.forms:
            data = getattr(form, "cleaned_data", None)
            if not data or data.get("DELETE") or not data.get("value"):
                continue
            from core.names import comparison_key

            key = comparison_key(data["value"])
            if key in seen:
                form.add_error("value", _("This address stands here twice."))
            seen.add(key)
            primaries += bool(data.get("primary"))
        if primaries > 1:
            raise ValidationError(_("Only one address can be the primary one."))
