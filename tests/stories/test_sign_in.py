"""A person signs in, at the page."""

from typing import Any

import pytest
import time_machine

from accounts.models import BrowserSession, EmailAddress, KnownBrowser, Throttle, User
from audit.models import AuditEvent
from core.clock import now
from tests.support.people import PASSWORD
from tests.support.relying_party import Browser, RelyingParty


def is_signed_in(browser: Browser) -> bool:
    return bool(browser.get("/").status_code == 200)


@pytest.mark.parametrize("name", ["alice", "ALICE", "Alice ", "alice@example.org", "Alice@EXAMPLE.org", "ａｌｉｃｅ"])
def test_by_username_or_address_in_any_case(browser: Browser, alice: Any, name: str) -> None:
    response = browser.sign_in(name)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(browser)


@pytest.mark.case("DB-10")
@pytest.mark.parametrize(
    "name", [".*", "alic.", "a|alice", "alice%", "al%ce", "^alice$", "alice\x00", "", " ", "alice' OR '1'='1"]
)
def test_no_pattern_is_a_name(browser: Browser, alice: Any, name: str) -> None:
    assert browser.sign_in(name).status_code in (200, 400)
    assert not is_signed_in(browser)


@pytest.mark.case("DB-01")
@pytest.mark.parametrize(
    "fields", [{"username": "alice", "password[$ne]": ""}, {"username[$gt]": "", "password": "x"}, {"username": "alice"}, {}]
)
def test_no_object_is_a_password(browser: Browser, alice: Any, fields: dict[str, str]) -> None:
    assert browser.submit("/accounts/login/", fields).status_code == 400
    assert not is_signed_in(browser)


@pytest.mark.case("PR-01")
@pytest.mark.case("AC-08")
def test_all_failures_look_the_same(alice: Any, db: None) -> None:
    User.objects.create_user("social")  # no password
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    import re

    pages = set()
    for name, password in (("alice", "wrong"), ("nobody", "wrong"), ("social", "wrong"), ("gone", PASSWORD), ("gone", "wrong")):
        response = Browser().sign_in(name, password)
        assert response.status_code == 200
        html = re.sub(r'value="[^"]*"', "", response.content.decode())
        pages.add((response.status_code, html, tuple(sorted(name for name in response.headers if name != "Expires"))))
    assert len(pages) == 1


