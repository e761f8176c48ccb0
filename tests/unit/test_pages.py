"""Every sentence of our own pages can be translated, and every colour can be read."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html"))
CSS = (ROOT / "static" / "keyhall.css").read_text()
# Names, not sentences.
NAMES = {"Keyhall", "· Keyhall", "HTTP :", "GET =", "✓", "✗", "–", "="}


class Visible(HTMLParser):
    """Collects what a person reads."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in ("title", "alt", "aria-label", "placeholder") and value]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_stands_outside_a_translation(path: Path) -> None:
    text = path.read_text()
    text = re.sub(r"{% comment .*?{% endcomment %}|{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%-?\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    reader = Visible()
    reader.feed(text)
    left = [found for found in reader.texts if re.search(r"[^\W\d_]", found) and found not in NAMES]
    assert not left


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_templates_compile_and_hold_no_inline_script_or_style(path: Path) -> None:
    engines["django"].get_template(path.relative_to(ROOT / "templates").as_posix())
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text)


def test_a_translation_changes_every_sentence(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """With a translation that turns each sentence into `§`, nothing of English is left on the pages people meet."""
    from django.utils import translation

    catalogue = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(catalogue, "gettext", lambda message: "§")
    monkeypatch.setattr(catalogue, "ngettext", lambda one, many, n: "§")
    monkeypatch.setattr(catalogue, "pgettext", lambda context, message: "§")
    from django.test import Client

    for path in ("/accounts/login/", "/accounts/logout/", "/nowhere", "/accounts/password/link/"):
        reader = Visible()
        reader.feed(re.sub(r"<style.*?</style>", "", Client().get(path).content.decode(), flags=re.DOTALL))
        words = {word for text in reader.texts for word in re.findall(r"[A-Za-z]{4,}", text)}
        assert words <= {"Keyhall", "html", "doctype"}, (path, words)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    return {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for name, block in (("light", light), ("dark", dark))}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("text", "card", 4.5), ("text", "ground", 4.5), ("quiet", "card", 4.5), ("quiet", "ground", 4.5), ("link", "card", 4.5),
        ("link", "ground", 4.5), ("on-accent", "accent", 4.5), ("on-accent", "accent-hover", 4.5), ("wrong", "wrong-ground", 4.5),
        ("wrong", "card", 4.5), ("good", "card", 4.5), ("text", "code", 4.5), ("line", "card", 3.0), ("accent", "card", 3.0),
        ("accent", "ground", 3.0),
    ],
)  # fmt: skip
def test_contrast_is_aa(theme: str, text: str, ground: str, least: float) -> None:
    colours = palettes()[theme]
    assert contrast(colours[text], colours[ground]) >= least


def test_the_style_sheet_is_small() -> None:
    assert len(CSS) < 12_000
