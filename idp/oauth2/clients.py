"""Clients as the protocol sees them: looked up once a request, immutable, without the ORM's weight."""

from dataclasses import dataclass
from uuid import UUID

from idp.oauth2.models import Client


@dataclass(frozen=True)
class RegisteredClient:
    """A row of `Client`, parsed."""

    key: UUID
    client_id: str
    name: str
    secret_hash: str
    auth_method: str
    grant_types: frozenset[str]
    scopes: frozenset[str]
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]
    id_token_algorithm: str
    skip_consent: bool
    require_pkce: bool
    may_introspect: bool
    default_max_age: int | None
    website: str
    logo: str
    policy: str
    terms: str

    @property
    def is_public(self) -> bool:
        """It has no secret."""
        return self.auth_method == "none"


_COLUMNS = (
    "pk", "client_id", "name", "client_secret", "token_endpoint_auth_method", "grant_types", "scope", "redirect_uris",
    "post_logout_redirect_uris", "id_token_signed_response_alg", "skip_authorization", "require_pkce", "may_introspect",
    "default_max_age", "client_uri", "logo_uri", "policy_uri", "tos_uri",
)  # fmt: skip


def find(client_id: str) -> RegisteredClient | None:
    """The active client of this ID, compared exactly (AC-04), or None."""
    if not client_id or len(client_id) > 255:
        return None
    row = Client.objects.filter(client_id=client_id, is_active=True).values_list(*_COLUMNS).first()
    if row is None or row[1] != client_id:
        return None
    key, client_id, name, secret, method, grants, scope, uris, logout_uris, alg, skip, pkce, introspect, age, *links = row
    return RegisteredClient(
        key, client_id, name or client_id, secret, method, frozenset(grants), frozenset(scope.split()), tuple(uris.split()),
        tuple(logout_uris.split()), alg, skip, pkce, introspect, age, *links,
    )  # fmt: skip
