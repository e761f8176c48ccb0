"""Applying a text, exporting, and everything that a file can say as the database has it."""

import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import EmailAddress, User
from audit.models import AuditEvent
from idp.oauth2.models import Client


def apply(text: str | bytes, **options: Any) -> str:
    """What `manage.py apply` printed. Raises CommandError for a file that is refused."""
    out = StringIO()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "site.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        call_command("apply", str(path), stdout=out, **options)
    return out.getvalue()


def export(**options: Any) -> str:
    """What `manage.py export` printed."""
    out = StringIO()
    call_command("export", stdout=out, **options)
    return out.getvalue()


def state() -> list[Any]:
    """Rows, and how many events were recorded."""
    sets = [
        (user.username, sorted(map(str, user.user_permissions.all())), sorted(map(str, user.groups.all())))
        for user in User.objects.all()
    ]
    return [
        sorted(map(repr, Group.objects.values_list("name", "permissions"))),
        sorted(map(repr, User.objects.values())),
        sorted(map(repr, EmailAddress.objects.values())),
        sorted(map(repr, Client.objects.values())),
        sets,
        AuditEvent.objects.count(),
    ]
