"""The generated pages follow from the code and the tests, and what contradicts itself is refused."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from idp.documentation import compliance, pages
from idp.documentation.marks import Contradiction, marks

TESTS = Path(__file__).resolve().parents[1]


def test_generated_pages_are_up_to_date() -> None:
    call_command("generate_docs", "--check")


def test_an_outdated_page_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "HEAD", "another head")
    with pytest.raises(CommandError, match="docs/settings.md is out of date"):
        call_command("generate_docs", "--check")


def test_a_refusal_without_a_test_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = compliance.NOT_SUPPORTED["plain_pkce"]
    monkeypatch.setitem(compliance.NOT_SUPPORTED, "telepathy", entry)
    with pytest.raises(Contradiction, match="telepathy"):
        compliance.page(TESTS)


@pytest.mark.parametrize(
    "module, message",
    [
        ("@pytest.mark.not_supported('telepathy')\ndef test_x(): ...", "telepathy"),
        ("@pytest.mark.case('ZZ-99')\ndef test_x(): ...", "ZZ-99"),
        ("@pytest.mark.spec('RFC 1', '2')\ndef test_x(): ...", "tests/test_made_up.py:1"),
        ("@pytest.mark.spec('RFC 1', '2', WHAT)\ndef test_x(): ...", "written out"),
        ("@pytest.mark.case\ndef test_x(): ...", "takes 1 text"),
        ("class TestY:\n    @pytest.mark.case()\n    def test_x(self): ...", "tests/test_made_up.py:2"),
    ],
)
def test_marks_that_say_nothing_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, message: str) -> None:
    monkeypatch.setattr(compliance, "NOT_SUPPORTED", {})
    with pytest.raises(Contradiction, match=message):
        compliance.page(made_up(tmp_path, module))


def test_what_the_pages_say_of_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests in classes have pytest's own addresses, clauses are in the order of numbers, and a table stays a table."""
    monkeypatch.setattr(compliance, "NOT_SUPPORTED", {})
    clauses = "".join(f"    @pytest.mark.spec('RFC 1', '{clause}', 'a | b')\n" for clause in ("4.10", "B", "4.9", "10"))
    module = f"class TestY:\n{clauses}    @pytest.mark.parametrize('n', [1, 2])\n    async def test_x(self, n): ...\n"
    tests = made_up(tmp_path, module)
    assert [mark.words[1] for mark in marks(tests)] == ["4.10", "B", "4.9", "10"]
    lines = [line for line in compliance.page(tests).splitlines() if line.startswith("| §")]
    assert [line.split(" ")[1] for line in lines] == ["§4.9", "§4.10", "§10", "§B"]
    assert lines[0] == "| §4.9 | a \\| b | `tests/test_made_up.py::TestY::test_x` |"


def made_up(folder: Path, module: str) -> Path:
    """A folder of tests that holds one module."""
    tests = folder / "tests"
    tests.mkdir()
    (tests / "test_made_up.py").write_text(module + "\n")
    return tests
