"""Sign-in, consent, errors, playground, one-time link: with and without JavaScript, at 1200 and 360 pixels."""

import base64
import hashlib
import http.server
import threading
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from tests.browser.conftest import Visitor
from tests.support.people import PASSWORD

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
NARROW: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
WAYS = [
    pytest.param({}, id="wide"),
    pytest.param(NARROW, id="360px"),
    pytest.param({"java_script_enabled": False}, id="no-javascript"),
    pytest.param({"color_scheme": "dark", **NARROW}, id="dark-360px"),
]
FOCUSED = """[document.activeElement.name,
    document.getElementById(document.activeElement.getAttribute('aria-describedby'))?.innerText]"""
with_every_way = pytest.mark.parametrize("visit", WAYS, indirect=True)


@pytest.fixture
def app() -> Iterator[str]:
    """A native app's listener on a free loopback port; gives its redirect URI."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The app's own page."""
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>app</title><h1>Back in the app</h1>")

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/cb"
    server.shutdown()
    server.server_close()


def request_of(app: str, **changes: str) -> str:
    """An authentication request of the wiki."""
    values = {
        "client_id": "wiki", "redirect_uri": app, "response_type": "code", "scope": "openid profile email", "state": "s t",
        "code_challenge": CHALLENGE, "code_challenge_method": "S256", **changes,
    }  # fmt: skip
    return "/oauth2/authorize?" + urlencode(values)


@with_every_way
@pytest.mark.case("AZ-13")
def test_sign_in_consent_and_back_in_the_app(visit: Visitor, app: str) -> None:
    """Chromium applies form-action to the redirect that follows the form, to a loopback port nobody registered."""
    visit.open(request_of(app, prompt="consent"))
    visit.check_page()
    assert "The Wiki" in visit.page.inner_text("main")
    visit.sign_in()
    visit.check_page()
    assert "See your e-mail address" in visit.page.inner_text("main")
    visit.page.click("#consent-allow")
    visit.page.wait_for_url(app + "*")
    answer = parse_qs(urlsplit(visit.page.url).query)
    assert answer["state"] == ["s t"] and answer["code"] and visit.page.inner_text("h1") == "Back in the app"
    assert not [fault for fault in visit.faults if "Content Security Policy" in fault]


@with_every_way
def test_refusing(visit: Visitor, app: str) -> None:
    visit.open(request_of(app, prompt="consent"))
    visit.sign_in()
    visit.page.click("#consent-deny")
    visit.page.wait_for_url(app + "*")
    assert parse_qs(urlsplit(visit.page.url).query)["error"] == ["access_denied"]


@with_every_way
def test_a_wrong_password(visit: Visitor) -> None:
    visit.open("/accounts/login/?next=/accounts/password/")
    visit.check_page()
    visit.sign_in("carol", "wrong")
    visit.check_page()
    alert = visit.page.locator("[role=alert]")
    assert "wrong" in alert.inner_text()
    assert visit.page.input_value("input[name=password]") == ""
    assert visit.page.evaluate(FOCUSED) == ["password", alert.inner_text()]
    visit.page.keyboard.type(PASSWORD)  # the cursor is where typing goes on
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/accounts/password/")
    visit.check_page()


def test_the_cursor_goes_to_the_field_that_is_wrong(visit: Visitor) -> None:
    visit.open("/accounts/login/?next=/accounts/password/")
    visit.sign_in("root")
    assert visit.page.evaluate(FOCUSED)[0] == "old_password"
    visit.page.keyboard.type(PASSWORD)
    for name in ("new_password1", "new_password2"):
        visit.page.fill(f"input[name={name}]", "12345678")
    visit.page.click("#password-submit")
    visit.check_page()
    name, description = visit.page.evaluate(FOCUSED)
    assert name == "new_password1" and "too common" in description


