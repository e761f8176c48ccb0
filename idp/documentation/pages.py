"""The generated pages as text."""

import re
from collections import defaultdict
from pathlib import Path

from audit.catalogue import Event
from idp.documentation.marks import Mark, marks
from idp.documentation.not_supported import NOT_SUPPORTED

HEAD = "<!-- Made by `make docs`; changes by hand are lost. -->\n\n"


class Contradiction(Exception):
    """The list of what is not supported and the tests disagree."""


def settings_page() -> str:
    """docs/settings.md."""
    from idp import settings as _settings  # noqa: F401 (reading it fills the list)
    from idp.environment import DOCUMENTED

    rows = {f"| `{s.name}` | {s.default or '(not set)'} | {s.meaning} |" for s in DOCUMENTED if s.meaning}
    return (
        f"{HEAD}# Settings\n\nSettings come from the environment only. `NAME_FILE` names a file that holds the value of\n"
        "`NAME`, for secrets. A value that does not parse stops the start and is named.\n\n"
        "| name | default | meaning |\n|---|---|---|\n" + "\n".join(sorted(rows)) + "\n"
    )


def audit_page() -> str:
    """docs/audit-events.md."""
    rows = "\n".join(f"| `{event.value}` | {event.label} |" for event in Event)
    return (
        f"{HEAD}# Audit events\n\nRead them in the admin site or by `manage.py audit`. The first column does not change.\n\n"
        f"| event | meaning |\n|---|---|\n{rows}\n"
    )


def compliance_page(tests: Path) -> str:
    """docs/compliance.md. Raises Contradiction."""
    found = list(marks(tests, ("spec", "not_supported", "case")))
    parts = [HEAD, "# Compliance\n\nEach clause that a test holds, and the test.\n"]
    by_standard: dict[str, list[Mark]] = defaultdict(list)
    for mark in found:
        if mark.name == "spec":
            by_standard[mark.arguments[0]].append(mark)
    for standard in sorted(by_standard, key=_natural):
        parts.append(f"\n## {standard}\n\n| clause | what holds | test |\n|---|---|---|\n")
        for mark in sorted(by_standard[standard], key=lambda mark: (_natural(mark.arguments[1]), mark.arguments[2])):
            parts.append(f"| §{mark.arguments[1]} | {mark.arguments[2]} | `{mark.file}::{mark.test}` |\n")
    parts.append(_not_supported(found))
    parts.append(_cases(found))
    return "".join(parts)


def _not_supported(found: list[Mark]) -> str:
    tests = {mark.arguments[0]: f"{mark.file}::{mark.test}" for mark in found if mark.name == "not_supported"}
    untested, unknown = sorted(NOT_SUPPORTED.keys() - tests.keys()), sorted(tests.keys() - NOT_SUPPORTED.keys())
    if untested or unknown:
        raise Contradiction(f"not supported: without a test {untested}, not in the list {unknown}")
    rows = "\n".join(
        f"| {entry.standard} §{entry.clause} | {entry.what} | {entry.refusal} | `{tests[key]}` |"
        for key, entry in NOT_SUPPORTED.items()
    )
    return f"\n## Not supported\n\n| clause | what | what a client hears | test |\n|---|---|---|---|\n{rows}\n"


def _cases(found: list[Mark]) -> str:
    """Failures from the field that tests keep away."""
    by_case: dict[str, list[str]] = defaultdict(list)
    for mark in found:
        if mark.name == "case":
            by_case[mark.arguments[0]].append(f"`{mark.file}::{mark.test}`")
    rows = "\n".join(f"| {case} | {'<br>'.join(by_case[case])} |" for case in sorted(by_case, key=_natural))
    return f"\n## Failures from the field\n\n| case | tests |\n|---|---|\n{rows}\n"


def _natural(text: str) -> list[tuple[int, int, str]]:
    """So that 4.1.10 comes after 4.1.9."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text) if part.strip(". ")]
