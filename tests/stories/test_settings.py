"""Settings come from the environment, are parsed loudly, and production refuses what is not safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "00112233445566778899aabbccddeeff" * 2
PRODUCTION = {"KEYHALL_ISSUER": "https://id.example.org", "KEYHALL_MASTER_KEY": GOOD_KEY}


def run(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python …` in the project with nothing set but these."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KEYHALL_", "DJANGO_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**clean, "KEYHALL_DATA_DIR": str(tmp_path / "data"), **environment},
    )  # fmt: skip


def value(tmp_path: Path, expression: str, **environment: str) -> str:
    """What the settings say."""
    code = f"from django.conf import settings; print(({expression}))"
    done = run(tmp_path, "-c", code, DJANGO_SETTINGS_MODULE="idp.settings", **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_set_is_a_local_site(tmp_path: Path) -> None:
    assert value(
        tmp_path, "settings.KEYHALL_ISSUER, settings.KEYHALL_PRODUCTION, settings.KEYHALL_PLAYGROUND, settings.DEBUG"
    ) == ("('http://127.0.0.1:8000', False, True, False)")
    key = tmp_path / "data" / "master.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert value(tmp_path, "settings.SECRET_KEY") == value(tmp_path, "settings.SECRET_KEY")


def test_the_port_moves_the_local_issuer(tmp_path: Path) -> None:
    assert value(tmp_path, "settings.KEYHALL_ISSUER", KEYHALL_PORT="8123") == "http://127.0.0.1:8123"


def test_https_issuer_secures_the_cookies(tmp_path: Path) -> None:
    names = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_NAME"
    names += ", settings.SECURE_HSTS_SECONDS > 31536000"
    assert value(tmp_path, names, **PRODUCTION) == "(True, True, '__Host-keyhall_session', True)"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("KEYHALL_PORT", "eighty"), ("KEYHALL_PORT", "0"), ("KEYHALL_PORT", "70000"), ("KEYHALL_ISSUER", "id.example.org"),
        ("KEYHALL_ISSUER", "https://id.example.org/path"), ("KEYHALL_ISSUER", "https://u@id.example.org"),
        ("KEYHALL_ISSUER", "ftp://id.example.org"), ("KEYHALL_PLAYGROUND", "maybe"), ("KEYHALL_TRUSTED_PROXIES", "everybody"),
        ("KEYHALL_SESSION_IDLE", "-1"), ("KEYHALL_MASTER_KEY", "short"), ("KEYHALL_WORKERS", "0"), ("DATABASE_URL", "mysql://x"),
        ("KEYHALL_MASTER_KEY_FILE", "/nowhere/at/all"),
    ],
)  # fmt: skip
def test_wrong_values_are_named(tmp_path: Path, name: str, wrong: str) -> None:
    done = run(tmp_path, "manage.py", "check", **{name: wrong})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_a_secret_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(GOOD_KEY + "\n")
    assert value(tmp_path, "settings.KEYHALL_MASTER_KEY.hex()", KEYHALL_MASTER_KEY_FILE=str(tmp_path / "key")) == GOOD_KEY
    done = run(tmp_path, "manage.py", "check", KEYHALL_MASTER_KEY_FILE=str(tmp_path / "key"), KEYHALL_MASTER_KEY=GOOD_KEY)
    assert "Both KEYHALL_MASTER_KEY and KEYHALL_MASTER_KEY_FILE" in done.stderr


@pytest.mark.case("KD-03")
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"KEYHALL_ISSUER": "http://id.example.org"}, "plain http"),
        ({"KEYHALL_ALLOWED_HOSTS": "*"}, "wildcard"),
        ({"KEYHALL_ALLOWED_HOSTS": ".example.org"}, "wildcard"),
        ({"KEYHALL_SECRET_KEY": "changeme" * 5}, "KEYHALL_SECRET_KEY"),
        ({"KEYHALL_SECRET_KEY": "short"}, "KEYHALL_SECRET_KEY"),
        ({"KEYHALL_MASTER_KEY": "00" * 32}, "KEYHALL_MASTER_KEY"),
        ({"KEYHALL_MASTER_KEY": ""}, "KEYHALL_MASTER_KEY"),
    ],
)
def test_production_refuses_to_start(tmp_path: Path, changes: dict[str, str], word: str) -> None:
    for command in (["manage.py", "check"], ["-c", "import idp.wsgi"]):
        done = run(tmp_path, *command, **{**PRODUCTION, **changes})
        assert done.returncode != 0 and word in done.stderr, done.stderr
    assert not (tmp_path / "data" / "master.key").exists()


def test_production_starts_when_all_is_right(tmp_path: Path) -> None:
    for command in (["manage.py", "check"], ["-c", "import idp.wsgi"]):
        assert run(tmp_path, *command, **PRODUCTION).returncode == 0
    assert value(tmp_path, "settings.KEYHALL_PLAYGROUND, settings.ALLOWED_HOSTS", **PRODUCTION) == "(False, ['id.example.org'])"


def test_a_data_folder_that_can_not_be_written_is_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "check", KEYHALL_DATA_DIR="/proc/keyhall")
    assert done.returncode != 0
    assert "/proc/keyhall can't be written" in done.stderr.splitlines()[-1]
