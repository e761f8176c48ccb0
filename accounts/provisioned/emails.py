"""A user's `emails`."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import EmailAddress, User
from accounts.models.address import tidy
from accounts.provisioned.schema import UserEntry
from core.names import comparison_key
from core.provisioning.faults import Fault, Location


class Addresses:
    """The addresses of all users of one file."""

    def __init__(self) -> None:
        self._moved: dict[str, str] = {}  # address → the user of the file who gives it away

    def faults(self, entries: list[tuple[Location, UserEntry]]) -> Iterator[Fault]:
        """Malformed, repeated, and of somebody else who does not give them away in the same file."""
        going = {comparison_key(entry.userName) for _, entry in entries if entry.state == "absent"}
        staying = [(where, entry) for where, entry in entries if entry.state == "present"]
        verified: dict[str, str] = {}
        names = {comparison_key(entry.userName) for _, entry in staying}
        kept = {comparison_key(entry.userName): _verified(entry) for _, entry in staying if entry.given("emails")}
        for where, entry in staying:
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
                if (key in names and key != owner) or _is_a_username(key, {owner, *going}):
                    yield Fault(at, "This address is another person's username.")
                if email.verified:
                    yield from self._held_by_others(at, key, {owner, *going}, kept)

    def _held_by_others(self, at: Location, key: str, free: set[str], kept: dict[str, set[str]]) -> Iterator[Fault]:
        for row in EmailAddress.objects.filter(value_key=key, verified=True).select_related("user"):
            holder = row.user.username_key
            if holder in free:
                continue
            if holder in kept and key not in kept[holder]:
                self._moved[key] = holder
            else:
                yield Fault(at, "This address belongs to another account.")

    def write(self, user: User, entry: UserEntry) -> dict[str, Any]:
        """Makes the list true. If the file says nothing of which is the primary address, the first is."""
        if not entry.given("emails"):
            return {}
        wanted = {comparison_key(tidy(email.value)): email for email in entry.emails}
        silent = not any("primary" in email.model_fields_set for email in entry.emails)
        primary = next((key for key, email in wanted.items() if email.primary), next(iter(wanted), "") if silent else "")
        before = _state(user)
        after = sorted([tidy(email.value), email.verified, key == primary] for key, email in wanted.items())
        if before == after:
            return {}
        user.emails.exclude(value_key__in=list(wanted)).delete()
        user.emails.filter(primary=True).exclude(value_key=primary).update(primary=False)  # there may be one only
        rows = {row.value_key: row for row in user.emails.all()}
        for key, email in wanted.items():
            if email.verified and key in self._moved:
                EmailAddress.objects.filter(value_key=key, verified=True, user__in=self._giver(key)).exclude(user=user).delete()
            row = rows.get(key) or EmailAddress(user=user)
            row.value, row.verified, row.primary = email.value, email.verified, key == primary
            row.save()
        return {"emails": {"before": before, "after": after}}

    def _giver(self, key: str) -> list[User]:
        return list(User.objects.filter(username_key=self._moved[key]))


def _verified(entry: UserEntry) -> set[str]:
    return {comparison_key(tidy(email.value)) for email in entry.emails if email.verified}


def _is_a_username(key: str, free: set[str]) -> bool:
    return User.objects.filter(username_key=key).exclude(username_key__in=free).exists()


def _state(user: User) -> list[list[Any]]:
    return sorted([row.value, row.verified, row.primary] for row in user.emails.all())
