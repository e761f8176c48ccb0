"""Faults that the outbox survives, caused for real: many workers at one row, and a worker killed in mid-task."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import ROOT, RunningServer

WORK = "import tests.unit.outbox.work\nfrom outbox import enqueue\nfrom outbox.worker import run_once\n"
RACE = """
import threading
from django.db import connection
gate = threading.Barrier(8)
def race():
    connection.ensure_connection()
    gate.wait()
    run_once()
    connection.close()
for _ in range({rounds}):
    enqueue("test.append", {{"path": {path!r}}})
    threads = [threading.Thread(target=race) for _ in range(8)]
    for one in threads: one.start()
    for one in threads: one.join()
"""


@pytest.fixture(scope="module")
def site() -> Iterator[RunningServer]:
    """A database file of its own; no web server."""
    site = RunningServer()
    site.manage("migrate", "outbox", "--verbosity=0")
    yield site
    site.stop()


def test_of_eight_workers_at_one_row_one_does_the_work(site: RunningServer, tmp_path: Path) -> None:
    path = tmp_path / "lines"
    site.run(WORK + RACE.format(rounds=10, path=str(path)))
    assert path.read_text() == "began\nended\n" * 10


def test_work_whose_worker_is_killed_is_done_by_the_next(site: RunningServer, tmp_path: Path) -> None:
    path = tmp_path / "lines"
    site.run(WORK + f"enqueue('test.append', {{'path': {str(path)!r}, 'seconds': 30}})")
    code = f"import django; django.setup()\n{WORK}run_once()"
    killed = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=site.environment)
    for _ in range(200):
        if path.exists() and path.read_text():
            break
        time.sleep(0.1)
    killed.kill()
    killed.wait()
    assert path.read_text() == "began\n"
    next_worker = f"""
import time
from outbox.models import OutboxItem
OutboxItem.objects.update(args={{"path": {str(path)!r}}})
while not run_once():
    time.sleep(0.1)
"""
    site.run(WORK + next_worker)
    assert path.read_text() == "began\nbegan\nended\n"
