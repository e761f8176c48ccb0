"""The section `groups`."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group

from accounts.provisioned.permissions import faults_of_permissions, names_of, permissions
from audit.catalogue import Event
from audit.record import record
from core.provisioning.faults import Fault, Location
from core.provisioning.sections import Change, Entry
from core.text import has_control_characters


class GroupEntry(Entry):
    """One group."""

    displayName: str
    permissions: list[str] = []


class Groups:
    """Groups by their display name, compared exactly."""

    name = "groups"
    entry = GroupEntry

    def key(self, entry: GroupEntry) -> str:
        """Its name."""
        return entry.displayName

    def check(self, entries: list[tuple[Location, GroupEntry]], all_entries: dict[str, list[Any]]) -> Iterator[Fault]:
        """Names, permissions, and whether a group goes away that the same file gives to somebody."""
        wanted = {name for user in all_entries.get("users", []) if user.state == "present" for name in user.groups}
        for where, entry in entries:
            name = entry.displayName
            if not name.strip() or name != name.strip() or len(name) > 150 or has_control_characters(name):
                yield Fault((*where, "displayName"), "A group's name has 1 to 150 characters, none of them a blank at its ends.")
            if entry.state == "absent" and entry.displayName in wanted:
                yield Fault((*where, "state"), "The same file puts users into this group.")
            yield from faults_of_permissions(where, entry.permissions)

    def write(self, entry: GroupEntry) -> Change | None:
        """Creates it, and sets its permissions if the file names any."""
        group, created = Group.objects.get_or_create(name=entry.displayName)
        changes: dict[str, Any] = {}
        if entry.given("permissions"):
            before, after = names_of(group.permissions), sorted(set(entry.permissions))
            if before != after:
                group.permissions.set(permissions(after))
                changes["permissions"] = {"before": before, "after": after}
        if not created and not changes:
            return None
        record(Event.CREATED if created else Event.CHANGED, subject=group, kind="Group", changes=changes)
        return Change("created" if created else "changed", f"group {group.name}", changes)

    def remove(self, entry: GroupEntry) -> Change | None:
        """Takes it away from everybody."""
        group = Group.objects.filter(name=entry.displayName).first()
        if group is None:
            return None
        record(Event.DELETED, subject=group, kind="Group")
        group.delete()
        return Change("removed", f"group {entry.displayName}")

    def export(self, *, with_secrets: bool) -> list[dict[str, Any]]:
        """All groups."""
        found: list[dict[str, Any]] = []
        for group in Group.objects.order_by("name"):
            names = names_of(group.permissions)
            found.append({"displayName": group.name, **({"permissions": names} if names else {})})
        return found
