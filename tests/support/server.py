"""A real server for tests: granian with two workers over a database of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from idp.serve.web import command

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port on 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningServer:
    """Started by `start()`, ended by `stop()`; `run()` and `manage()` reach into the same site from another process."""

    def __init__(self, workers: int = 2, **environment: str) -> None:
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.data_dir = Path(tempfile.mkdtemp(prefix="keyhall-server-"))
        self.workers = workers
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KEYHALL_", "DJANGO_", "DATABASE_"))}
        self.environment = {
            **kept, "DJANGO_SETTINGS_MODULE": "idp.settings", "KEYHALL_PORT": str(self.port),
            "KEYHALL_DATA_DIR": str(self.data_dir), **environment,
        }  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> RunningServer:
        """Migrates, makes keys, starts the web server and waits until it answers."""
        self.manage("serve", "--setup-only")
        self._log = (self.data_dir / "server.log").open("wb")
        granian = command("127.0.0.1", self.port, self.workers, playground=self.environment.get("KEYHALL_PLAYGROUND") != "false")
        self._process = subprocess.Popen(granian, cwd=ROOT, env=self.environment, stdout=self._log, stderr=self._log)
        for _ in range(200):
            try:
                if httpx.get(f"{self.base_url}/.well-known/openid-configuration", timeout=2).status_code == 200:
                    return self
            except httpx.TransportError:
                if self._process.poll() is not None:
                    break
            time.sleep(0.1)
        self.stop()
        raise RuntimeError("the server did not start: " + self.log())

    @property
    def pid(self) -> int:
        """Of the server's main process."""
        assert self._process is not None
        return self._process.pid

    def log(self) -> str:
        """What the server printed."""
        path = self.data_dir / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def manage(self, *arguments: str) -> str:
        """`manage.py …`; gives its standard output. Raises CalledProcessError."""
        return self._python("manage.py", *arguments)

    def run(self, code: str) -> str:
        """Python with Django set up, in a process of its own; gives its standard output."""
        return self._python("-c", f"import django; django.setup()\n{code}")

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def stop(self) -> None:
        """Ends the server that this object started, and removes its data."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._log.close()
            self._process = None
        shutil.rmtree(self.data_dir, ignore_errors=True)
