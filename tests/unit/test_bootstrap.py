"""The launcher: what it refuses to touch, when it installs, and that very old Pythons can read it."""

import importlib.util
import shutil
import subprocess
import sys
import venv as maker
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bootstrap() -> ModuleType:
    """The launcher as a module of this test's own."""
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", ROOT / "bootstrap.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def pip(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands in for pip: counts the calls, and answers with `status`."""
    seen = SimpleNamespace(calls=0, status=0)

    def call(command: list[str], **options: object) -> int:
        seen.calls += 1
        return int(seen.status)

    monkeypatch.setattr(bootstrap.subprocess, "call", call)
    return seen


def test_packages_are_installed_once(bootstrap: ModuleType, pip: SimpleNamespace, tmp_path: Path) -> None:
    for _ in range(3):
        bootstrap.install(str(tmp_path), sys.executable, "requirements.txt")
    assert pip.calls == 1


@pytest.mark.parametrize("changed", ["requirements.txt", "requirements-dev.txt"])
def test_packages_are_installed_again_when_a_pin_changes(
    bootstrap: ModuleType, pip: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(bootstrap, "PROJECT", str(tmp_path))
    bootstrap.install(str(tmp_path), sys.executable, "requirements-dev.txt")
    with (tmp_path / changed).open("a") as file:
        file.write("another==1.0\n")
    bootstrap.install(str(tmp_path), sys.executable, "requirements-dev.txt")
    assert pip.calls == 2


def test_the_pins_leave_nothing_for_pip_to_choose() -> None:
    """They are installed without looking for what they need."""
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_failed_installation_is_not_taken_for_done(bootstrap: ModuleType, pip: SimpleNamespace, tmp_path: Path) -> None:
    pip.status = 1
    for _ in range(2):
        with pytest.raises(bootstrap.CannotStart, match="could not be installed"):
            bootstrap.install(str(tmp_path), sys.executable, "requirements.txt")
    assert pip.calls == 2


def test_a_folder_named_by_mistake_is_left_alone(bootstrap: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(bootstrap.CannotStart, match="neither empty nor a virtual environment"):
        bootstrap.make_venv(str(tmp_path))
    assert (tmp_path / "thesis.tex").exists()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The virtual environments that were made, without the time it takes."""
    folders: list[str] = []
    monkeypatch.setattr(maker, "create", lambda folder, **options: folders.append(folder))
    return folders


def whole(folder: Path, version: str) -> Path:
    """A virtual environment of this version, as far as the launcher looks at it."""
    (folder / "bin").mkdir()
    (folder / "bin" / "python").touch()
    (folder / "bin" / "pip").touch()
    (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")
    return folder


def test_a_whole_environment_is_used_as_it_is(bootstrap: ModuleType, made: list[str], tmp_path: Path) -> None:
    whole(tmp_path, bootstrap.platform.python_version())
    assert bootstrap.make_venv(str(tmp_path)) == str(tmp_path / "bin" / "python")
    assert not made


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "pyvenv.cfg").write_text("version = 3.9.2\n"),  # the system's Python was upgraded
        lambda folder: (folder / "bin" / "python").unlink(),  # … and the old one removed
        lambda folder: (folder / "bin" / "pip").unlink(),  # the making was interrupted
    ],
)
def test_any_other_environment_is_made_anew(
    bootstrap: ModuleType, made: list[str], tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(whole(tmp_path, bootstrap.platform.python_version()))
    bootstrap.make_venv(str(tmp_path))
    assert made == [str(tmp_path)]


def test_a_python_without_venv_is_one_sentence(bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)  # Debian without python3-venv
    with pytest.raises(bootstrap.CannotStart, match="apt install python3-venv"):
        bootstrap.make_venv(str(tmp_path))


@pytest.mark.parametrize("path", ["/proc/keyhall", "/dev/null/keyhall"])
def test_a_folder_that_cannot_be_written_is_one_sentence(bootstrap: ModuleType, path: str) -> None:
    """These refuse root too."""
    with pytest.raises(bootstrap.CannotStart, match="can't be written"):
        bootstrap.make_venv(path)


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run", "now"]])
def test_an_unknown_command_is_refused(bootstrap: ModuleType, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(arguments, {}) == 1
    assert capsys.readouterr().err.startswith("usage:")


OLD = [
    python
    for pattern in ("2.*", "3.[0-9].*", "3.10.*")
    for python in sorted(Path.home().glob(f".pyenv/versions/{pattern}/bin/python"))
]


@pytest.mark.skipif(not OLD, reason="no other Python is on this machine")
@pytest.mark.parametrize("python", OLD, ids=lambda path: path.parts[-3])
def test_old_pythons_get_as_far_as_saying_so(python: Path, tmp_path: Path) -> None:
    """The real interpreters, where a machine has some."""
    done = subprocess.run([python, ROOT / "bootstrap.py", "run"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Keyhall needs Python 3.11 or newer" in done.stderr