def test_not_you(visit: Visitor, app: str) -> None:
    """Who finds somebody else signed in signs them out, and the sign-in that waits goes on with the right person."""
    visit.open(request_of(app, prompt="consent"))
    visit.sign_in("root")
    visit.page.wait_for_selector("#consent-allow")
    waiting = visit.page.url
    visit.page.click("text=Not you? Sign out")
    visit.page.click("#logout-confirm")
    visit.page.goto(waiting)
    visit.sign_in("alice")
    assert "You are signed in as alice" in visit.page.inner_text("main")


@pytest.mark.parametrize("visit", [{"locale": "de-AT", **NARROW}], indirect=True)
def test_in_german_at_360_pixels(visit: Visitor, app: str) -> None:
    """Its words are longer."""
    visit.open(request_of(app, prompt="consent"))
    assert visit.page.get_attribute("html", "lang") == "de" and visit.page.inner_text("#login-submit") == "Anmelden"
    visit.check_page()
    visit.sign_in()
    assert "Ihre E-Mail-Adresse sehen" in visit.page.inner_text("main")
    visit.check_page()
    for path in ("/", "/accounts/password/", "/accounts/logout/", "/playground/", "/nowhere", "/oauth2/authorize?client_id=x"):
        visit.open(path)
        visit.check_page()


def test_slowed_down(visit: Visitor) -> None:
    for _ in range(8):
        visit.open("/accounts/login/")
        visit.sign_in("nobody-at-all", "wrong")
    visit.check_page()
    assert "Too many attempts" in visit.page.inner_text("[role=alert]")


@with_every_way
@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/oauth2/authorize?client_id=x",
        "/accounts/password/link/nonsense",
        "/signin/01890000-0000-7000-8000-000000000000",
    ],
)
def test_error_pages(visit: Visitor, path: str) -> None:
    visit.open(path)
    visit.check_page()
    assert visit.page.get_attribute("#error-page", "data-error")


@with_every_way
def test_portal_and_signing_out(visit: Visitor) -> None:
    visit.open("/")
    visit.sign_in()
    visit.check_page()
    visit.page.click("text=Sign out")
    visit.check_page()
    visit.page.click("#logout-confirm")
    visit.check_page()
    visit.open("/")
    assert "/accounts/login/" in visit.page.url


def test_by_keyboard_alone(visit: Visitor, app: str) -> None:
    visit.open(request_of(app, prompt="consent"))
    keys = visit.page.keyboard
    keys.type("alice")  # the first field has the focus
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    visit.page.wait_for_selector("#consent-allow")
    for _ in range(12):
        keys.press("Tab")
        focused = visit.page.evaluate("document.activeElement.id")
        outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"nothing shows that {focused} has the focus"
        if focused == "consent-allow":
            break
    keys.press("Enter")
    visit.page.wait_for_url(app + "*")


def test_the_first_administrator(visit: Visitor) -> None:
    link = visit.site.run("""
from accounts.links import make_link
from accounts.models import User
print(make_link(User.objects.create_user("newroot", is_staff=True, is_superuser=True)))
""").strip()
    visit.page.goto(link)
    visit.check_page()
    assert link.rpartition("/")[2] not in visit.page.url
    visit.page.fill("input[name=new_password1]", "looking glass 1871")
    visit.page.fill("input[name=new_password2]", "looking glass 1871")
    visit.page.click("#password-submit")
    visit.page.wait_for_url(visit.site.base_url + "/")
    assert "newroot" in visit.page.inner_text("main")
    visit.page.goto(link)
    assert visit.page.get_attribute("#error-page", "data-error") == "invalid_link"


@with_every_way
def test_the_playground(visit: Visitor) -> None:
    visit.open("/playground/")
    visit.check_page()
    visit.page.select_option("select[name=prompt]", "consent")
    visit.page.click("#playground-start")
    visit.check_page()
    visit.page.click("#playground-go")
    visit.sign_in()
    visit.page.click("#consent-allow")
    visit.page.wait_for_url("**/playground/callback*")
    visit.check_page()
    text = visit.page.inner_text("main")
    assert "✗" not in text and "✓ signature" in text and "✓ nonce" in text
    assert "alice@example.org" in visit.page.inner_text("#playground-userinfo")
    visit.page.click("#playground-logout")
    visit.page.wait_for_url("**/playground/")
    visit.open("/")
    assert "/accounts/login/" in visit.page.url


