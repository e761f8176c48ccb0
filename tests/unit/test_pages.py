"""Every sentence of our own pages can be translated, and every colour can be read."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client as Http
from django.test import RequestFactory

from idp.pages import error

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html"))
CSS = (ROOT / "static" / "keyhall.css").read_text()
# Names, not sentences.
NAMES = {"Keyhall", "· Keyhall", "HTTP", "GET =", "✓", "✗", "–", "="}


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


def test_an_error_is_described_where_the_cursor_is(db: None) -> None:
    """After a wrong password the cursor is in the empty field, and the sentence is read with it."""
    page = Http().post("/accounts/login/", {"username": "nobody", "password": "wrong"}).content.decode()
    assert 'id="form-errors" role="alert"' in page
    found = re.search(r"<input[^>]* autofocus[^>]*>", page)
    assert found and 'name="password"' in found[0] and 'aria-describedby="form-errors"' in found[0]
    assert page.count(" autofocus") == 1 and 'value="wrong"' not in page


def test_a_wrong_field_is_marked_and_has_the_cursor(db: None) -> None:
    page = Http().post("/accounts/login/", {"username": "", "password": "x"}).content.decode()
    found = re.search(r"<input[^>]* autofocus[^>]*>", page)
    assert found and 'name="username"' in found[0] and 'aria-describedby="id_username_error"' in found[0]
    assert 'aria-invalid="true"' in found[0] and 'id="id_username_error"' in page


def test_what_an_error_says_stays_text(rf: RequestFactory) -> None:
    page = error(rf.get("/"), "x", "100 % of <b>this</b> & %(name)s", 400).content.decode()
    assert "100 % of &lt;b&gt;this&lt;/b&gt; &amp; %(name)s" in page


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
