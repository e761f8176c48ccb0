"""What every module keeps to."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("accounts", "audit", "core", "idp", "keys", "outbox", "playground")
MODULES = [
    path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts
]  # fmt: skip


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST) -> Iterator[str]:
    """Dotted names that are used."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module(path: Path) -> None:
    """Short, without a name that says nothing, with chance, time and environment from their one source."""
    text = path.read_text(encoding="utf-8")
    tree, name = ast.parse(text), name_of(path)
    assert path.stem not in ("utils", "helpers", "common", "manager", "misc")
    assert text.count("\n") <= 400, f"{name} has more than 400 lines: is it two things?"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno <= 80, f"{name}: {node.name} is longer than a screen"
    used = set(calls(tree))
    if name != "core/clock.py":
        assert not used & {"datetime.now", "datetime.utcnow", "timezone.now", "time.time", "date.today"}, name
    if name != "core/randomness.py":
        assert not used & {"secrets.token_urlsafe", "secrets.token_bytes", "random.random", "uuid.uuid4", "os.urandom"}, name
    if name not in ("idp/environment.py", "idp/settings.py", "idp/wsgi.py"):
        assert "os.environ" not in used and "os.getenv" not in used, f"{name} reads the environment"


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=name_of)
def test_every_package_says_what_it_owns(path: Path) -> None:
    if path.parent.name in ("management", "commands"):
        return
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{name_of(path)} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_name_is_looked_up_by_a_pattern(path: Path) -> None:
    """`iexact` and `regex` become regular expressions on MongoDB: an account was taken over that way."""
    if name_of(path) == "core/narrow_lookups.py":  # it names them to refuse them
        return
    text = path.read_text(encoding="utf-8")
    for lookup in ("__iexact", "__icontains", "__istartswith", "__regex", "__iregex"):
        assert lookup not in text, f"{name_of(path)} uses {lookup}"


def test_import_contracts() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_migrations_are_complete(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_name_no_later_third_party_step() -> None:
    """MongoDB has other migrations for these apps; both sets share the first step only."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("migrations/0*.py"):
            for label in ("auth", "contenttypes", "admin"):
                text = path.read_text(encoding="utf-8")
                assert f"('{label}', '" not in text.replace(f"('{label}', '0001_initial')", ""), path


def test_every_key_of_ours_is_a_uuid_in_the_column_of_mongodb() -> None:
    from django.apps import apps
    from django.db.models import UUIDField

    for label in ("accounts", "audit", "flow", "keys", "oauth2", "outbox"):
        for model in apps.get_app_config(label).get_models():
            assert isinstance(model._meta.pk, UUIDField) and model._meta.pk.column == "_id", model


def test_pins_are_exact() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                assert "==" in line, f"{name}: {line}"
