"""`manage.py generate_docs`: writes the pages of docs/ that follow from the code."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from idp.documentation.marks import Contradiction
from idp.documentation.pages import all_pages


class Command(BaseCommand):
    help = "Write docs/settings.md, docs/audit-events.md and docs/compliance.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pages = all_pages(settings.BASE_DIR / "tests")
        except Contradiction as fault:
            raise CommandError(str(fault)) from None
        for name, text in pages.items():
            path = settings.BASE_DIR / "docs" / name
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            if options["check"]:
                raise CommandError(f"docs/{name} is out of date: run `make docs`.")
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/{name} is written.")
