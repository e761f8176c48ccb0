"""django-oauth-toolkit's view of our tokens, so that its decorators, views, REST framework and ninja classes accept them.

Its `OAuth2Validator` looks access tokens up in its own table; ours have no rows, so this one verifies them (its
function decorators take it as `validator_cls`). Everything that issues tokens is ours (decision 0001).
"""

from typing import Any

from django.http import HttpRequest
from oauth2_provider.oauth2_validators import OAuth2Validator

from core.clock import from_timestamp
from core.jose.jws import InvalidToken
from idp.oauth2.models import Client, StoredAccessToken
from idp.oauth2.oidc import subject
from idp.oauth2.tokens import access, liveness


class KeyhallValidator(OAuth2Validator):  # type: ignore[misc]
    """Verifies bearer tokens for toolkit-protected resources; issues nothing."""

    def validate_bearer_token(self, token: str, scopes: list[str], request: Any) -> bool:
        """True if the token is ours, alive and has all of `scopes`; sets `user`, `client`, `scopes` and `access_token`."""
        try:
            verified = access.read(token or "")
        except (InvalidToken, KeyError, TypeError):
            return False
        if liveness.is_revoked(verified) or not verified.scopes.issuperset(scopes or ()):
            return False
        client = Client.objects.filter(client_id=verified.client_id, is_active=True).first()
        user = subject.active_user(verified.subject) if verified.acts_for_a_person else None
        if client is None or (verified.acts_for_a_person and user is None):
            return False
        request.client, request.user, request.scopes = client, user, list(verified.scopes)
        request.access_token = StoredAccessToken(  # not saved: the shape that the toolkit's callers expect
            user=user, application=client, scope=" ".join(sorted(verified.scopes)), expires=from_timestamp(verified.expires_at)
        )
        return True

    def validate_grant_type(self, *args: Any, **kwargs: Any) -> bool:
        """The toolkit issues nothing here."""
        return False

    def authenticate_client(self, request: HttpRequest, *args: Any, **kwargs: Any) -> bool:
        """The toolkit authenticates no clients here: there is one path for that (`client_auth`)."""
        return False
