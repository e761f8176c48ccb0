"""`manage.py export`: writes the site in the form that `apply` reads."""

from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Write groups, users and clients as YAML that `apply` reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--with-secrets", action="store_true", help="password hashes and hashes of client secrets too")

    def handle(self, *args: Any, **options: Any) -> None:
        from ruamel.yaml import YAML

        from core.provisioning.sections import sections

        document = {section.name: section.export(with_secrets=options["with_secrets"]) for section in sections()}
        yaml = YAML()
        yaml.indent(mapping=2, sequence=4, offset=2)
        yaml.width = 1000
        text = StringIO()
        yaml.dump({name: entries for name, entries in document.items() if entries}, text)
        self.stdout.write(text.getvalue(), ending="")
