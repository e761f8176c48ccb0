"""`manage.py rotate_keys`: brings the next keys into use, or takes a compromised one away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from keys.models import Use
from keys.rotation import JWKS_CACHE, NotYetPublished, rotate, withdraw


class Command(BaseCommand):
    help = "Rotate keys: next becomes active, active becomes retiring, a new next key is published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--use", choices=Use.values, help="only the keys of this use")
        parser.add_argument("--compromised", metavar="KID", help="take this key away at once; what it signed no longer counts")
        parser.add_argument("--force", action="store_true", help="even if the next key was published only just now")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compromised"]:
            if not withdraw(options["compromised"]):
                raise CommandError(f"No key in use has the ID {options['compromised']}.")
            self.stdout.write(f"{options['compromised']} is withdrawn.")
            return
        use = Use(options["use"]) if options["use"] else None
        if use in (Use.SAML, Use.DATA):
            raise CommandError(f"There are no keys for {use} yet.")
        try:
            promoted = rotate(use, force=options["force"])
        except NotYetPublished as error:
            minutes = int(JWKS_CACHE.total_seconds() // 60)
            raise CommandError(
                f"{error}: published less than {minutes} minutes ago, so relying parties may not know it yet. "
                "Wait, or use --force."
            ) from None
        for key in promoted:
            self.stdout.write(f"{key.use} {key.algorithm}: {key.kid} is active.")
