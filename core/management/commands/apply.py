"""`manage.py apply FILE.yaml`: makes what the file declares true."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

if TYPE_CHECKING:
    from core.provisioning.applying import Plan


class Command(BaseCommand):
    help = "Make what a YAML file declares true (groups, users, clients). A wrong file is refused whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the YAML file; - reads standard input")
        parser.add_argument("--check", action="store_true", help="only say what is wrong; write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        from core.provisioning.applying import Plan  # loads the YAML and schema libraries: for this command only
        from core.provisioning.document import MAX_OCTETS
        from core.provisioning.faults import Refused

        source = options["file"]
        try:
            if source == "-":
                octets = sys.stdin.buffer.read(MAX_OCTETS + 1)
            else:
                with Path(source).open("rb") as file:
                    octets = file.read(MAX_OCTETS + 1)
        except OSError as error:
            raise CommandError(f"{source} can't be read: {error.strerror}.") from None
        try:
            plan = Plan(octets)
        except Refused as refused:
            sentences = "\n".join(refused.sentences("standard input" if source == "-" else source))
            raise CommandError(f"Nothing was changed.\n{sentences}") from None
        if options["check"]:
            self.stdout.write("The file is right.")
            return
        try:
            self._carry_out(plan)
        except (DatabaseError, ValidationError) as error:  # somebody else wrote at the same time, or the disk is full
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise CommandError(f"Stopped half way: {reason}\nWhat is printed above is done. Apply the file again.") from None

    def _carry_out(self, plan: "Plan") -> None:
        count = 0
        for change in plan.carry_out():
            count += 1
            names = f" ({', '.join(change.changes)})" if change.action == "changed" and change.changes else ""
            self.stdout.write(f"{change.action} {change.name}{names}")
            if change.notice:
                self.stdout.write(f"  {change.notice}")
        if not count:
            self.stdout.write("Nothing to change.")
