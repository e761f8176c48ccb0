"""Permissions by name, as `accounts.change_user`."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission

from core.provisioning.faults import Fault, Location


def find(name: str) -> Permission | None:
    """The permission `app.codename`."""
    app, _, codename = name.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename).first()


def permissions(names: list[str]) -> list[Permission]:
    """Those that are there."""
    return [found for name in names if (found := find(name))]


def names_of(related: Any) -> list[str]:
    """`app.codename` of a many-to-many, sorted."""
    rows = related.select_related("content_type")
    return sorted(f"{row.content_type.app_label}.{row.codename}" for row in rows)


def faults_of_permissions(where: Location, names: list[str]) -> Iterator[Fault]:
    """Those that are not there."""
    for index, name in enumerate(names):
        if find(name) is None:
            yield Fault((*where, "permissions", index), "There is no permission of this name (as accounts.view_user).")
