"""A person with an account."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.claims import validate_birthdate, validate_locale, validate_phone_number, validate_web_address, validate_zoneinfo
from core.clock import from_timestamp, now
from core.fields import uuid_key
from core.names import comparison_key, skeleton
from core.text import has_control_characters

EPOCH = from_timestamp(0)
MAX_KEY, MAX_SKELETON = 200, 400


class UserManager(BaseUserManager["User"]):
    """Makes people; finds them by the normalised form only."""

    def create_user(self, username: str, email: str = "", password: str | None = None, **extra: Any) -> "User":
        """A new person. Raises ValidationError (a message per field) if the name is taken, looks like one, or is malformed."""
        from accounts.models.address import EmailAddress

        verified = bool(extra.pop("email_verified", False))
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        if email:
            EmailAddress.objects.create(user=user, value=email, verified=verified, primary=True)
        return user

    def create_superuser(self, username: str, email: str = "", password: str | None = None, **extra: Any) -> "User":
        """A new administrator."""
        return self.create_user(username, email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        """By username, whatever its case. Raises User.DoesNotExist."""
        return self.get(username_key=comparison_key(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Names are kept as typed and compared in `username_key`; claims are those of OIDC Core §5.1."""

    id = uuid_key()
    username = models.CharField(_("username"), max_length=150, unique=True)
    username_key = models.CharField(max_length=200, unique=True, editable=False)
    username_skeleton = models.CharField(max_length=400, unique=True, editable=False)
    is_staff = models.BooleanField(_("may enter the admin site"), default=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switching this off ends every session and token at once.")
    )
    date_joined = models.DateTimeField(_("joined"), default=now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    applied_hash = models.CharField(max_length=64, blank=True, editable=False)  # SHA-256 of the last `passwordHash` of a file
    not_before = models.DateTimeField(_("sessions and tokens count from"), default=EPOCH, editable=False)

    name = models.CharField(_("full name"), max_length=255, blank=True)
    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    middle_name = models.CharField(_("middle name"), max_length=150, blank=True)
    nickname = models.CharField(_("nickname"), max_length=150, blank=True)
    profile = models.CharField(_("profile page"), max_length=500, blank=True, validators=[validate_web_address])
    picture = models.CharField(_("picture"), max_length=500, blank=True, validators=[validate_web_address])
    website = models.CharField(_("website"), max_length=500, blank=True, validators=[validate_web_address])
    gender = models.CharField(_("gender"), max_length=50, blank=True)
    birthdate = models.CharField(
        _("date of birth"),
        max_length=10,
        blank=True,
        validators=[validate_birthdate],
        help_text=_("YYYY-MM-DD, YYYY, or 0000-MM-DD without the year."),
    )
    zoneinfo = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_zoneinfo], help_text=_("As Europe/Vienna.")
    )
    locale = models.CharField(_("language"), max_length=35, blank=True, validators=[validate_locale], help_text=_("As de-AT."))
    phone_number = models.CharField(
        _("phone number"),
        max_length=40,
        blank=True,
        validators=[validate_phone_number],
        help_text=_("As +43 1 23456, with the country code."),
    )
    phone_number_verified = models.BooleanField(_("phone number verified"), default=False)
    street_address = models.CharField(_("street"), max_length=500, blank=True)
    locality = models.CharField(_("city"), max_length=150, blank=True)
    region = models.CharField(_("region"), max_length=150, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=150, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username_key"]

    def __str__(self) -> str:
        return self.username

    def get_username(self) -> str:
        """As the person typed it."""
        return self.username

    def clean(self) -> None:
        """Raises ValidationError for a name that is empty, can't be shown, is taken or passes for another's."""
        from accounts.models.address import EmailAddress

        if not skeleton(self.username):  # blanks, or nothing that can be seen
            raise ValidationError({"username": _("Enter a username.")})
        if has_control_characters(self.username):
            raise ValidationError({"username": _("A username holds no control characters.")})
        if len(comparison_key(self.username)) > MAX_KEY or len(skeleton(self.username)) > MAX_SKELETON:
            # Some characters stand for eighteen; cut off, two names could become one.
            raise ValidationError({"username": _("This username is too long.")})
        self._fill_keys()
        others = User.objects.exclude(pk=self.pk)
        if others.filter(username_key=self.username_key).exists():
            raise ValidationError({"username": _("This username is taken.")})
        if others.filter(username_skeleton=self.username_skeleton).exists():
            raise ValidationError({"username": _("This username looks like one that is taken.")})
        if "@" in self.username and EmailAddress.objects.filter(value_key=self.username_key).exclude(user=self.pk).exists():
            raise ValidationError({"username": _("This username is another person's e-mail address.")})

    def validate_unique(self, exclude: Any = None) -> None:
        """The comparison forms are compared in `clean`, in words that a person understands."""
        super().validate_unique({*(exclude or ()), "username_key", "username_skeleton"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the comparison forms beside the name."""
        self._fill_keys()
        if kwargs.get("update_fields") is not None and "username" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "username_key", "username_skeleton"}
        super().save(*args, **kwargs)

    def _fill_keys(self) -> None:
        self.username = self.username.strip()
        self.username_key = comparison_key(self.username)[:MAX_KEY]
        self.username_skeleton = skeleton(self.username)[:MAX_SKELETON]

    def get_session_auth_hash(self) -> str:
        """Sessions are bound to the password and to `not_before`: a change of either ends them."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Any:
        """The same under older secret keys."""
        from django.conf import settings

        for fallback in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(fallback)

    def _session_hash(self, secret: str | bytes | None) -> str:
        value = f"{self.password}|{self.not_before.isoformat(timespec='milliseconds')}"
        return salted_hmac("keyhall.session", value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """The full name, put together from its parts if only those are known."""
        return self.name or " ".join(part for part in (self.given_name, self.middle_name, self.family_name) if part)

    def get_short_name(self) -> str:
        """How a page addresses the person."""
        return self.nickname or self.given_name or self.username

    @property
    def email(self) -> str:
        """The primary address, or empty."""
        address = self.primary_email()
        return address.value if address else ""

    def primary_email(self) -> Any:
        """The EmailAddress that claims and notices use, or None."""
        if self._state.adding:  # nobody yet, so nobody's addresses
            return None
        addresses = sorted(self.emails.all(), key=lambda address: (not address.primary, not address.verified, address.pk))
        return addresses[0] if addresses else None
