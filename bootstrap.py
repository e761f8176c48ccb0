"""Makes the virtual environment, installs the pinned packages when they changed, and starts what was asked for.

Called by the Makefile with whatever `python3` is: `bootstrap.py run`, `setup` or `dev`. Needs nothing but the standard library.
This one file must parse on very old Pythons (2.7 too), so that it can say what is wrong instead of showing a SyntaxError:
hence no annotations, no f-strings, no keyword-only parameters. Every other file may use what Python 3.11 has.
"""

from __future__ import print_function

import hashlib
import os
import platform
import re
import subprocess
import sys

LEAST = (3, 11)
PROJECT = os.path.dirname(os.path.abspath(__file__))
ARGUMENTS = {"run": ["manage.py", "serve"], "setup": ["manage.py", "serve", "--setup-only"], "dev": []}
REQUIREMENTS = {"run": "requirements.txt", "setup": "requirements.txt", "dev": "requirements-dev.txt"}


class CannotStart(Exception):
    """What is wrong, in one sentence for the person at the terminal."""


def main(arguments, environ):
    # type: (list[str], dict[str, str]) -> int
    """Returns the exit status, unless the process becomes Django's."""
    if len(arguments) != 1 or arguments[0] not in ARGUMENTS:
        return _refuse("usage: bootstrap.py run|setup|dev")
    command = arguments[0]
    try:
        check_python(sys.version_info)
        check_settings(environ)
        venv = os.path.join(PROJECT, environ.get("KEYHALL_VENV") or ".venv")
        if command == "run" or command == "setup":
            check_folder(os.path.join(PROJECT, environ.get("KEYHALL_DATA_DIR") or "var"), "KEYHALL_DATA_DIR")
        python = make_venv(venv)
        install(venv, python, REQUIREMENTS[command])
    except CannotStart as fault:
        return _refuse(str(fault))
    except KeyboardInterrupt:
        return 130
    if ARGUMENTS[command]:
        sys.stdout.flush()
        os.chdir(PROJECT)
        os.execv(python, [python] + ARGUMENTS[command])
    return 0


def check_python(version):
    # type: (tuple[int, ...]) -> None
    """Refuses a Python that the code does not run on."""
    if tuple(version[:2]) < LEAST:
        raise CannotStart(
            "Keyhall needs Python %d.%d or newer, and this is %d.%d: name another one, as in `make run PYTHON=python3.11`."
            % (LEAST + tuple(version[:2]))
        )


def check_settings(environ):
    # type: (dict[str, str]) -> None
    """Refuses before anything is installed what the start would refuse after it."""
    port = environ.get("KEYHALL_PORT", "8000").strip()
    if not (port.isdigit() and 1 <= int(port) <= 65535):
        raise CannotStart("KEYHALL_PORT must be a whole number from 1 to 65535, not %r." % port[:40])


def check_folder(path, variable):
    # type: (str, str) -> None
    """Makes the folder if need be and refuses one that can't be written; by trying, since root passes every permission check."""
    probe = os.path.join(path, ".writable-%d" % os.getpid())
    try:
        if not os.path.isdir(path):
            os.makedirs(path, 0o700)
        with open(probe, "w"):
            pass
        os.remove(probe)
    except (OSError, IOError) as fault:
        raise CannotStart(
            "The folder %s can't be written (%s): %s names another one." % (path, fault.strerror or fault, variable)
        )


def make_venv(venv):
    # type: (str) -> str
    """Makes the virtual environment unless one of this very Python is there; returns its interpreter."""
    python = os.path.join(venv, "bin", "python")
    described = _read(os.path.join(venv, "pyvenv.cfg"))
    # pip comes last: without it the making was interrupted.
    is_whole = os.path.exists(python) and os.path.exists(os.path.join(venv, "bin", "pip"))
    if is_whole and re.search(r"^version\w* *= *%s\b" % re.escape(platform.python_version()), described, re.MULTILINE):
        return python
    if os.path.isdir(venv) and os.listdir(venv) and not described:
        # Never clear a folder that was named by mistake.
        raise CannotStart("The folder %s is neither empty nor a virtual environment: KEYHALL_VENV names another one." % venv)
    try:
        import ensurepip  # noqa: F401 (Debian packs it apart: python3-venv)
        import venv as maker
    except ImportError:
        raise CannotStart(
            "This Python lacks the venv module: install it (on Debian and Ubuntu: apt install python3-venv) and run this again."
        )
    check_folder(venv, "KEYHALL_VENV")
    print("Making the virtual environment %s" % venv)
    sys.stdout.flush()
    try:
        maker.create(venv, clear=True, symlinks=True, with_pip=True)
    except (OSError, IOError, subprocess.CalledProcessError) as fault:
        raise CannotStart("The virtual environment %s can't be made (%s)." % (venv, fault))
    return python


def install(venv, python, name):
    # type: (str, str, str) -> None
    """Installs what the requirements file pins, unless the stamp says that this was done."""
    wanted = _digest(name)
    stamp = os.path.join(venv, ".keyhall-" + name)
    if _read(stamp) == wanted:
        return
    print("Installing the packages of %s" % name)
    sys.stdout.flush()
    # The files pin every package, needed ones too, so nothing is left for pip to choose.
    # Nothing is compiled ahead either: most modules are never imported, and it is a quarter of the time.
    options = ["--quiet", "--no-deps", "--no-compile", "--disable-pip-version-check"]
    if subprocess.call([python, "-m", "pip", "install"] + options + ["-r", os.path.join(PROJECT, name)], cwd=PROJECT) != 0:
        raise CannotStart("The packages of %s could not be installed: pip's message above says why." % name)
    _write(stamp, wanted)


def _digest(name):
    # type: (str) -> str
    digest = hashlib.sha256(platform.python_version().encode("ascii"))
    for part in ("requirements.txt", name):
        with open(os.path.join(PROJECT, part), "rb") as source:
            digest.update(source.read())
    return digest.hexdigest()


def _read(path):
    # type: (str) -> str
    try:
        with open(path) as source:
            return source.read().strip()
    except (OSError, IOError):
        return ""


def _write(path, content):
    # type: (str, str) -> None
    try:
        with open(path, "w") as target:
            target.write(content + "\n")
    except (OSError, IOError) as fault:
        raise CannotStart("The file %s can't be written (%s)." % (path, fault.strerror or fault))


def _refuse(sentence):
    # type: (str) -> int
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], dict(os.environ)))
