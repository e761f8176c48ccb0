"""`manage.py audit`."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from audit.catalogue import Event
from audit.chain import Chain
from audit.models import AuditEvent
from audit.record import record
from audit.since import moment

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def audit(*words: str) -> str:
    out = StringIO()
    call_command("audit", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def rows(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yesterday a sign-in, an hour ago a failure, now a change."""
    AuditEvent.objects.all().delete()
    monkeypatch.setattr("audit.record.chain", Chain())
    for ago, event in (
        (timedelta(days=1), Event.SIGN_IN),
        (timedelta(hours=1), Event.SIGN_IN_FAILED),
        (timedelta(0), Event.CHANGED),
    ):
        with time_machine.travel(NOON - ago, tick=False):
            record(event, client_id="app", username="x\x1b[31mred\nfake line")


def events(text: str) -> list[str]:
    return [json.loads(line)["event"] for line in text.splitlines()]


@time_machine.travel(NOON, tick=False)
def test_since_and_event(rows: None) -> None:
    assert events(audit("--json")) == ["sign_in", "sign_in_failed", "changed"]
    assert events(audit("--json", "--since", "2h")) == ["sign_in_failed", "changed"]
    assert events(audit("--json", "--since", "2026-12-01T12:30+01:00")) == ["changed"]
    assert events(audit("--json", "--since", "2026-12-01")) == ["sign_in_failed", "changed"]
    assert events(audit("--json", "--event", "sign_in", "--event", "changed")) == ["sign_in", "changed"]


def test_json_holds_every_column(rows: None) -> None:
    row = json.loads(audit("--json").splitlines()[0])
    assert row["at"] == "2026-11-30T12:00:00.000Z" and row["client_id"] == "app" and row["channel"] == "command"
    assert row["details"] == {"username": "x\x1b[31mred\nfake line"}


def test_what_outsiders_wrote_can_neither_fake_a_line_nor_reach_the_terminal(rows: None) -> None:
    record(Event.SIGN_IN_FAILED, client_id="a\r\nb \x9b2J\u202e")
    printed = audit()
    assert len(printed.splitlines()) == 4
    assert all(line.isprintable() for line in printed.split("\n"))
    assert 'client="a\\r\\nb \\u009b2J\\u202e"' in printed


@pytest.mark.parametrize(
    "since", ["yesterday", "2h30", "-2h", "99999999999d", "999999999w", "2026-13-01", "0001-01-01T00:00+14:00", "\0"]
)
def test_a_since_that_makes_no_sense(rows: None, since: str) -> None:
    with pytest.raises(CommandError, match="--since"):
        audit(f"--since={since}")


def test_verify(rows: None) -> None:
    assert audit("--verify") == "The record is whole.\n"
    assert audit("--verify", "--json") == ""
    second = AuditEvent.objects.order_by("sequence")[1]
    AuditEvent.objects.filter(pk=second.pk).update(actor="somebody else")
    for words in (("--verify",), ("--verify", "--json")):
        with pytest.raises(CommandError, match="not whole: 1 fault") as caught:
            audit(*words)
        assert caught.value.returncode == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", NOON - timedelta(seconds=90)), ("30m", NOON - timedelta(minutes=30)), ("2w", NOON - timedelta(days=14)),
        ("2026-11-30T23:00-02:00", datetime(2026, 12, 1, 1, tzinfo=UTC)),
        (" 2026-11-30 08:15 ", datetime(2026, 11, 30, 8, 15, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_moments(text: str, expected: datetime) -> None:
    with time_machine.travel(NOON, tick=False):
        assert moment(text) == expected


def test_a_reader_that_has_seen_enough(tmp_path: Any) -> None:
    """`manage.py audit | head` ends without a traceback."""
    program = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from audit.management.commands import audit\n"
        "row = {**dict.fromkeys(audit.COLUMNS, 'x'), 'details': {}}\n"
        "audit._rows = lambda since, events: [row] * 5000\n"
        "call_command(audit.Command())\n"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "idp.settings", "KEYHALL_DATA_DIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().strip()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
