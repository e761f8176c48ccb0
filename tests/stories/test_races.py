"""One-time things have one winner, over HTTP, with eight callers at once against several workers."""

import re
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from idp.oauth2 import pkce
from tests.support.people import PASSWORD
from tests.support.server import RunningServer

THREADS = 8
ROUNDS = 12
CALLBACK = "https://app.example/callback"
VERIFIER = "v" * 64
SETUP = f"""
from accounts.models import User
from idp.oauth2.models import Client
User.objects.create_user("alice", "alice@example.org", {PASSWORD!r}, email_verified=True)
Client.objects.create(client_id="racer", name="Racer", redirect_uris={CALLBACK!r}, token_endpoint_auth_method="none",
    grant_types=["authorization_code", "refresh_token"], scope="openid offline_access", skip_authorization=True)
Client.objects.create(client_id="asker", name="Asker", redirect_uris={CALLBACK!r}, token_endpoint_auth_method="none",
    grant_types=["authorization_code"], scope="openid")
"""
REQUEST = {
    "client_id": "racer", "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid offline_access",
    "code_challenge": pkce.challenge_of(VERIFIER), "code_challenge_method": "S256",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(running_server: RunningServer) -> RunningServer:
    """A real server with Alice and a client."""
    running_server.run(SETUP)
    return running_server


@pytest.fixture
def signed_in(site: RunningServer) -> httpx.Client:
    """Alice's browser."""
    browser = httpx.Client(base_url=site.base_url, timeout=30)
    post_form(browser, "/accounts/login/", {"username": "alice", "password": PASSWORD})
    assert browser.get("/").status_code == 200
    return browser


def post_form(browser: httpx.Client, path: str, fields: dict[str, str]) -> httpx.Response:
    """GETs a page and sends its form back."""
    page = browser.get(path)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    return browser.post(path, data={**hidden, **fields})


def at_once(calls: list[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """All calls at the same moment, each in a thread of its own."""
    gate, answers = threading.Barrier(len(calls)), []

    def call(one: Callable[[], httpx.Response]) -> None:
        gate.wait()
        answers.append(one())

    threads = [threading.Thread(target=call, args=(one,)) for one in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(calls)
    assert not [answer for answer in answers if answer.status_code >= 500]
    return answers


def code_of(response: httpx.Response) -> str:
    """The code of a redirect."""
    return parse_qs(urlsplit(response.headers["location"]).query)["code"][0]


def token(site: RunningServer, **fields: str) -> Callable[[], httpx.Response]:
    """A token request to be made."""
    return lambda: httpx.post(f"{site.base_url}/oauth2/token", data={"client_id": "racer", **fields}, timeout=30)


@pytest.mark.case("DB-08")
def test_a_code_is_redeemed_once(site: RunningServer, signed_in: httpx.Client) -> None:
    for _ in range(ROUNDS):
        code = code_of(signed_in.get("/oauth2/authorize", params=REQUEST))
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        answers = at_once([token(site, **fields)] * THREADS)
        assert Counter(answer.status_code for answer in answers) == {200: 1, 400: THREADS - 1}
        assert {answer.json()["error"] for answer in answers if answer.status_code == 400} == {"invalid_grant"}
        won = next(answer.json() for answer in answers if answer.status_code == 200)
        # The others were second uses, so what the winner got is dead (RFC 6749 §4.1.2), on every worker.
        for _ in range(4):
            headers = {"Authorization": f"Bearer {won['access_token']}"}
            assert httpx.get(f"{site.base_url}/oauth2/userinfo", headers=headers).status_code == 401
        assert token(site, grant_type="refresh_token", refresh_token=won["refresh_token"])().status_code == 400


def test_tabs_that_refresh_at_once_get_the_same_successor(site: RunningServer, signed_in: httpx.Client) -> None:
    code = code_of(signed_in.get("/oauth2/authorize", params=REQUEST))
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    current = token(site, **fields)().json()["refresh_token"]
    for _ in range(ROUNDS):
        answers = at_once([token(site, grant_type="refresh_token", refresh_token=current)] * THREADS)
        assert {answer.status_code for answer in answers} == {200}
        (current,) = {answer.json()["refresh_token"] for answer in answers}


def test_a_pending_sign_in_is_answered_once(site: RunningServer, signed_in: httpx.Client) -> None:
    for _ in range(ROUNDS):
        step = signed_in.get(
            "/oauth2/authorize", params={**REQUEST, "client_id": "asker", "scope": "openid", "prompt": "consent"}
        )
        consent = step.headers["location"]
        ticket = post_form(signed_in, consent, {"decision": "allow"}).headers["location"]
        cookies = dict(signed_in.cookies)
        answers = at_once([partial(httpx.get, f"{site.base_url}{ticket}", cookies=cookies, timeout=30)] * THREADS)
        assert Counter(answer.status_code for answer in answers) == {302: 1, 409: THREADS - 1}


def test_the_administrators_link_is_used_once(site: RunningServer) -> None:
    links = site.run(f"""
from accounts.links import make_link
from accounts.models import User
for number in range({ROUNDS}):
    print(make_link(User.objects.create_user(f"admin{{number}}", is_staff=True, is_superuser=True)))
""").split()
    for link in links:
        path = urlsplit(link).path
        calls: list[Callable[[], httpx.Response]] = []
        for guess in range(THREADS):
            browser = httpx.Client(base_url=site.base_url, timeout=30)
            page = browser.get(browser.get(path).headers["location"])
            hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
            chosen = f"looking glass 187{guess}"
            calls.append(_post(browser, {**hidden, "new_password1": chosen, "new_password2": chosen}))
        answers = at_once(calls)
        assert Counter(answer.status_code for answer in answers) == {302: 1, 410: THREADS - 1}


def _post(browser: httpx.Client, fields: dict[str, str]) -> Callable[[], httpx.Response]:
    return lambda: browser.post("/accounts/password/link/", data=fields)


def test_keys_are_made_once_by_processes_that_start_together(site: RunningServer) -> None:
    made: list[Any] = []
    script = "from keys.rotation import ensure_keys; ensure_keys()"
    threads = [threading.Thread(target=lambda: made.append(site.run(script))) for _ in range(4)]
    site.run("from keys.models import Key; Key.objects.all().delete()")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = site.run(
        "from keys.models import Key; rows = Key.objects.values_list('use', 'algorithm', 'state')\n"
        "print(len(set(rows)), len(rows))"
    ).split()
    assert counts[0] == counts[1] == "12"
