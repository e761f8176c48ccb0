"""`make run`, as a newcomer meets it."""

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import psutil
import pytest

from tests.support.server import ROOT, free_port


def environment(data_dir: Path, port: int, **more: str) -> dict[str, str]:
    """Nothing set but these; the suite's own virtual environment is used."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KEYHALL_", "DJANGO_", "DATABASE_"))}
    return {**kept, "KEYHALL_DATA_DIR": str(data_dir), "KEYHALL_PORT": str(port), "KEYHALL_VENV": sys.prefix, **more}


def start(data_dir: Path, port: int) -> "subprocess.Popen[str]":
    """In a process group of its own, as a terminal would."""
    return subprocess.Popen(
        ["make", "run"], cwd=ROOT, env=environment(data_dir, port), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip


def until(process: "subprocess.Popen[str]", words: str) -> str:
    """What was printed up to a line with `words`."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Any, int, str]]:
    """A site started by `make run`: its process, port, and what it said."""
    port = free_port()
    process = start(tmp_path / "data", port)
    try:
        yield process, port, until(process, "Ctrl-C")
    finally:
        for child in family(process):
            child.kill()
        process.wait(20)


def family(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    """It and everything below it that still runs."""
    try:
        root = psutil.Process(process.pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def test_from_nothing_to_an_administrator_and_back(site: tuple[Any, int, str], tmp_path: Path) -> None:
    process, port, said = site
    link = re.search(rf"http://127.0.0.1:{port}/accounts/password/link/[\w-]+", said)
    assert link, said
    with httpx.Client(follow_redirects=True, timeout=20) as browser:
        page = browser.get(link[0])
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        chosen = {"new_password1": "looking glass 1871", "new_password2": "looking glass 1871"}
        assert "admin" in browser.post(str(page.url), data={**hidden, **chosen}).text
        assert browser.get(f"http://127.0.0.1:{port}/admin/").status_code == 200
        assert browser.get(f"http://127.0.0.1:{port}/playground/").status_code == 200
    running = family(process)
    assert len(running) >= 4  # make, supervisor, granian, workers
    os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C does
    process.wait(30)
    _gone, alive = psutil.wait_procs(running, 10)
    assert not alive
    assert not listening(port)
    again = start(tmp_path / "data", port)
    try:
        assert "password/link" not in until(again, "Ctrl-C")  # an administrator can sign in already
    finally:
        os.killpg(again.pid, signal.SIGINT)
        again.wait(30)


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_killing_the_supervisor_leaves_nothing(site: tuple[Any, int, str]) -> None:
    process, port, _said = site
    running = family(process)
    supervisor = next(one for one in running if "manage.py" in " ".join(one.cmdline()))
    supervisor.kill()
    _gone, alive = psutil.wait_procs(running, 35)
    assert not alive
    assert not listening(port)


def test_killing_the_web_servers_main_process_ends_everything(site: tuple[Any, int, str]) -> None:
    """Its workers would go on answering and hold the port, with nobody to stop them."""
    process, port, _said = site
    running = family(process)
    next(one for one in running if "granian" in " ".join(one.cmdline())).kill()
    said, _ = process.communicate(timeout=30)
    assert process.returncode != 0
    assert "The web server ended by itself." in said
    assert "Traceback" not in said
    _gone, alive = psutil.wait_procs(running, 10)
    assert not alive
    assert not listening(port)


def test_a_web_worker_that_dies_is_replaced(site: tuple[Any, int, str]) -> None:
    process, port, _said = site
    granian = next(one for one in family(process) if "granian" in " ".join(one.cmdline()))
    for worker in granian.children():
        worker.kill()
    for _ in range(100):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/accounts/login/", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("no worker came back")


def refused(tmp_path: Path, **more: str) -> str:
    """What `make run` says when it refuses, without make's own line."""
    done = subprocess.run(
        ["make", "run"], cwd=ROOT, env=environment(tmp_path / "data", free_port(), **more), capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"Port {port} is taken" in refused(tmp_path, KEYHALL_PORT=port)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KEYHALL_PORT", "http", "KEYHALL_PORT"),
        ("KEYHALL_PORT", "99999", "KEYHALL_PORT"),
        ("KEYHALL_DATA_DIR", "/proc/keyhall", "/proc/keyhall can't be written"),
        ("KEYHALL_DATA_DIR", "/dev/null/keyhall", "can't be written"),
    ],
)
def test_other_refusals_are_one_sentence(tmp_path: Path, name: str, value: str, words: str) -> None:
    assert words in refused(tmp_path, **{name: value})


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    """The launcher as a module."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 9), (3, 10, 14)])
def test_an_old_python_is_one_sentence(bootstrap: ModuleType, version: tuple[int, ...]) -> None:
    with pytest.raises(bootstrap.CannotStart, match=r"needs Python 3\.11 or newer, and this is"):
        bootstrap.check_python(version)
    bootstrap.check_python((3, 11, 0))


def test_the_launcher_parses_on_old_pythons() -> None:
    """No syntax that Python 3.4 lacks: an old one must get as far as saying what is wrong."""
    import ast

    ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 4))
    assert not re.search(r'\bf"|\bf\'|:=', (ROOT / "bootstrap.py").read_text())
