"""Who calls a hosted service."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Caller:
    """A person through a client, or a client for itself (`user_id` None)."""

    user_id: UUID | None
    client_id: str
    scopes: frozenset[str]
