"""Every event that can be recorded; a name outside this list does not exist."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """The stored value is a contract with those who read the record by machine."""

    SIGN_IN = "sign_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGN_IN_THROTTLED = "sign_in_throttled", _("Sign-in slowed down")
    SIGN_OUT = "sign_out", _("Signed out")
    SESSIONS_ENDED = "sessions_ended", _("All sessions and tokens ended")
    PASSWORD_SET = "password_set", _("Password set")
    ONE_TIME_LINK_MADE = "one_time_link_made", _("One-time link made")
    ONE_TIME_LINK_REFUSED = "one_time_link_refused", _("One-time link refused")
    CONSENT_GIVEN = "consent_given", _("Consent given")
    CONSENT_REFUSED = "consent_refused", _("Consent refused")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Consent withdrawn")
    AUTHORIZATION_REFUSED = "authorization_refused", _("Authorization refused")
    TOKEN_ISSUED = "token_issued", _("Tokens issued")
    TOKEN_REFUSED = "token_refused", _("Token request refused")
    TOKEN_REFRESHED = "token_refreshed", _("Tokens refreshed")
    CODE_REUSED = "code_reused", _("Authorization code used twice")
    REFRESH_TOKEN_REUSED = "refresh_token_reused", _("Refresh token used twice")
    GRANT_REVOKED = "grant_revoked", _("Grant revoked")
    CLIENT_AUTHENTICATION_FAILED = "client_authentication_failed", _("Client authentication failed")
    KEY_CREATED = "key_created", _("Key created")
    KEY_ROTATED = "key_rotated", _("Key rotated")
    KEY_WITHDRAWN = "key_withdrawn", _("Key withdrawn")
    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    DELETED = "deleted", _("Deleted")
