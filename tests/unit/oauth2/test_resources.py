"""Our tokens at resources: our own guard, and the toolkit's."""

from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from oauth2_provider.decorators import protected_resource

from core.clock import now
from idp.oauth2.toolkit import KeyhallValidator
from idp.resource_server import Caller, require_scope
from tests.support.relying_party import Browser, RelyingParty

TOOLKIT = "through the toolkit"


@require_scope("api")
def ours(request: HttpRequest, caller: Caller) -> HttpResponse:
    return HttpResponse(f"{caller.user_id} {caller.client_id}")


@protected_resource(scopes=["api"], validator_cls=KeyhallValidator)  # type: ignore[misc]
def toolkits(request: Any) -> HttpResponse:
    return HttpResponse(f"{request.resource_owner and request.resource_owner.pk} {TOOLKIT}")


@pytest.fixture
def app(browser: Browser, alice: Any) -> RelyingParty:
    return RelyingParty.registered(browser, scope="openid api other", grant_types=["authorization_code", "client_credentials"])


@pytest.mark.parametrize("view", [ours, toolkits])
def test_tokens_open_what_their_scopes_allow(app: RelyingParty, alice: Any, view: Any) -> None:
    told = app.client.client_id if view is ours else TOOLKIT

    def ask(token: str) -> Any:
        return view(RequestFactory().get("/x", HTTP_AUTHORIZATION=f"Bearer {token}"))

    tokens = app.tokens(scope="openid api")
    assert ask(tokens["access_token"]).content.decode() == f"{alice.pk} {told}"
    machine = app.post("/oauth2/token", {"grant_type": "client_credentials", "scope": "api"}).json()["access_token"]
    assert ask(machine).content.decode() == f"None {told}"
    assert ask(app.tokens(scope="openid other")["access_token"]).status_code == 403
    assert ask("nonsense").status_code in (401, 403)
    assert ask(tokens["id_token"]).status_code in (401, 403)
    app.client.is_active = False
    app.client.save()
    for token in (tokens["access_token"], machine):
        assert ask(token).status_code in (401, 403)


def test_a_disabled_person_opens_nothing(app: RelyingParty, alice: Any) -> None:
    token = app.tokens(scope="openid api")["access_token"]
    alice.is_active = False
    alice.save()
    assert ours(RequestFactory().get("/x", HTTP_AUTHORIZATION=f"Bearer {token}")).status_code == 401


def test_a_client_that_is_switched_on_again_lives(app: RelyingParty) -> None:
    token = app.tokens(scope="openid api")["access_token"]
    for active, status in ((False, 401), (True, 200)):
        app.client.is_active = active
        app.client.save()
        assert ours(RequestFactory().get("/x", HTTP_AUTHORIZATION=f"Bearer {token}")).status_code == status


def test_a_deleted_clients_tokens_are_dead(app: RelyingParty) -> None:
    token = app.tokens(scope="openid api")["access_token"]
    app.client.delete()
    assert ours(RequestFactory().get("/x", HTTP_AUTHORIZATION=f"Bearer {token}")).status_code == 401


def test_a_client_registered_again_under_the_same_id_has_tokens_of_its_own(app: RelyingParty, browser: Browser) -> None:
    moment = now()
    with time_machine.travel(moment, tick=False) as clock:
        old = app.tokens(scope="openid api")["access_token"]
        app.client.delete()
        clock.shift(2)
        again = RelyingParty.registered(browser, client_id=app.client.client_id, scope="openid api")
        new = again.tokens(scope="openid api")["access_token"]
        for token, status in ((old, 401), (new, 200)):
            assert ours(RequestFactory().get("/x", HTTP_AUTHORIZATION=f"Bearer {token}")).status_code == status


def test_client_ids_that_begin_alike_are_not_mistaken(browser: Browser, alice: Any) -> None:
    one, two = (RelyingParty.registered(browser, client_id="c" * 120 + end, scope="openid api") for end in "ab")
    token = two.tokens(scope="openid api")["access_token"]
    one.client.delete()
    assert ours(RequestFactory().get("/x", HTTP_AUTHORIZATION=f"Bearer {token}")).status_code == 200
