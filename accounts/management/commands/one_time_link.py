"""`manage.py one_time_link USERNAME`: a link with which one person chooses a password, once, within an hour."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.links import make_link
from accounts.login.identify import find_user


class Command(BaseCommand):
    help = "Print a fresh one-time link with which a person chooses a password. Earlier links of theirs end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="the username, or a verified e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        user = find_user(options["username"])
        if user is None:
            raise CommandError(f"There is no account {options['username']!a}.")
        if not user.is_active:  # the page would refuse it
            raise CommandError(f"The account {user.username} is switched off.")
        self.stdout.write(make_link(user))  # alone on its line, for scripts
