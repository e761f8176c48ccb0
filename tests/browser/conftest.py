"""A browser, and a site with people and clients of its own."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.people import PASSWORD
from tests.support.server import RunningServer

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
# Playwright's loop lives as long as its browser, also while other tests of this process use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
SETUP = f"""
from accounts.models import User
from idp.local_site import ensure_playground_client
from idp.oauth2.models import Client
User.objects.create_user("alice", "alice@example.org", {PASSWORD!r}, email_verified=True, name="Alice Liddell")
User.objects.create_user("carol", "carol@example.org", {PASSWORD!r})
User.objects.create_superuser("root", "root@example.org", {PASSWORD!r})
ensure_playground_client()
Client.objects.create(client_id="wiki", name="The Wiki", redirect_uris="http://127.0.0.1/cb", token_endpoint_auth_method="none",
    scope="openid profile email phone offline_access", policy_uri="https://wiki.example/privacy")
"""


def chromium() -> str:
    """Its path; skips, or fails where nothing may skip."""
    path = os.environ.get("KEYHALL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
    if not path or not Path(path).exists():
        message = "needs Chromium (Debian: apt install chromium; or KEYHALL_CHROMIUM=/path/to/it)"
        if os.environ.get("KEYHALL_REQUIRE_SERVICES"):
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def launched() -> Iterator[Browser]:
    """One browser for the run."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(launched: Browser) -> Iterator[RunningServer]:
    """A site for the browser tests alone."""
    server = RunningServer()
    try:
        server.start()
        server.run(SETUP)
        yield server
    finally:
        server.stop()


class Visitor:
    """A page, with what went wrong on it."""

    def __init__(self, context: BrowserContext, site: RunningServer) -> None:
        self.page: Page = context.new_page()
        self.site = site
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, path: str) -> None:
        """Goes to an address of the site."""
        self.page.goto(self.site.base_url + path)

    def sign_in(self, username: str = "alice", password: str = PASSWORD) -> None:
        """At the sign-in page that is open."""
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", password)
        self.page.click("#login-submit")

    def picture(self, name: str) -> None:
        """For the README, when asked for."""
        if os.environ.get("KEYHALL_SCREENSHOTS"):
            IMAGES.mkdir(exist_ok=True)
            self.page.screenshot(path=str(IMAGES / f"{name}.png"))

    def check_page(self) -> None:
        """What holds for every page: nothing was blocked, it fits, and can be read aloud."""
        self.page.wait_for_load_state("load")
        unexpected = [fault for fault in self.faults if not re.search(r"the server responded with a status of 4\d\d", fault)]
        assert not unexpected, unexpected
        facts = self.page.evaluate(FACTS)
        assert facts["overflow"] <= 0, f"{self.page.url} is {facts['overflow']} px too wide"
        assert facts["unnamed"] == [], f"{self.page.url}: controls without a name: {facts['unnamed']}"
        assert facts["headings"] == 1 and facts["lang"] and facts["main"] == 1 and facts["title"], (self.page.url, facts)


FACTS = """() => {
  const named = (el) => el.labels?.length || el.getAttribute('aria-label') || el.getAttribute('aria-labelledby') || el.title
    || el.textContent.trim() || el.getAttribute('aria-hidden') === 'true' || el.querySelector('img[alt]:not([alt=""])');
  return {
    overflow: document.scrollingElement.scrollWidth - document.documentElement.clientWidth,
    unnamed: [...document.querySelectorAll('input:not([type=hidden]),select,textarea,button,a[href]')].filter(el => !named(el)).map(el => el.outerHTML.slice(0, 120)),
    headings: document.querySelectorAll('h1').length, lang: document.documentElement.lang, main: document.querySelectorAll('main').length,
    title: document.title,
  };
}"""


@pytest.fixture
def visit(launched: Browser, site: RunningServer, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A visitor with an empty jar; parametrize with a dict of Playwright's context options."""
    options: dict[str, Any] = getattr(request, "param", {})
    context = launched.new_context(**{"viewport": {"width": 1200, "height": 800}, "locale": "en", **options})
    context.set_default_timeout(15_000)
    visitor = Visitor(context, site)
    yield visitor
    context.close()
