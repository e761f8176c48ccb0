"""Forms of the user pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts import delegation
from accounts.login.backend import MAX_PASSWORD
from accounts.models import EmailAddress, User
from accounts.password.setting import set_password
from accounts.sessions.ending import end_everything
from audit.catalogue import Event
from audit.record import record
from core.names import comparison_key


class NewUserForm(UserCreationForm):  # type: ignore[misc]
    """Names are checked by the model, in their comparison form; Django's own check would build a pattern from the text."""

    class Meta:
        model = User
        fields = ("username",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self)

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
        goes = any(data.get(name) is False for name in ("is_active", "is_superuser", "is_staff"))
        stored = User.objects.filter(pk=self.instance.pk).first()
        if goes and stored is not None and delegation.is_last_superuser(stored):
            raise ValidationError(_("This is the last administrator: nobody could administer the site afterwards."))
        return data


class OthersPasswordForm(AdminPasswordChangeForm):  # type: ignore[misc]
    """An administrator sets or takes away a password: every session and token of the person ends."""

    def __init__(self, user: User, *args: Any, administrator: User, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.administrator = administrator
        _limit(self)

    def save(self, commit: bool = True) -> User:
        """With the record."""
        user: User = self.user
        if self.cleaned_data["set_usable_password"]:
            set_password(user, self.cleaned_data["password1"], actor=self.administrator)
            return user
        user.set_unusable_password()
        user.save(update_fields=["password"])
        changes = {"has_password": {"before": True, "after": False}}
        record(Event.CHANGED, actor=self.administrator, subject=user, kind="User", changes=changes)
        end_everything(user, actor=self.administrator, reason="password taken away")
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
            key = comparison_key(data["value"])
            if key in seen:
                form.add_error("value", _("This address stands here twice."))
            seen.add(key)
            primaries += bool(data.get("primary"))
        if primaries > 1:
            raise ValidationError(_("Only one address can be the primary one."))


def _limit(form: forms.BaseForm) -> None:
    """What the sign-in page would refuse to take can't be set either."""
    form.fields["password1"].validators.append(MaxLengthValidator(MAX_PASSWORD))