def test_the_playground_shows_a_refusal(visit: Visitor) -> None:
    visit.open("/playground/")
    visit.page.select_option("select[name=prompt]", "none")
    visit.page.click("#playground-start")
    visit.page.click("#playground-go")
    visit.page.wait_for_url("**/playground/callback*")
    assert "login_required" in visit.page.inner_text("#playground-answer")
    visit.check_page()


def test_the_playgrounds_callback_out_of_the_blue(visit: Visitor) -> None:
    visit.open("/playground/callback?code=x&state=y")
    assert visit.page.get_attribute("#error-page", "data-error") == "playground"


def test_pictures_for_the_readme(visit: Visitor, app: str) -> None:
    visit.page.set_viewport_size({"width": 900, "height": 620})
    visit.open(request_of(app, prompt="consent"))
    visit.picture("login")
    visit.page.set_viewport_size({"width": 900, "height": 760})
    visit.sign_in()
    visit.picture("consent")
    assert visit.page.locator("#consent-allow").is_visible()
    visit.open("/playground/")
    visit.page.set_viewport_size({"width": 900, "height": 900})
    visit.page.click("#playground-start")
    visit.page.click("#playground-go")
    if visit.page.locator("#consent-allow").is_visible():
        visit.page.click("#consent-allow")
    visit.page.wait_for_url("**/playground/callback*")
    visit.picture("playground")


@pytest.fixture
def other_site() -> Iterator[str]:
    """A page of another site (`localhost` is another one than `127.0.0.1`) that posts whatever its query says."""

    class Poster(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """A form to `to`, filled in with the rest of the query; without it, the page people come back to."""
            fields = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            to = fields.pop("to", "")
            inputs = "".join(f'<input type="hidden" name="{escape(n)}" value="{escape(v)}">' for n, v in fields.items())
            form = f'<form method="post" action="{escape(to)}">{inputs}<button id="go">go</button></form>' if to else "back"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>other site</title><h1>{form}</h1>".encode())

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Poster)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.case("AZ-12")
def test_forms_that_another_site_posts(visit: Visitor, other_site: str) -> None:
    """SameSite=Lax keeps our cookies from such a POST: nobody may be taken for a stranger because of it."""
    visit.site.run(f"""
from idp.oauth2.models import Client
Client.objects.create(client_id="elsewhere", name="Elsewhere", redirect_uris="{other_site}/cb", skip_authorization=True,
    post_logout_redirect_uris="{other_site}/bye", token_endpoint_auth_method="none", scope="openid")
""")
    visit.open("/accounts/login/")
    visit.sign_in()
    request = {
        "client_id": "elsewhere", "redirect_uri": f"{other_site}/cb", "response_type": "code", "scope": "openid",
        "prompt": "none", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    }  # fmt: skip
    visit.page.goto(f"{other_site}/?" + urlencode({"to": f"{visit.site.base_url}/oauth2/authorize", **request}))
    visit.page.click("#go")
    visit.page.wait_for_url(f"{other_site}/cb?*")
    code = parse_qs(urlsplit(visit.page.url).query)["code"][0]
    fields = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": f"{other_site}/cb", "client_id": "elsewhere",
        "code_verifier": VERIFIER,
    }  # fmt: skip
    tokens = httpx.post(f"{visit.site.base_url}/oauth2/token", data=fields).json()
    logout = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": f"{other_site}/bye"}
    visit.page.goto(f"{other_site}/?" + urlencode({"to": f"{visit.site.base_url}/oauth2/logout", **logout}))
    visit.page.click("#go")
    visit.page.wait_for_url(f"{other_site}/bye")
    visit.open("/accounts/password/")
    assert "/accounts/login/" in visit.page.url
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert httpx.get(f"{visit.site.base_url}/oauth2/userinfo", headers=bearer).status_code == 401
