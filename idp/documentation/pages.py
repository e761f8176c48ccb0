"""The generated pages: their names, and their text."""

from pathlib import Path

from audit.catalogue import Event
from idp.documentation import compliance

HEAD = "<!-- Made by `make docs`; changes by hand are lost. -->\n\n"

# Defaults that follow from other settings: what they are here and now is nothing to write down.
FOLLOWS = {
    "KEYHALL_PRODUCTION": "false for a loopback issuer, else true",
    "KEYHALL_PLAYGROUND": "the opposite of KEYHALL_PRODUCTION",
    "KEYHALL_MASTER_KEY": "`master.key` in KEYHALL_DATA_DIR; in production none",
    "KEYHALL_SECRET_KEY": "derived from the master key",
}

SETTINGS = """# Settings

They come from the environment only. `NAME_FILE` names a file that holds the value of `NAME`, for secrets; both at once are
refused. A value that does not parse stops the start, and the message names it.

{rows}
`make` itself reads two more: `PYTHON`, the interpreter that makes the virtual environment (`make run PYTHON=python3.12`), and
`KEYHALL_VENV`, the environment's folder (`.venv`).
"""

AUDIT = """# Audit events

Read them in the administration, or by `manage.py audit` (`--since 2h`, `--event NAME`, `--json`, `--verify`). The names in the
first column do not change. Every event says who, when, from which address and for which client, where these are known; details
differ by event.

{rows}"""


def all_pages(tests: Path) -> dict[str, str]:
    """Text by file name in docs/. Raises marks.Contradiction."""
    pages = {"settings.md": settings_page(), "audit-events.md": audit_page(), "compliance.md": compliance.page(tests)}
    return {name: HEAD + text for name, text in pages.items()}


def settings_page() -> str:
    """From the settings as they were read."""
    from idp import settings as _settings  # noqa: F401 (reading it fills the list)
    from idp.environment import DOCUMENTED

    rows = {setting.name: setting for setting in DOCUMENTED if setting.meaning}
    lines = ["| name | default | meaning |", "|---|---|---|"]
    for name, setting in sorted(rows.items()):
        lines.append(f"| `{name}` | {FOLLOWS.get(name) or setting.default or 'none'} | {setting.meaning} |")
    return SETTINGS.format(rows="\n".join(lines) + "\n")


def audit_page() -> str:
    """From the catalogue."""
    lines = ["| event | meaning |", "|---|---|", *(f"| `{event.value}` | {event.label} |" for event in Event)]
    return AUDIT.format(rows="\n".join(lines) + "\n")
