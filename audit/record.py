"""The one way to write the record."""

import logging
from typing import Any, Protocol

from django.db import DatabaseError

from audit.catalogue import Event
from audit.chain import chain
from audit.context import request_facts
from audit.models import AuditEvent

log = logging.getLogger(__name__)

# The last line of defence: callers pass no secrets, and a field of one of these names never gets in by mistake.
SECRET_NAMES = ("password", "secret", "token", "code", "private", "cookie", "verifier", "assertion", "session_key")
NOT_SECRET = ("token_endpoint_auth_method", "code_challenge_method", "password_changed_at", "postal_code")


class Person(Protocol):
    """Whoever has a key and a name."""

    @property
    def pk(self) -> Any: ...
    def get_username(self) -> str: ...


def record(
    event: Event,
    *,
    actor: Person | None = None,
    subject: object | None = None,
    client_id: str = "",
    **details: Any,
) -> None:
    """Writes one event: who (`actor`), about whom or what (`subject`), for which client, and `details` that JSON can hold.

    A database that refuses the row is logged and does not undo what happened: the caller's deed is already done.
    """
    facts = request_facts.get()
    row = AuditEvent(
        event=event,
        actor_id=str(actor.pk) if actor is not None else "",
        actor=actor.get_username()[:255] if actor is not None else "",
        subject_id=str(getattr(subject, "pk", "")) if subject is not None else "",
        subject=str(subject)[:255] if subject is not None else "",
        client_id=client_id[:255],
        ip=facts.ip,
        user_agent=facts.user_agent,
        channel=facts.channel,
        details=without_secrets(details),
    )
    try:
        chain.append(row)
    except DatabaseError:
        log.exception("The audit record could not be written: %s", event)


def without_secrets(value: Any) -> Any:
    """`value` with every member of a secret's name replaced."""
    if isinstance(value, dict):
        return {
            key: "[hidden]" if is_secret_name(str(key)) and not isinstance(inner, bool) else without_secrets(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [without_secrets(inner) for inner in value]
    if isinstance(value, str):
        return value[:2000]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:2000]


def is_secret_name(name: str) -> bool:
    """Whether a field of this name holds, or may hold, a secret."""
    return name not in NOT_SECRET and any(word in name.lower() for word in SECRET_NAMES)
