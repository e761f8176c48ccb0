"""`manage.py worker`: does what waits in the outbox, without a web server."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from outbox.worker import run_forever


class Command(BaseCommand):
    help = "Do the work in the outbox until told to stop (SIGINT or SIGTERM)."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        run_forever(stop)
