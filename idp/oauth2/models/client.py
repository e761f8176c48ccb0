"""Registered clients."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from accounts.claims import validate_web_address
from core.digests import sha256_hex
from core.fields import uuid_key
from core.jose.algorithms import SIGNING_ALGORITHMS
from core.randomness import token
from core.text import has_control_characters
from idp.oauth2 import metadata
from idp.oauth2.redirect_uris import fault_of_redirect_uri


def new_client_id() -> str:
    """An identifier without meaning."""
    return token(16)


def default_grant_types() -> list[str]:
    """What a client that names none may do (RFC 7591 §2)."""
    return ["authorization_code"]


class Client(AbstractApplication):  # type: ignore[misc]
    """An application that Keyhall issues tokens to; fields carry the names of RFC 7591 and OIDC Registration §2.

    The secret is made here with 256 bits of entropy and kept as SHA-256: a slow hash would cost 380 ms a token request and
    protects only what can be guessed.
    """

    class AuthMethod(models.TextChoices):
        """`token_endpoint_auth_method`."""

        BASIC = "client_secret_basic", _("secret in the Authorization header")
        POST = "client_secret_post", _("secret in the form")
        NONE = "none", _("none (public client: browser or native app)")

    id = uuid_key()
    client_id = models.CharField(_("client ID"), max_length=255, unique=True, default=new_client_id)
    client_type = models.CharField(max_length=32, editable=False, blank=True, default=AbstractApplication.CLIENT_CONFIDENTIAL)
    authorization_grant_type = models.CharField(
        max_length=44, editable=False, blank=True, default=AbstractApplication.GRANT_AUTHORIZATION_CODE
    )
    client_secret = models.CharField(max_length=64, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=255, blank=True, help_text=_("Shown to people when they sign in."))
    redirect_uris = models.TextField(_("redirect URIs"), blank=True, help_text=_("One per line; compared exactly."))
    post_logout_redirect_uris = models.TextField(
        _("redirect URIs after logout"), blank=True, default="", help_text=_("One per line.")
    )
    token_endpoint_auth_method = models.CharField(
        _("client authentication"), max_length=40, choices=AuthMethod.choices, default=AuthMethod.BASIC
    )
    grant_types = models.JSONField(_("grant types"), default=default_grant_types)
    scope = models.TextField(
        _("scopes"), default="openid profile email", help_text=_("What the client may ask for, separated by blanks.")
    )
    id_token_signed_response_alg = models.CharField(
        _("ID token algorithm"), max_length=10, choices=[(name, name) for name in SIGNING_ALGORITHMS], default="RS256"
    )
    skip_authorization = models.BooleanField(
        _("skip consent"), default=False, help_text=_("For first-party applications: people are not asked for consent.")
    )
    require_pkce = models.BooleanField(
        _("require PKCE"), default=True, help_text=_("Switch off only for an old confidential client that can't send it.")
    )
    may_introspect = models.BooleanField(_("may introspect tokens"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    default_max_age = models.PositiveIntegerField(_("default max_age"), null=True, blank=True, help_text=_("Seconds."))
    client_uri = models.CharField(_("website"), max_length=500, blank=True, validators=[validate_web_address])
    logo_uri = models.CharField(_("logo"), max_length=500, blank=True, validators=[validate_web_address])
    policy_uri = models.CharField(_("privacy policy"), max_length=500, blank=True, validators=[validate_web_address])
    tos_uri = models.CharField(_("terms of service"), max_length=500, blank=True, validators=[validate_web_address])

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["name", "client_id"]

    def __str__(self) -> str:
        return self.name or self.client_id

    @property
    def is_public(self) -> bool:
        """It can keep no secret (RFC 6749 §2.1)."""
        return self.token_endpoint_auth_method == self.AuthMethod.NONE

    def new_secret(self) -> str:
        """Gives the client a new secret; this is the only time that it can be seen."""
        secret = token(32)
        self.client_secret = sha256_hex(secret)
        return secret

    def clean(self) -> None:
        """Raises ValidationError with a message per field."""
        faults: dict[str, Any] = {}
        if not self.client_id or has_control_characters(self.client_id) or not self.client_id.isascii():
            faults["client_id"] = _("A client ID is printable ASCII.")
        for field in ("redirect_uris", "post_logout_redirect_uris"):
            wrong = [f"{uri}: {fault}" for uri in getattr(self, field).split() if (fault := fault_of_redirect_uri(uri))]
            if wrong:
                faults[field] = wrong
        if "authorization_code" in self.grant_types and not self.redirect_uris.split():
            faults.setdefault("redirect_uris", _("The authorization code grant needs a redirect URI."))
        unknown = [name for name in self.grant_types if name not in metadata.GRANT_TYPES]
        if unknown or not self.grant_types:
            faults["grant_types"] = _("Known grant types are %(names)s.") % {"names": ", ".join(metadata.GRANT_TYPES)}
        if self.is_public and "client_credentials" in self.grant_types:
            faults["grant_types"] = _("A public client can't use client_credentials (RFC 6749 §4.4).")
        if self.is_public and not self.require_pkce:
            faults["require_pkce"] = _("A public client always uses PKCE.")
        if any(not metadata.SCOPE_TOKEN.fullmatch(word) for word in self.scope.split()):
            faults["scope"] = _("A scope is printable ASCII without quotes or backslashes.")
        if faults:
            raise ValidationError(faults)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A client that became public keeps no secret; the toolkit's own columns follow ours."""
        if self.is_public:
            self.client_secret = ""
        self.client_type = self.CLIENT_PUBLIC if self.is_public else self.CLIENT_CONFIDENTIAL
        code_flow = "authorization_code" in self.grant_types
        self.authorization_grant_type = self.GRANT_AUTHORIZATION_CODE if code_flow else self.GRANT_CLIENT_CREDENTIALS
        super().save(*args, **kwargs)

    def is_usable(self, request: object) -> bool:
        """The toolkit asks this before it serves the client."""
        return self.is_active
