"""A user's `emails`."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import EmailAddress, User
from accounts.models.address import tidy
from accounts.provisioned.schema import Email, UserEntry
from core.names import comparison_key
from core.provisioning.faults import Fault, Location


def faults(entries: list[tuple[Location, UserEntry]], going: set[str]) -> Iterator[Fault]:
    """Malformed, repeated, and of somebody else. `going`: usernames that the same file removes."""
    verified: dict[str, str] = {}
    names = {comparison_key(entry.userName): entry.userName for _, entry in entries if entry.state == "present"}
    for where, entry in entries:
        if entry.state == "absent":
            continue
        own: set[str] = set()
        if sum(email.primary for email in entry.emails) > 1:
            yield Fault((*where, "emails"), "Only one address can be the primary one.")
        for index, email in enumerate(entry.emails):
            at: Location = (*where, "emails", index, "value")
            key, owner = comparison_key(tidy(email.value)), comparison_key(entry.userName)
            try:
                validate_email(tidy(email.value))
            except ValidationError:
                yield Fault(at, "This is no e-mail address.")
                continue
            if key in own:
                yield Fault(at, "This address stands here twice.")
            own.add(key)
            if email.verified and verified.setdefault(key, entry.userName) != entry.userName:
                yield Fault(at, f"This address belongs to {verified[key]} in the same file.")
            if key in names and key != owner:
                yield Fault(at, "This address is another person's username.")
            yield from _faults_in_database(at, email, key, owner, going)


def _faults_in_database(at: Location, email: Email, key: str, owner: str, going: set[str]) -> Iterator[Fault]:
    rows = EmailAddress.objects.filter(value_key=key, verified=True).select_related("user")
    if email.verified and any(row.user.username_key not in (owner, *going) for row in rows):
        yield Fault(at, "This address belongs to another account.")
    if any(user.username_key not in (owner, *going) for user in User.objects.filter(username_key=key)):
        yield Fault(at, "This address is another person's username.")


def write(user: User, entry: UserEntry) -> dict[str, Any]:
    """Makes the list true. The first address is the primary one if the file names none."""
    if not entry.given("emails"):
        return {}
    wanted = {comparison_key(tidy(email.value)): email for email in entry.emails}
    primary = next((key for key, email in wanted.items() if email.primary), next(iter(wanted), ""))
    before = _state(user)
    after = sorted([tidy(email.value), email.verified, key == primary] for key, email in wanted.items())
    if before == after:
        return {}
    user.emails.exclude(value_key__in=list(wanted)).delete()
    user.emails.filter(primary=True).exclude(value_key=primary).update(primary=False)  # there may be one only
    rows = {row.value_key: row for row in user.emails.all()}
    for key, email in wanted.items():
        row = rows.get(key) or EmailAddress(user=user)
        row.value, row.verified, row.primary = email.value, email.verified, key == primary
        row.save()
    return {"emails": {"before": before, "after": after}}


def _state(user: User) -> list[list[Any]]:
    return sorted([row.value, row.verified, row.primary] for row in user.emails.all())
