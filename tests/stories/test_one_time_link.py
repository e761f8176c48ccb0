"""The first administrator chooses a password by a one-time link."""

from typing import Any

import pytest
import time_machine

from accounts.links import first_administrator_link, make_link
from accounts.models import BrowserSession, OneTimeLink, User
from accounts.sessions.store import SessionStore
from audit.models import AuditEvent
from core.clock import now
from tests.support.people import PASSWORD
from tests.support.relying_party import Browser

CHOSEN = {"new_password1": "looking glass 1871", "new_password2": "looking glass 1871"}


def open_page(browser: Browser, link: str) -> str:
    """Opens the link and gives the address of the page."""
    response = browser.get(link.removeprefix("http://127.0.0.1:8000"))
    return str(response["Location"])


def test_the_first_administrator(browser: Browser, db: None) -> None:
    link = first_administrator_link()
    assert link is not None and link.startswith("http://127.0.0.1:8000/accounts/password/link/")
    page = open_page(browser, link)
    secret = link.rpartition("/")[2]
    assert secret not in str([SessionStore().decode(row.data) for row in BrowserSession.objects.all()])
    assert secret not in page  # the address that the browser shows, sends as Referer and keeps in its history
    assert browser.submit(page, CHOSEN)["Location"] == "/"
    admin = User.objects.get(username="admin")
    assert admin.is_superuser and admin.is_staff and admin.check_password("looking glass 1871")
    assert browser.get("/").status_code == 200
    assert first_administrator_link() is None
    assert secret not in repr(list(AuditEvent.objects.values())) + repr(list(OneTimeLink.objects.values()))


def test_works_once(browser: Browser, db: None) -> None:
    link = first_administrator_link() or ""
    first, second = open_page(browser, link), Browser()
    open_page(second, link)
    waiting = second.get("/accounts/password/link/")
    browser.submit(first, CHOSEN)
    refused = second.send_form("/accounts/password/link/", waiting, {"new_password1": "x" * 20, "new_password2": "x" * 20})
    assert refused.status_code == 410
    assert 'data-error="invalid_link"' in refused.content.decode()
    assert User.objects.get().check_password("looking glass 1871")
    assert AuditEvent.objects.filter(event="one_time_link_refused").count() == 1


def test_opening_does_not_use_it_up(browser: Browser, db: None) -> None:
    link = first_administrator_link() or ""
    for scanner in (Browser(), Browser()):
        assert scanner.get(open_page(scanner, link)).status_code == 200
    assert browser.submit(open_page(browser, link), CHOSEN).status_code == 302


def test_lasts_an_hour(browser: Browser, db: None) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        link = first_administrator_link() or ""
        clock.shift(3601)
        assert browser.get(open_page(browser, link)).status_code == 410


def test_a_new_link_ends_the_old_one(browser: Browser, db: None) -> None:
    old, new = first_administrator_link() or "", first_administrator_link() or ""
    assert browser.get(open_page(browser, old)).status_code == 410
    assert browser.get(open_page(browser, new)).status_code == 200


@pytest.mark.case("PR-05")
def test_bound_to_one_account(browser: Browser, alice: Any) -> None:
    bob = User.objects.create_user("bob", password=PASSWORD)
    page = open_page(browser, make_link(bob))
    browser.submit(page, {**CHOSEN, "username": "alice", "user": str(alice.pk), "id": str(alice.pk)})
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert alice.check_password(PASSWORD)
    assert bob.check_password("looking glass 1871")


@pytest.mark.parametrize(
    "fields",
    [
        {"new_password1": "short1", "new_password2": "short1"},
        {"new_password1": "password1", "new_password2": "password1"},
        {"new_password1": "1234567890", "new_password2": "1234567890"},
        {"new_password1": "looking glass 1871", "new_password2": "looking glass 1872"},
        {"new_password1": "x" * 2000, "new_password2": "x" * 2000},
        {},
    ],
)
def test_bad_choices_do_not_use_it_up(browser: Browser, db: None, fields: dict[str, str]) -> None:
    page = open_page(browser, first_administrator_link() or "")
    assert browser.submit(page, fields).status_code == 400
    assert browser.submit(page, CHOSEN).status_code == 302


@pytest.mark.case("AD-02")
def test_somebody_elses_account_named_admin_is_not_made_an_administrator(db: None) -> None:
    user = User.objects.create_user("Admin", password=PASSWORD)
    assert first_administrator_link() is None
    user.refresh_from_db()
    assert not user.is_superuser


@pytest.mark.parametrize("secret", ["x", "é", "a" * 5000, "../../admin"])
def test_nonsense(browser: Browser, db: None, secret: str) -> None:
    response = browser.get(f"/accounts/password/link/{secret}")
    if response.status_code == 302:
        response = browser.get(response["Location"])
    assert response.status_code in (404, 410)


def test_where_password_managers_look(browser: Browser, db: None) -> None:
    assert browser.get("/.well-known/change-password")["Location"] == "/accounts/password/"
