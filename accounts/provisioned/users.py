"""The section `users`."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.provisioned.emails import Addresses
from accounts.provisioned.exporting import exported
from accounts.provisioned.hashes import stored_form
from accounts.provisioned.permissions import faults_of_permissions, names_of, permissions
from accounts.provisioned.schema import UserEntry
from accounts.sessions.ending import end_everything
from audit.catalogue import Event
from audit.record import record
from core.digests import sha256_hex
from core.names import comparison_key, skeleton
from core.provisioning.faults import Fault, Location
from core.provisioning.recording import assign
from core.provisioning.sections import Change

PASSWORD_CHANGED = {"password": {"before": "", "after": ""}}


class Users:
    """People by their username, in comparison form."""

    name = "users"
    entry = UserEntry

    def __init__(self) -> None:
        self._addresses = Addresses()

    def key(self, entry: UserEntry) -> str:
        """The name in its comparison form."""
        return comparison_key(entry.userName)

    def check(self, entries: list[tuple[Location, UserEntry]], all_entries: dict[str, list[Any]]) -> Iterator[Fault]:
        """All that the forms of the admin would find, before anything is written."""
        groups = set(Group.objects.values_list("name", flat=True))
        groups |= {group.displayName for group in all_entries.get("groups", []) if group.state == "present"}
        looks: dict[str, str] = {}
        for where, entry in entries:
            if entry.state == "absent":
                continue
            twin = looks.setdefault(skeleton(entry.userName), entry.userName)
            if twin != entry.userName:
                yield Fault((*where, "userName"), f"This username looks like {twin} in the same file.")
            yield from _faults_of_columns(where, entry)
            for index, group in enumerate(entry.groups):
                if group not in groups:
                    yield Fault((*where, "groups", index), "There is no group of this name, neither here nor in the file.")
            yield from faults_of_permissions(where, entry.permissions)
            if entry.passwordHash is not None and stored_form(entry.passwordHash) is None:
                yield Fault((*where, "passwordHash"), "No hash that can be verified at bearable cost (Argon2, PBKDF2, scrypt).")
        yield from self._addresses.faults(entries)

    def write(self, entry: UserEntry) -> Change | None:
        """Creates or changes the person; a switched-off or re-passworded one loses every session and token."""
        user = User.objects.filter(username_key=self.key(entry)).first()
        created = user is None
        user = user or User(username=entry.userName)
        was_active, changes = user.is_active, assign(user, entry.columns())
        switched_off = was_active and not user.is_active and not created
        if switched_off:  # before and after the write: a crash in between leaves something to be repeated
            end_everything(user, actor=None, reason="disabled")
        if created:
            user.set_unusable_password()
        if created or changes:
            user.full_clean(exclude=["password"])
            user.save()
        if switched_off:
            end_everything(user, actor=None, reason="disabled")
        changes |= self._addresses.write(user, entry) | _write_sets(user, entry) | _write_password(user, entry, created=created)
        if not created and not changes:
            return None
        record(Event.CREATED if created else Event.CHANGED, subject=user, kind="User", changes=changes)
        return Change("created" if created else "changed", f"user {user.username}", changes)

    def remove(self, entry: UserEntry) -> Change | None:
        """Deletes the account with all that hangs on it."""
        user = User.objects.filter(username_key=self.key(entry)).first()
        if user is None:
            return None
        end_everything(user, actor=None, reason="removed")
        record(Event.DELETED, subject=user, kind="User")
        user.delete()
        return Change("removed", f"user {entry.userName}")

    def export(self, *, with_secrets: bool) -> list[dict[str, Any]]:
        """All people."""
        return [
            exported(user, with_secrets=with_secrets) for user in User.objects.order_by("username_key").prefetch_related("emails")
        ]


def _faults_of_columns(where: Location, entry: UserEntry) -> Iterator[Fault]:
    said = entry.said()
    for values in said.values():
        paths = list(values)
        for path in paths[1:]:
            if values[path] != values[paths[0]]:
                yield Fault((*where, *path), f"This contradicts {'.'.join(paths[0])}: both are one claim.")
    user = User.objects.filter(username_key=comparison_key(entry.userName)).first() or User()
    assign(user, entry.columns())
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        for column, messages in error.message_dict.items():
            path = next(iter(said.get(column, {(): None})))
            yield Fault((*where, *path), " ".join(messages))


def _write_sets(user: User, entry: UserEntry) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if entry.given("groups"):
        before, after = sorted(user.groups.values_list("name", flat=True)), sorted(set(entry.groups))
        if before != after:
            user.groups.set(Group.objects.filter(name__in=after))
            changes["groups"] = {"before": before, "after": after}
    if entry.given("permissions"):
        before, after = names_of(user.user_permissions), sorted(set(entry.permissions))
        if before != after:
            user.user_permissions.set(permissions(after))
            changes["permissions"] = {"before": before, "after": after}
    return changes


def _write_password(user: User, entry: UserEntry, *, created: bool) -> dict[str, Any]:
    """A password that is the present one already is left alone, so that applying twice changes nothing.

    A hash is taken over once: it changes when its owner signs in (made anew with our figures) or chooses another password, and
    the same file, applied again, must not take that back.
    """
    stored, applied = user.password, user.applied_hash
    if entry.password is not None and not check_password(entry.password, stored):  # not the method: that may write
        stored = make_password(entry.password)
    elif entry.passwordHash is not None:
        given = stored_form(entry.passwordHash) or ""
        if sha256_hex(given) != applied:
            stored, applied = given, sha256_hex(given)
    if stored == user.password:
        return {}
    if not created:
        end_everything(user, actor=None, reason="password set")
    user.password, user.applied_hash = stored, applied
    user.save(update_fields=["password", "applied_hash"])
    if created:
        return {}
    record(Event.PASSWORD_SET, subject=user)
    end_everything(user, actor=None, reason="password set")
    return PASSWORD_CHANGED
