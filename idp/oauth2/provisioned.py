"""The section `oauth_clients`: names of RFC 7591 and OIDC Registration. Loaded by `apply` and `export` only."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, Field, model_validator

from audit.catalogue import Event
from audit.record import record
from core.digests import sha256_hex
from core.provisioning.faults import Fault, Location
from core.provisioning.recording import assign
from core.provisioning.sections import Change, Entry
from idp.oauth2.models import Client

COLUMNS = {
    "client_name": "name", "token_endpoint_auth_method": "token_endpoint_auth_method", "scope": "scope",
    "id_token_signed_response_alg": "id_token_signed_response_alg", "skip_consent": "skip_authorization",
    "require_pkce": "require_pkce", "may_introspect": "may_introspect", "active": "is_active",
    "default_max_age": "default_max_age", "client_uri": "client_uri", "logo_uri": "logo_uri", "policy_uri": "policy_uri",
    "tos_uri": "tos_uri", "grant_types": "grant_types",
}  # fmt: skip
LISTS = ("redirect_uris", "post_logout_redirect_uris")
HASH = re.compile(r"sha256:[0-9a-f]{64}")
LEAST_SECRET = 32  # characters (design: a secret from outside is taken if it can't be guessed)


def _strong(secret: str) -> str:
    if len(secret) < LEAST_SECRET:
        raise ValueError(f"A secret has at least {LEAST_SECRET} characters; leave it out to have one made.")
    if not (secret.isascii() and secret.isprintable()):
        raise ValueError("A secret is printable ASCII.")
    return secret


def _one_uri(text: str) -> str:
    if not text or any(char.isspace() for char in text):
        raise ValueError("This is no URI: it is empty or holds a blank.")
    return text


def _hash(text: str) -> str:
    if not HASH.fullmatch(text):
        raise ValueError("This is not sha256: and 64 hex digits.")
    return text


Uri = Annotated[str, AfterValidator(_one_uri)]


class ClientEntry(Entry):
    """One client. `client_secret_hash` is what `export --with-secrets` writes."""

    client_id: Annotated[str, Field(min_length=1, max_length=255)]
    client_secret: Annotated[str, Field(max_length=255), AfterValidator(_strong)] | None = None
    client_secret_hash: Annotated[str, AfterValidator(_hash)] | None = None
    client_name: Annotated[str, Field(max_length=255)] = ""
    redirect_uris: list[Uri] = []
    post_logout_redirect_uris: list[Uri] = []
    grant_types: list[str] = ["authorization_code"]
    response_types: list[Literal["code"]] = ["code"]
    token_endpoint_auth_method: Literal["client_secret_basic", "client_secret_post", "none"] = "client_secret_basic"  # noqa: S105
    scope: Annotated[str, Field(max_length=2000)] = "openid profile email"
    id_token_signed_response_alg: Literal["RS256", "PS256", "ES256", "EdDSA"] = "RS256"  # noqa: S105
    default_max_age: Annotated[int, Field(ge=0)] | None = None
    client_uri: str = ""
    logo_uri: str = ""
    policy_uri: str = ""
    tos_uri: str = ""
    skip_consent: bool = False
    require_pkce: bool = True
    may_introspect: bool = False
    active: bool = True

    @model_validator(mode="after")
    def _one_secret(self) -> "ClientEntry":
        if self.client_secret is not None and self.client_secret_hash is not None:
            raise ValueError("Give client_secret or client_secret_hash, not both.")
        return self

    def columns(self) -> dict[str, Any]:
        """The columns of `Client` that the file says something about."""
        values = {column: getattr(self, key) for key, column in COLUMNS.items() if self.given(key)}
        return values | {key: "\n".join(getattr(self, key)) for key in LISTS if self.given(key)}


class Clients:
    """Clients by their ID, compared exactly."""

    name = "oauth_clients"
    entry = ClientEntry

    def key(self, entry: ClientEntry) -> str:
        """Its ID."""
        return entry.client_id

    def check(self, entries: list[tuple[Location, ClientEntry]], all_entries: dict[str, list[Any]]) -> Iterator[Fault]:
        """All that the admin's form would find."""
        for where, entry in entries:
            if entry.state == "absent":
                continue
            client = Client.objects.filter(client_id=entry.client_id).first() or Client(client_id=entry.client_id)
            assign(client, entry.columns())
            if client.is_public and (entry.client_secret or entry.client_secret_hash):
                key = "client_secret" if entry.client_secret else "client_secret_hash"
                yield Fault((*where, key), "A public client (token_endpoint_auth_method: none) has no secret.")
            try:
                client.full_clean()
            except ValidationError as error:
                for column, messages in error.message_dict.items():
                    key = next((key for key, name in COLUMNS.items() if name == column), column)
                    yield Fault((*where, key), " ".join(messages))

    def write(self, entry: ClientEntry) -> Change | None:
        """Creates or changes the client; a confidential one that has no secret yet is given one."""
        client = Client.objects.filter(client_id=entry.client_id).first()
        created = client is None
        client = client or Client(client_id=entry.client_id)
        changes = assign(client, entry.columns())
        notice = ""
        given = (
            sha256_hex(entry.client_secret) if entry.client_secret else (entry.client_secret_hash or "").removeprefix("sha256:")
        )
        if given and given != client.client_secret:
            client.client_secret = given
            changes["client_secret"] = {"before": "", "after": ""}
        elif not given and not client.is_public and not client.client_secret:
            notice = f"client_secret: {client.new_secret()}  (shown only now)"
            changes["client_secret"] = {"before": "", "after": ""}
        if not created and not changes:
            return None
        client.full_clean()
        client.save()
        event = Event.CREATED if created else Event.CHANGED
        record(event, subject=client, client_id=client.client_id, kind="Client", changes=changes)
        return Change("created" if created else "changed", f"client {client.client_id}", changes, notice)

    def remove(self, entry: ClientEntry) -> Change | None:
        """Deletes it; its tokens die."""
        client = Client.objects.filter(client_id=entry.client_id).first()
        if client is None:
            return None
        record(Event.DELETED, subject=client, client_id=client.client_id, kind="Client")
        client.delete()
        return Change("removed", f"client {entry.client_id}")

    def export(self, *, with_secrets: bool) -> list[dict[str, Any]]:
        """All clients; defaults are left out."""
        return [_exported(client, with_secrets) for client in Client.objects.order_by("client_id")]


def _exported(client: Client, with_secrets: bool) -> dict[str, Any]:
    defaults = ClientEntry(client_id="x")
    entry: dict[str, Any] = {"client_id": client.client_id}
    for key, column in COLUMNS.items():
        if getattr(client, column) != getattr(defaults, key) or key == "token_endpoint_auth_method":
            entry[key] = getattr(client, column)
    entry |= {key: uris for key in LISTS if (uris := getattr(client, key).split())}
    if with_secrets and client.client_secret:
        entry["client_secret_hash"] = f"sha256:{client.client_secret}"
    return entry
