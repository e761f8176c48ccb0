"""`manage.py audit`: prints the record, or checks that it is whole."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.catalogue import Event
from audit.chain import faults
from audit.models import AuditEvent
from audit.since import moment

COLUMNS = (
    "id",
    "at",
    "event",
    "actor_id",
    "actor",
    "subject_id",
    "subject",
    "client_id",
    "ip",
    "user_agent",
    "channel",
    "details",
)


class Command(BaseCommand):
    help = "Print the audit record, oldest first; or verify that no row was changed or taken out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="WHEN", help="2026-12-01, 2026-12-01T08:30+01:00 (UTC if no zone), 2h, 7d")
        parser.add_argument("--event", action="append", choices=Event.values, metavar="EVENT", help="only this one; repeatable")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--verify", action="store_true", help="check the whole record; exit status 1 if it has a fault")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verify"]:
                self._verify(as_json=options["json"])
            else:
                for row in _rows(options["since"], options["event"]):
                    self.stdout.write(json.dumps(row) if options["json"] else _line(row))
        except BrokenPipeError:  # `| head` has seen enough; what is buffered goes nowhere, without a complaint at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _verify(self, *, as_json: bool) -> None:
        found = 0
        for fault in faults():
            found += 1
            row = {"chain": fault.chain, "sequence": fault.sequence, "fault": fault.reason}
            self.stdout.write(json.dumps(row) if as_json else f"chain {fault.chain}, row {fault.sequence}: {fault.reason}")
        if found:
            raise CommandError(f"The record is not whole: {found} fault{'s' if found > 1 else ''}.")
        if not as_json:
            self.stdout.write("The record is whole.")


def _rows(since: str | None, events: list[str] | None) -> Iterator[dict[str, Any]]:
    rows = AuditEvent.objects.order_by("at", "chain", "sequence")
    if since:
        try:
            rows = rows.filter(at__gte=moment(since))
        except ValueError:
            raise CommandError(f"--since: {since!a} is neither a date nor a duration such as 2h or 7d.") from None
    if events:
        rows = rows.filter(event__in=events)
    for row in rows.values(*COLUMNS).iterator(chunk_size=500):
        yield {**row, "id": str(row["id"]), "at": row["at"].isoformat(timespec="milliseconds").replace("+00:00", "Z")}


def _line(row: dict[str, Any]) -> str:
    """For people: what is empty is left out."""
    words = [row["at"], row["event"]]
    words += [f"{name}={_printable(str(row[key]))}" for name, key in SHOWN.items() if row[key]]
    if row["details"]:
        words.append(json.dumps(row["details"], sort_keys=True))
    return " ".join(words)


SHOWN = {"by": "actor", "of": "subject", "client": "client_id", "from": "ip", "channel": "channel"}


def _printable(text: str) -> str:
    """Names come from outside: no character of one may move the cursor, colour the terminal or fake a line."""
    if text.isprintable() and " " not in text and '"' not in text:
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())