def test_the_same_work_whether_the_account_exists_or_not(alice: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    from accounts.password.hashers import Argon2id

    User.objects.create_user("social")
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    hashed: list[str] = []
    encode, verify = Argon2id.encode, Argon2id.verify
    monkeypatch.setattr(Argon2id, "encode", lambda self, *a: hashed.append("x") or encode(self, *a))
    monkeypatch.setattr(Argon2id, "verify", lambda self, *a: hashed.append("x") or verify(self, *a))
    for name in ("alice", "nobody", "social", "gone"):
        hashed.clear()
        Browser().sign_in(name, "wrong")
        assert hashed == ["x"], name


def test_argon2id_with_the_figures_of_the_cheat_sheet(alice: Any) -> None:
    assert alice.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_old_hashes_are_made_anew(browser: Browser, alice: Any) -> None:
    from django.contrib.auth.hashers import make_password

    User.objects.filter(pk=alice.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    assert browser.sign_in().status_code == 302
    alice.refresh_from_db()
    assert alice.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_signed_in(browser)


@pytest.mark.case("SR-01")
def test_the_session_gets_a_new_key(browser: Browser, alice: Any) -> None:
    browser.http.cookies["keyhall_session"] = planted = "a" * 32
    browser.sign_in()
    assert browser.http.cookies["keyhall_session"].value != planted
    first = browser.http.cookies["keyhall_session"].value
    rp = RelyingParty.registered(browser)
    rp.browser.walk(rp.authorize(prompt="login"))
    assert browser.http.cookies["keyhall_session"].value != first
    stale = Browser()
    stale.http.cookies["keyhall_session"] = first
    assert not is_signed_in(stale)
    browser.submit("/accounts/logout/", {})
    assert browser.http.cookies["keyhall_session"].value == ""


def test_cookies(browser: Browser, alice: Any) -> None:
    browser.sign_in()
    for name in ("keyhall_session", "keyhall_browser", "keyhall_csrf"):
        morsel = browser.http.cookies[name]
        assert morsel["httponly"] and morsel["samesite"] == "Lax" and not morsel["secure"] and morsel["path"] == "/", name
    assert browser.http.cookies["keyhall_session"].value not in repr(list(BrowserSession.objects.values()))


def test_sessions_end_when_idle_and_in_any_case(browser: Browser, alice: Any) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser.sign_in()
        clock.shift(12 * 3600 - 1)
        assert is_signed_in(browser)
        clock.shift(12 * 3600 - 1)
        assert is_signed_in(browser)
        clock.shift(12 * 3600 + 1)
        assert not is_signed_in(browser)
        browser.sign_in()
        for _ in range(30 * 2 + 1):
            clock.shift(11.9 * 3600)
            is_signed_in(browser)
        assert not is_signed_in(browser)


def test_disabling_ends_every_session_and_token(rp: RelyingParty, alice: Any) -> None:
    from accounts.sessions.ending import end_everything

    tokens = rp.tokens(scope="openid offline_access")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not is_signed_in(rp.browser)
    assert rp.userinfo(tokens["access_token"]).status_code == 401
    assert rp.refresh(tokens["refresh_token"]).status_code == 400
    alice.refresh_from_db()
    end_everything(alice, actor=None, reason="disabled")
    User.objects.filter(pk=alice.pk).update(is_active=True)  # switched on again: nothing comes back
    assert not is_signed_in(rp.browser)
    assert rp.userinfo(tokens["access_token"]).status_code == 401
    assert rp.refresh(tokens["refresh_token"]).status_code == 400


@pytest.mark.case("PR-03")
def test_a_new_password_ends_the_other_sessions_and_tokens(rp: RelyingParty, alice: Any) -> None:
    tokens, other = rp.tokens(), Browser()
    other.sign_in()
    fields = {"old_password": PASSWORD, "new_password1": "looking glass 1871", "new_password2": "looking glass 1871"}
    assert other.submit("/accounts/password/", fields).status_code == 302
    assert is_signed_in(other)
    assert not is_signed_in(rp.browser)
    assert rp.userinfo(tokens["access_token"]).status_code == 401
    assert rp.refresh(tokens["refresh_token"]).status_code == 400


def test_the_present_password_is_asked_for(browser: Browser, alice: Any) -> None:
    browser.sign_in()
    fields = {"old_password": "wrong", "new_password1": "looking glass 1871", "new_password2": "looking glass 1871"}
    assert browser.submit("/accounts/password/", fields).status_code in (200, 400)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


@pytest.mark.parametrize("target", ["/admin/", "/playground/?a=1&b=2", "/signin/x"])
def test_next_to_own_paths(browser: Browser, alice: Any, target: str) -> None:
    from urllib.parse import quote

    assert browser.sign_in(url=f"/accounts/login/?next={quote(target)}")["Location"] == target


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)",
     "http:evil.example", "///evil.example", "/\r\nX: y", " //evil.example", "evil", "/" + "x" * 5000],
)  # fmt: skip
def test_next_to_nowhere_else(browser: Browser, alice: Any, target: str) -> None:
    response = browser.submit("/accounts/login/", {"username": "alice", "password": PASSWORD, "next": target})
    assert response["Location"] == "/"


def test_who_is_signed_in_already_goes_straight_on(browser: Browser, alice: Any) -> None:
    browser.sign_in()
    assert browser.get("/accounts/login/?next=/admin/")["Location"] == "/admin/"


@pytest.mark.case("AZ-18")
def test_a_sign_in_page_that_stood_open_in_another_tab(browser: Browser, alice: Any) -> None:
    page = browser.get("/accounts/login/?next=/admin/")
    browser.sign_in()
    response = browser.send_form("/accounts/login/", page, {"username": "alice", "password": PASSWORD})
    assert response["Location"] == "/admin/"


def test_the_record_of_it(browser: Browser, alice: Any) -> None:
    browser.sign_in("alice", "hunter2 is secret", REMOTE_ADDR="203.0.113.7")
    browser.sign_in("my password typed here", "x")
    browser.sign_in()
    rows = list(AuditEvent.objects.filter(event__startswith="sign_in").order_by("at"))
    assert [row.event for row in rows] == ["sign_in_failed", "sign_in_failed", "sign_in"]
    assert rows[0].ip == "203.0.113.7" and rows[0].user_agent == "Firefox of a test" and rows[0].subject == "alice"
    assert rows[2].actor == "alice" and rows[2].details["methods"] == ["pwd"]
    everything = repr(list(AuditEvent.objects.values()))
    assert "hunter2" not in everything and "my password typed here" not in everything and PASSWORD not in everything


