"""docs/compliance.md: which clause is held by which test, what is not supported, and which failures are kept away."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

from idp.documentation.cases import CASES
from idp.documentation.marks import Contradiction, Mark, marks
from idp.documentation.not_supported import NOT_SUPPORTED, NotSupported

INTRODUCTION = """# Compliance

Made from the marks of the tests: each clause that a test holds, and the test. `make test ARGS="FILE::TEST"` runs one.
What is not listed is not claimed.
"""


def page(tests: Path) -> str:
    """The page's text. Raises Contradiction."""
    by_name: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks(tests):
        by_name[mark.name].append(mark)
    return "\n".join(
        [INTRODUCTION, *_standards(by_name["spec"]), _not_supported(by_name["not_supported"]), _cases(by_name["case"])]
    )


def _standards(found: list[Mark]) -> list[str]:
    by_standard: dict[str, list[Mark]] = defaultdict(list)
    for mark in found:
        by_standard[mark.words[0]].append(mark)
    parts = []
    for standard in sorted(by_standard, key=_natural):
        ordered = sorted(by_standard[standard], key=lambda mark: (_natural(mark.words[1]), mark.words[2]))
        rows = [(f"§{mark.words[1]}", mark.words[2], mark.address) for mark in ordered]
        parts.append(f"## {standard}\n\n{_table(('clause', 'what holds', 'test'), rows)}")
    return parts


def _not_supported(found: list[Mark]) -> str:
    tests = _by_key(found, NOT_SUPPORTED.keys(), "not supported")
    untested = sorted(NOT_SUPPORTED.keys() - tests.keys())
    if untested:
        raise Contradiction(f"Not supported, but held by no test: {', '.join(untested)}.")
    entries = sorted(NOT_SUPPORTED.items(), key=lambda item: (_natural(item[1].standard), _natural(item[1].clause)))
    rows = [(_clause(e), e.what, e.refusal, "<br>".join(tests[key])) for key, e in entries]
    return f"## Not supported\n\n{_table(('clause', 'what', 'what a client meets', 'test'), rows)}"


def _cases(found: list[Mark]) -> str:
    tests = _by_key(found, CASES.keys(), "case")
    rows = [(key, CASES[key], "<br>".join(tests[key])) for key in sorted(tests, key=_natural)]
    head = "What went wrong elsewhere, and the tests that keep it from here. Comments in the code name them by these keys."
    return f"## Failures from the field\n\n{head}\n\n{_table(('key', 'what happens', 'tests'), rows)}"


def _by_key(found: list[Mark], known: Collection[str], kind: str) -> dict[str, list[str]]:
    tests: dict[str, list[str]] = defaultdict(list)
    for mark in found:
        key = mark.words[0]
        if key not in known:
            raise Contradiction(f"{mark.file}::{mark.test} names the {kind} {key!r}, which is in no list of idp/documentation.")
        tests[key].append(mark.address)
    return tests


def _clause(entry: NotSupported) -> str:
    """Living standards have no numbers that last."""
    return f"{entry.standard} {'§' if entry.clause[0].isdigit() else ''}{entry.clause}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _natural(text: str) -> list[tuple[int, int, str]]:
    """So that 4.1.10 comes after 4.1.9, and appendices (B, A.3) after both."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text) if part.strip(". ")]
