"""What the pages point at is there: links, files, tests, settings, versions, and the examples that people copy."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOLDERS = tuple(f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith("."))
BY_MAKE = {"KEYHALL_VENV"}
BY_TESTS = {"KEYHALL_CHROMIUM", "KEYHALL_REQUIRE_SERVICES", "KEYHALL_SCREENSHOTS"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def quoted(text: str) -> list[str]:
    """What stands in single backticks, outside of blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_and_tests_that_are_named_are_there(page: Path) -> None:
    for words in quoted(page.read_text(encoding="utf-8")):
        path, _, inside = words.partition("::")
        if not path.startswith(FOLDERS) or re.search(r"[\s<>*{…]", path):
            continue
        assert (ROOT / path).exists(), words
        for name in inside.split("::") if inside else []:
            assert re.search(rf"\b{re.escape(name)}\b", (ROOT / path).read_text(encoding="utf-8")), words


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_settings_that_are_named_exist(page: Path) -> None:
    from idp import settings as _settings  # noqa: F401 (reading it fills the list)
    from idp.environment import DOCUMENTED

    known = {setting.name for setting in DOCUMENTED} | BY_MAKE | BY_TESTS
    for name in re.findall(r"\bKEYHALL_[A-Z_]+[A-Z]\b", page.read_text(encoding="utf-8")):
        assert name.removesuffix("_FILE") in known, name


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL))
def test_the_files_for_apply_in_the_readme_are_right(db: None, block: str) -> None:
    from core.provisioning.applying import Plan

    changes = list(Plan(block.encode()).carry_out())
    assert [change.action for change in changes] == ["created"]
    assert not list(Plan(block.encode()).carry_out())


def test_libraries_are_named_with_the_version_that_is_installed() -> None:
    page = (ROOT / "docs/decisions/0011-libraries.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([\w.-]+) \| ([\d.]+) \|", page, re.MULTILINE)
    assert len(rows) > 10
    pinned = (ROOT / "requirements.txt").read_text().lower().replace("_", "-")
    for name, told in rows:
        assert version(name) == told, name
        assert f"{name.lower()}=={told}" in pinned, name


def test_every_decision_and_runbook_is_in_its_list() -> None:
    for folder in ("decisions", "runbooks"):
        listed = (ROOT / "docs" / folder / "README.md").read_text(encoding="utf-8")
        for page in (ROOT / "docs" / folder).glob("*.md"):
            assert page.name == "README.md" or f"({page.name})" in listed, page.name