class TestThrottling:
    """Guessing slows down; the owner is not locked out."""

    def fail(self, times: int, browser: Browser | None = None, **extra: Any) -> Any:
        response = None
        for _ in range(times):
            response = (browser or Browser()).sign_in("alice", "wrong", **extra)
        return response

    def test_guessing_slows_down(self, alice: Any) -> None:
        assert self.fail(6).status_code == 200
        response = self.fail(1)
        assert response.status_code == 429
        assert int(response["Retry-After"]) >= 1
        with time_machine.travel(now(), tick=False) as clock:
            waits = []
            for _ in range(6):
                clock.shift(3600 - 60)
                self.fail(1)
                waits.append(int(self.fail(1)["Retry-After"]))
        assert waits == sorted(waits) and waits[-1] > waits[0] and max(waits) <= 900

    def test_right_or_wrong_sounds_the_same_while_waiting(self, alice: Any) -> None:
        self.fail(6)
        assert Browser().sign_in("alice", PASSWORD).status_code == 429
        assert Browser().sign_in("alice", "wrong").status_code == 429

    @pytest.mark.case("PR-01")
    def test_the_same_for_accounts_that_are_not_there(self, db: None) -> None:
        statuses = [Browser().sign_in("nobody", "wrong").status_code for _ in range(7)]
        assert statuses == [200] * 6 + [429]

    @pytest.mark.case("LK-02")
    def test_the_owner_gets_in_from_a_browser_that_signed_in_before(self, alice: Any) -> None:
        home = Browser()
        home.sign_in()
        home.submit("/accounts/logout/", {})
        self.fail(30, REMOTE_ADDR="198.51.100.9")
        assert home.sign_in(REMOTE_ADDR="198.51.100.9").status_code == 302

    @pytest.mark.case("LK-02")
    def test_sessions_go_on_while_somebody_guesses(self, rp: RelyingParty) -> None:
        tokens = rp.tokens()
        self.fail(10)
        assert is_signed_in(rp.browser)
        assert rp.refresh(tokens["refresh_token"]).status_code == 200

    @pytest.mark.case("LK-02")
    def test_right_passwords_are_never_counted(self, alice: Any) -> None:
        for _ in range(20):
            assert Browser().sign_in().status_code == 302
        assert not Throttle.objects.exists()

    def test_a_known_browser_is_slowed_down_too(self, alice: Any) -> None:
        home = Browser()
        home.sign_in()
        home.submit("/accounts/logout/", {})
        statuses = [home.sign_in("alice", "wrong").status_code for _ in range(12)]
        assert statuses[-1] == 429

    def test_a_network_that_tries_many_names_slows_down(self, db: None) -> None:
        for number in range(51):
            Browser().sign_in(f"name{number}", "wrong", REMOTE_ADDR=f"198.51.100.{number}")
        assert Browser().sign_in("another", "wrong", REMOTE_ADDR="198.51.100.200").status_code == 429
        assert Browser().sign_in("another", "wrong", REMOTE_ADDR="203.0.113.1").status_code == 200

    def test_a_browser_is_known_to_its_owner_only(self, alice: Any, db: None) -> None:
        User.objects.create_user("mallory", password=PASSWORD)
        browser = Browser()
        browser.sign_in("mallory")
        browser.submit("/accounts/logout/", {})
        self.fail(6, browser)
        assert browser.sign_in("alice", "wrong").status_code == 429
        assert KnownBrowser.objects.count() == 1


class TestNames:
    """Who may be called what."""

    @pytest.mark.case("AC-05")
    @pytest.mark.parametrize("name", ["Alice", "ALICE", "ａlice", "alice ", "аlice", "αlice", "alıce", "аlісе"])
    def test_taken_or_looking_like_it(self, alice: Any, name: str) -> None:
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError) as caught:
            User.objects.create_user(name)
        assert "username" in caught.value.message_dict

    @pytest.mark.parametrize("name", ["bob", "alice2", "алиса", "爱丽丝", "jürgen", "o'hara", "user@corp.example", "a.b-c_d+e"])
    def test_fine(self, alice: Any, name: str) -> None:
        assert User.objects.create_user(name).username == name

    @pytest.mark.case("DB-09")
    def test_the_database_refuses_what_slipped_through(self, alice: Any) -> None:
        from django.db import IntegrityError, transaction

        for name in ("ALICE", "аlice"):
            with pytest.raises(IntegrityError), transaction.atomic():
                User(username=name).save()

    @pytest.mark.case("AC-07")
    def test_tags_stay(self, browser: Browser, db: None) -> None:
        user = User.objects.create_user("tagged", "Name+Tag@Example.ORG", PASSWORD)
        assert user.emails.get().value == "Name+Tag@example.org"
        assert browser.sign_in("name+tag@example.org").status_code == 302
        assert Browser().sign_in("name@example.org").status_code == 200

    @pytest.mark.case("AC-01")
    def test_an_unverified_claim_to_an_address_takes_nobody_over(self, browser: Browser, alice: Any) -> None:
        mallory = User.objects.create_user("mallory", password="another password")
        EmailAddress.objects.create(user=mallory, value="alice@example.org")
        assert browser.sign_in("alice@example.org").status_code == 302
        assert Browser().sign_in("alice@example.org", "another password").status_code == 200

    def test_a_verified_address_has_one_owner(self, alice: Any) -> None:
        from django.db import IntegrityError, transaction

        bob = User.objects.create_user("bob")
        with pytest.raises(IntegrityError), transaction.atomic():
            EmailAddress.objects.create(user=bob, value="ALICE@example.org", verified=True)
