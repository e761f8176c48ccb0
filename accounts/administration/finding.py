"""People found by what an administrator typed: compared in its normalised form, and never read as a pattern (DB-10)."""

from typing import Any

from django.db.models import Q

from accounts.models import EmailAddress, User
from core.names import comparison_key

MOST_MATCHES = 200


def beginning_with(text: str) -> Q | None:
    """People whose username or one of whose addresses begins so; None for an empty search."""
    key = comparison_key(text[:254])
    if not key:
        return None
    addresses = EmailAddress.objects.filter(value_key__startswith=key).values_list("user_id", flat=True)
    return Q(username_key__startswith=key) | Q(pk__in=list(addresses[:MOST_MATCHES]))


def people_of(text: str) -> list[Any] | None:
    """The keys of the same people, as a list: no database of ours then has to join."""
    found = beginning_with(text)
    return None if found is None else list(User.objects.filter(found).values_list("pk", flat=True)[:MOST_MATCHES])
