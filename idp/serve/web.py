"""The web server as a child process (granian, WSGI, one thread a worker: decision 0004)."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import psutil
from django.conf import settings

GRACE = 25  # seconds for requests in flight; the whole stop takes at most 30
STARTS_WITHIN = 30.0
REMIND_AFTER = 2.0
ORPHANS_HAVE = 3.0


class DidNotStart(Exception):
    """The web server ended before it answered."""


def command(host: str, port: int, workers: int, *, playground: bool) -> list[str]:
    """What starts granian.

    One thread a worker: a second one gains nothing for work that is CPU, and on SQLite each holds a connection. Where the
    playground is on, its callback calls the very site it runs on, and the call may reach the same worker: three threads then,
    which idle for long so that they keep their connections (a thread that idles out leaves its own behind).
    """
    threads = ["--blocking-threads", "3", "--blocking-threads-idle-timeout", "600"] if playground else ["--blocking-threads", "1"]
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        *threads, "--respawn-failed-workers", "--no-access-log", "--log-level", "warning", "--workers-kill-timeout", str(GRACE),
        "idp.wsgi:application",
    ]  # fmt: skip


class WebServer:
    """Starts, watches and stops granian. Its main process does not load Django; its workers do."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self._command = command(host, port, workers, playground=settings.KEYHALL_PLAYGROUND)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. Raises DidNotStart."""
        # A session of its own: Ctrl-C reaches this process only, which then stops the server in order.
        self._process = subprocess.Popen(  # noqa: S603 (our own words)
            self._command, cwd=settings.BASE_DIR, start_new_session=True, preexec_fn=_end_with_the_parent
        )
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise DidNotStart
            if self._answers():
                return
            time.sleep(0.05)
        self.stop()
        raise DidNotStart

    def _answers(self) -> bool:
        host = settings.ALLOWED_HOSTS[0]
        request = urllib.request.Request(f"{self.address}/.well-known/openid-configuration", headers={"Host": host})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 (our own address)
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def watch(self, ended: Callable[[], None]) -> None:
        """Calls `ended` from another thread if the server ends by itself."""

        def wait() -> None:
            assert self._process is not None
            self._process.wait()
            ended()

        threading.Thread(target=wait, daemon=True).start()

    def stop(self) -> None:
        """Requests in flight are finished; nothing is left running."""
        if self._process is None:
            return
        if self._process.poll() is not None:
            self._end_orphans()
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(REMIND_AFTER)
            return
        except subprocess.TimeoutExpired:
            self._remind_workers()
        try:
            self._process.wait(GRACE + 3 - REMIND_AFTER)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            self._end_orphans()

    def _end_orphans(self) -> None:
        """A main process that was killed leaves its workers behind, which would go on answering and hold the port. They are
        still in the group that it led."""
        assert self._process is not None
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, number)
            except (ProcessLookupError, PermissionError):  # nobody is left (macOS gives the second for that)
                return
            time.sleep(ORPHANS_HAVE)

    def _remind_workers(self) -> None:
        """A worker that was still loading when it was told to end has missed it (seen: one start in five that is stopped at
        once); one that finishes a request only hears it twice."""
        assert self._process is not None
        try:
            for worker in psutil.Process(self._process.pid).children():
                worker.terminate()
        except psutil.NoSuchProcess:
            pass


def _end_with_the_parent() -> None:
    """Linux: the server is told to end if this process is killed. Elsewhere nothing."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
