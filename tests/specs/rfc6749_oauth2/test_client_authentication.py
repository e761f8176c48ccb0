"""How clients prove who they are (RFC 6749 §2.3, §3.2.1)."""

import base64
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client as Http

from tests.support.relying_party import FORM, Browser, RelyingParty


def ask(rp: RelyingParty, fields: dict[str, str], authorization: str = "") -> Any:
    """A client_credentials request with these credentials."""
    extra: Any = {"HTTP_AUTHORIZATION": authorization} if authorization else {}
    return Http().post("/oauth2/token", urlencode({"grant_type": "client_credentials", **fields}), content_type=FORM, **extra)


def basic(name: str, secret: str) -> str:
    """The header."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


@pytest.fixture
def machine(browser: Browser, db: None) -> RelyingParty:
    """A confidential client that acts for itself."""
    return RelyingParty.registered(browser, grant_types=["client_credentials"], scope="api", redirect_uris="")


@pytest.mark.spec("RFC 6749", "2.3.1", "client_secret_basic: both parts form-encoded")
def test_basic_is_url_encoded(browser: Browser, db: None) -> None:
    rp = RelyingParty.registered(
        browser, client_id="tea:party+%/é".replace("é", "e"), grant_types=["client_credentials"], scope="api", redirect_uris=""
    )
    assert ask(rp, {}, basic(quote(rp.client.client_id, safe=""), quote(rp.secret, safe=""))).status_code == 200


@pytest.mark.spec("RFC 6749", "2.3.1", "client_secret_post for a client that is registered for it")
def test_post(browser: Browser, db: None) -> None:
    rp = RelyingParty.registered(
        browser,
        token_endpoint_auth_method="client_secret_post",
        grant_types=["client_credentials"],
        scope="api",
        redirect_uris="",
    )
    assert ask(rp, {"client_id": rp.client.client_id, "client_secret": rp.secret}).status_code == 200
    refused = ask(rp, {}, basic(rp.client.client_id, rp.secret))
    assert refused.status_code == 401
    assert "client_secret_post" in refused.json()["error_description"]


@pytest.mark.spec("RFC 6749", "5.2", "a failed authentication is 401 invalid_client with WWW-Authenticate")
def test_wrong_secret_and_unknown_client_sound_the_same(machine: RelyingParty) -> None:
    wrong = ask(machine, {}, basic(machine.client.client_id, "wrong"))
    unknown = ask(machine, {}, basic("nobody", "wrong"))
    for response in (wrong, unknown):
        assert response.status_code == 401
        assert response.json()["error"] == "invalid_client"
        assert response["WWW-Authenticate"].startswith("Basic ")
    assert wrong.content == unknown.content


@pytest.mark.case("CL-04")
@pytest.mark.spec("RFC 6749", "5.2", "missing credentials are named")
def test_missing_credentials_are_named(machine: RelyingParty) -> None:
    response = ask(machine, {})
    assert response.status_code == 401
    assert "No client credentials found" in response.json()["error_description"]


@pytest.mark.case("CL-04")
@pytest.mark.spec("RFC 6749", "3.2", "a body that is not a form is invalid_request")
@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_other_content_types(machine: RelyingParty, content_type: str) -> None:
    response = Http().post("/oauth2/token", b'{"grant_type":"client_credentials"}', content_type=content_type)
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_request"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.spec("RFC 6749", "2.3", "not more than one method in a request")
def test_two_methods(machine: RelyingParty) -> None:
    header = basic(machine.client.client_id, machine.secret)
    assert ask(machine, {"client_secret": machine.secret}, header).json()["error"] == "invalid_request"
    assert ask(machine, {"client_id": "another"}, header).json()["error"] == "invalid_request"
    assert ask(machine, {"client_id": machine.client.client_id}, header).status_code == 200


@pytest.mark.spec("RFC 6749", "2.3.1", "a malformed header is refused")
@pytest.mark.parametrize(
    "value",
    [
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"nocolon").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Bearer x",
        "Basic " + "A" * 5000,
        "Digest a=b",
    ],
)
def test_malformed_header(machine: RelyingParty, value: str) -> None:
    response = ask(machine, {}, value)
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"


@pytest.mark.case("CL-02")
@pytest.mark.spec("RFC 6749", "3.2.1", "a public client names itself; a missing and an empty secret are the same")
@pytest.mark.parametrize("extra", [{}, {"client_secret": ""}])
def test_public_client(browser: Browser, alice: Any, extra: dict[str, str]) -> None:
    rp = RelyingParty.registered(browser, token_endpoint_auth_method="none")
    fields = {
        "grant_type": "authorization_code", "code": rp.code(), "code_verifier": rp.verifier,
        "redirect_uri": rp.client.redirect_uris, **extra,
    }  # fmt: skip
    assert rp.post("/oauth2/token", fields).status_code == 200


@pytest.mark.case("CL-02")
def test_a_client_that_becomes_public_keeps_no_secret(rp: RelyingParty) -> None:
    assert rp.client.client_secret
    rp.client.token_endpoint_auth_method = "none"
    rp.client.save()
    rp.client.refresh_from_db()
    assert rp.client.client_secret == ""


@pytest.mark.spec("RFC 6749", "3.2.1", "a confidential client can't pass for a public one")
def test_confidential_client_without_its_secret(rp: RelyingParty) -> None:
    fields = {"grant_type": "authorization_code", "code": rp.code(), "client_id": rp.client.client_id}
    assert rp.post("/oauth2/token", fields, basic=False).status_code == 401


@pytest.mark.not_supported("client_assertion")
def test_client_assertions_are_refused(machine: RelyingParty) -> None:
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    response = ask(machine, {"client_assertion_type": kind, "client_assertion": "x.y.z"})
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"


def test_secrets_are_kept_as_hashes(rp: RelyingParty) -> None:
    rp.client.refresh_from_db()
    assert rp.secret not in str(vars(rp.client))
    assert len(rp.client.client_secret) == 64
    assert len(rp.secret) >= 43  # 256 bits


def test_a_switched_off_client_is_unknown(machine: RelyingParty) -> None:
    machine.client.is_active = False
    machine.client.save()
    assert ask(machine, {}, basic(machine.client.client_id, machine.secret)).status_code == 401
