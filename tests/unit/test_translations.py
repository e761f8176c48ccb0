"""Every sentence that people meet goes through the catalogue, and the German one is complete."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client as Http
from django.utils import translation

from audit.administered import kind
from idp.local_site import ensure_playground_client
from playground import provider
from tests.support.relying_party import Browser, RelyingParty

ROOT = Path(__file__).resolve().parents[2]
GERMAN = ROOT / "locale" / "de" / "LC_MESSAGES"
# Modules that may not import Django; templates/error.html names their sentences for makemessages.
WITHOUT_DJANGO = {"idp/oauth2/authorize/rules.py": "ShownToPerson", "idp/oauth2/parameters.py": "Unreadable"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|</?code>")


class Read(HTMLParser):
    """The texts of a page, but for those that are data."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag in ("pre", "code", "option")
        self.texts += [value for name, value in attrs if name in ("title", "alt", "aria-label", "placeholder") and value]

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in ("pre", "code", "option")

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.texts.append(data)


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every sentence is `§`."""
    catalogue = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(catalogue, "gettext", lambda message: "§")
    monkeypatch.setattr(catalogue, "ngettext", lambda one, many, n: "§")
    monkeypatch.setattr(catalogue, "pgettext", lambda context, message: "§")


def english_left(html: str, *names: str) -> set[str]:
    """Words that are neither translated nor names."""
    reader = Read()
    reader.feed(html)
    words = {word for text in reader.texts for word in re.findall(r"[A-Za-z]{3,}", text)}
    return words - {"Keyhall", "html", "doctype", *names}


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/accounts/logout/", "/nowhere", "/accounts/password/link/", "/oauth2/authorize?client_id=x",
     "/oauth2/authorize?client_id=%FF", "/signin/01890000-0000-7000-8000-000000000000", "/playground/callback"],
)  # fmt: skip
def test_pages_for_anybody(path: str, db: None) -> None:
    assert not english_left(Http().get(path).content.decode())


@pytest.mark.usefixtures("pseudo")
def test_sign_in_and_consent(rp: RelyingParty) -> None:
    names = re.findall("[A-Za-z]{3,}", rp.client.name)
    address = rp.authorize(prompt="consent")["Location"]
    page = rp.browser.get(address).content.decode()
    assert 'id="login-submit"' in page and names[0] not in page  # "§" has no room for the name
    assert not english_left(page)
    answer = rp.browser.sign_in(url=address)
    while answer.status_code == 302:
        answer = rp.browser.get(answer["Location"])
    assert 'id="consent-allow"' in answer.content.decode()
    assert not english_left(answer.content.decode())


@pytest.mark.usefixtures("pseudo")
def test_pages_of_somebody_signed_in(browser: Browser, alice: Any) -> None:
    browser.sign_in()
    for path in ("/", "/accounts/password/", "/accounts/logout/", "/oauth2/logout"):
        assert not english_left(browser.get(path).content.decode(), "alice", "Alice", "Liddell", "example", "org"), path


@pytest.mark.usefixtures("pseudo")
def test_the_playground(browser: Browser, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "discover", lambda: {"issuer": "x"})
    ensure_playground_client()
    parameters = ("prompt", "max_age", "login_hint", "max", "age", "login", "hint")
    assert not english_left(browser.get("/playground/").content.decode(), *parameters)


def messages_of(path: Path, error: str) -> Iterator[str]:
    """The constant sentences that a module raises as `error`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == error:
            last = node.args[-1]
            if isinstance(last, ast.Constant):
                yield str(last.value)


@pytest.mark.parametrize(("module", "error"), WITHOUT_DJANGO.items())
def test_sentences_of_modules_without_django_are_named(module: str, error: str) -> None:
    named = set(re.findall(r'{% translate "([^"]+)" noop', (ROOT / "templates" / "error.html").read_text()))
    said = set(messages_of(ROOT / module, error))
    assert said and said <= named, f"templates/error.html does not name {said - named}"


def catalogue() -> dict[str, str]:
    """The compiled one, as the site reads it."""
    with (GERMAN / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key if isinstance(key, str) else f"{key[0]}[{key[1]}]": text for key, text in compiled.items() if key}


def test_the_german_catalogue_is_complete_and_compiled() -> None:
    """`django.mo` is what `msgfmt` makes of `django.po`, and nothing is left open or unsure."""
    source = (GERMAN / "django.po").read_text()
    assert "fuzzy" not in source and "\n#~" not in source
    entries = dict(re.findall(r'^msgid ("(?:[^"\\]|\\.)+")\nmsgstr ("(?:[^"\\]|\\.)*")$', source, re.MULTILINE))
    assert len(entries) > 300 and '""' not in entries.values()
    compiled = {key.rpartition("\x04")[2]: text for key, text in catalogue().items()}
    for key, text in entries.items():
        assert compiled[ast.literal_eval(key)] == ast.literal_eval(text), f"compile locale/de: {key}"


def test_translations_keep_what_is_filled_in() -> None:
    for key, text in catalogue().items():
        message = key.partition("[")[0] if key.endswith(("[0]", "[1]")) else key
        assert sorted(PLACEHOLDER.findall(message)) == sorted(PLACEHOLDER.findall(text)), key


def test_every_sentence_of_the_templates_is_in_the_catalogue() -> None:
    compiled = catalogue()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for message in re.findall(r"""{% translate ["']([^"']+)["'] %}""", path.read_text()):
            assert message in compiled, f"{path.name}: {message}; run makemessages and translate it"


@pytest.mark.parametrize(
    ("asked", "lang", "heading"), [("de-AT,de;q=0.9", "de", "Anmelden"), ("fr", "en", "Sign in"), ("", "en", "Sign in")]
)
def test_the_browser_chooses_the_language(asked: str, lang: str, heading: str, db: None) -> None:
    response = Http(headers={"Accept-Language": asked}).get("/accounts/login/")
    page = response.content.decode()
    assert f'<html lang="{lang}">' in page and f"<h1>{heading}</h1>" in page
    assert response["Content-Language"] == lang and "Accept-Language" in response["Vary"]


def test_what_applications_read_stays_english(rp: RelyingParty) -> None:
    """`error_description` is ASCII for developers (RFC 6749 §5.2), whatever the browser asks for."""
    http = Http(headers={"Accept-Language": "de"})
    calls = [http.post("/oauth2/token", {}), http.post("/oauth2/token", {"grant_type": "x"}), http.get("/oauth2/userinfo")]
    for answer in calls:
        assert 400 <= answer.status_code < 500
        assert answer.content.isascii() and not re.search("Anfrage|Anwendung|Client-", answer.content.decode())


def test_the_audit_record_has_one_language(db: None) -> None:
    with translation.override("de"):
        assert kind(Group(name="x")) == "Group"
