"""The `sub` of a person at a client (OIDC Core §8): stable, never reassigned, never the e-mail."""

from uuid import UUID

from accounts.models import User
from idp.oauth2.clients import RegisteredClient


def of(user_id: UUID, client: RegisteredClient) -> str:
    """Public: the same at every client."""
    return str(user_id)


def active_user(subject: str) -> User | None:
    """The person of a `sub`, unless disabled or gone."""
    try:
        key = UUID(subject)
    except ValueError:
        return None
    return User.objects.filter(pk=key, is_active=True).first()
