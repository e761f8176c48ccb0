"""`manage.py one_time_link USERNAME`."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.links import find_link, fingerprint
from audit.models import AuditEvent


def one_time_link(username: str) -> str:
    out = StringIO()
    call_command("one_time_link", username, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("typed", ["alice", " ALICE ", "alice@example.org"])
def test_prints_a_link_that_works_and_nothing_else(alice: Any, typed: str) -> None:
    printed = one_time_link(typed)
    assert printed.startswith("http") and printed.count("\n") == 1
    link = find_link(fingerprint(printed.strip().rpartition("/")[2]))
    assert link is not None and link.user == alice
    row = AuditEvent.objects.get(event="one_time_link_made")
    assert row.subject == "alice" and row.channel == "command"


def test_an_earlier_link_ends(alice: Any) -> None:
    first, second = one_time_link("alice").strip(), one_time_link("alice").strip()
    assert find_link(fingerprint(first.rpartition("/")[2])) is None
    assert find_link(fingerprint(second.rpartition("/")[2])) is not None


@pytest.mark.parametrize("typed", ["nobody", "", "ali\0ce", "x" * 5000, "\udcff"])
def test_nobody_of_this_name(alice: Any, typed: str) -> None:
    with pytest.raises(CommandError, match="no account"):
        one_time_link(typed)


def test_switched_off(alice: Any) -> None:
    alice.is_active = False
    alice.save()
    with pytest.raises(CommandError, match="switched off"):
        one_time_link("alice")
