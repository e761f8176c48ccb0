"""The pending sign-in: on the server, bound to the browser, single use, expiring (RFC 6749 §10.12, RFC 9700 §4.7)."""

import pytest
import time_machine

from core.clock import now
from idp.flow.models import SignIn
from idp.oauth2.models import AuthorizationCode
from tests.support.relying_party import Browser, RelyingParty


@pytest.mark.spec("RFC 9700", "4.7", "a pending sign-in works only in the browser that began it")
def test_bound_to_the_browser(rp: RelyingParty) -> None:
    rp.authorize()
    ticket = SignIn.objects.get()
    stranger = Browser()
    stranger.sign_in()
    for path in (ticket.path, ticket.path + "/consent"):
        response = stranger.get(path)
        assert response.status_code == 400
        assert 'data-error="sign_in_expired"' in response.content.decode()


def test_single_use(rp: RelyingParty) -> None:
    response = rp.browser.walk(rp.authorize())
    assert response["Location"].startswith("https://")
    again = rp.browser.get(SignIn.objects.get().path)
    assert again.status_code == 409
    assert 'data-error="sign_in_done"' in again.content.decode()
    assert AuthorizationCode.objects.count() == 1


def test_expires_after_a_quarter_of_an_hour(rp: RelyingParty) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        rp.authorize()
        ticket = SignIn.objects.get()
        clock.shift(15 * 60 - 1)
        assert rp.browser.get(ticket.path).status_code == 302
        clock.shift(2)
        assert rp.browser.get(ticket.path).status_code == 400


def test_nothing_of_the_request_travels_through_the_browser(rp: RelyingParty) -> None:
    response = rp.authorize()
    page = rp.browser.get(response["Location"])
    assert rp.state not in response["Location"] + page.content.decode()
    assert rp.challenge not in response["Location"] + page.content.decode()


def test_a_client_that_is_switched_off_meanwhile_gets_nothing(rp: RelyingParty) -> None:
    response = rp.authorize()
    rp.client.is_active = False
    rp.client.save()
    assert rp.browser.walk(response).status_code == 400
    assert not AuthorizationCode.objects.exists()


def test_an_unknown_key_is_a_page(rp: RelyingParty) -> None:
    assert rp.browser.get("/signin/01890000-0000-7000-8000-000000000000").status_code == 400
    assert rp.browser.get("/signin/not-a-key").status_code == 404


@pytest.mark.spec("RFC 6749", "10.12", "consent needs the form's token")
def test_consent_without_the_form_token(rp: RelyingParty) -> None:
    step = rp.browser.sign_in(url=rp.authorize()["Location"])
    consent = rp.browser.get(step["Location"])["Location"]
    response = rp.browser.http.post(consent, {"decision": "allow"})
    assert response.status_code == 403
    assert not AuthorizationCode.objects.exists()


@pytest.mark.case("SAML-19")
def test_many_requests_set_one_small_cookie(rp: RelyingParty) -> None:
    for _ in range(20):
        rp.authorize()
    assert len([name for name in rp.browser.http.cookies if "browser" in name]) == 1
    assert sum(len(morsel.value) for morsel in rp.browser.http.cookies.values()) < 200
