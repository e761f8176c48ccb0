"""`manage.py serve`: prepares the site, starts web server and worker, and ends both on Ctrl-C."""

import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.links import first_administrator_link
from idp.serve import port
from idp.serve.prepare import NotPrepared, prepare
from idp.serve.web import DidNotStart, WebServer
from outbox.worker import run_forever


class Command(BaseCommand):
    help = "Prepare the site, then run web server and worker until told to stop (Ctrl-C, SIGTERM)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--setup-only", action="store_true", help="prepare the site and start nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not options["setup_only"]:
                port.check(settings.KEYHALL_HOST, settings.KEYHALL_PORT)
            prepare()
            if not options["setup_only"]:
                self._run()
        except (port.PortTaken, NotPrepared) as fault:
            raise CommandError(str(fault)) from None
        except DidNotStart:
            raise CommandError("The web server did not start; what it printed above says why.") from None

    def _run(self) -> None:
        stop, died = threading.Event(), threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        web = WebServer(settings.KEYHALL_HOST, settings.KEYHALL_PORT, settings.KEYHALL_WORKERS)
        web.start()

        def ended() -> None:
            if not stop.is_set():
                died.set()
                stop.set()

        web.watch(ended)
        try:
            self._welcome(web)
            run_forever(stop)
        finally:
            stop.set()
            web.stop()
        if died.is_set():
            raise CommandError("The web server ended by itself.")

    def _welcome(self, web: WebServer) -> None:
        self.stdout.write(f"Keyhall is at {settings.KEYHALL_ORIGIN}")
        if web.address != settings.KEYHALL_ORIGIN:
            self.stdout.write(f"  listening on {web.address}")
        link = first_administrator_link()
        if link:
            self.stdout.write("The first administrator (username: admin) chooses a password here, once, within an hour:")
            self.stdout.write(f"  {link}")
        self.stdout.write("Stop with Ctrl-C.")
        sys.stdout.flush()
