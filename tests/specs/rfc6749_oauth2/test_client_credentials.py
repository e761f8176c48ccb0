"""The client credentials grant (RFC 6749 §4.4)."""

import jwt
import pytest

from tests.support.relying_party import Browser, RelyingParty


@pytest.fixture
def machine(browser: Browser, db: None) -> RelyingParty:
    """A client that acts for itself."""
    return RelyingParty.registered(browser, grant_types=["client_credentials"], scope="read write openid email", redirect_uris="")


@pytest.mark.spec("RFC 6749", "4.4.3", "an access token and no refresh token")
def test_access_token_only(machine: RelyingParty) -> None:
    body = machine.post("/oauth2/token", {"grant_type": "client_credentials"}).json()
    assert set(body) == {"access_token", "token_type", "expires_in", "scope"}
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert claims["sub"] == claims["client_id"] == machine.client.client_id
    assert body["scope"] == "read write"  # scopes about a person make no sense here


@pytest.mark.case("TK-07")
@pytest.mark.spec("RFC 6749", "3.3", "scopes outside the client's own are refused")
@pytest.mark.parametrize("scope", ["admin", "read admin", "openid", 'read "'])
def test_scope_beyond_reach(machine: RelyingParty, scope: str) -> None:
    response = machine.post("/oauth2/token", {"grant_type": "client_credentials", "scope": scope})
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_scope"


def test_narrower_scope(machine: RelyingParty) -> None:
    assert machine.post("/oauth2/token", {"grant_type": "client_credentials", "scope": "read"}).json()["scope"] == "read"


def test_a_machines_token_gives_nobodys_claims(machine: RelyingParty) -> None:
    token = machine.post("/oauth2/token", {"grant_type": "client_credentials"}).json()["access_token"]
    assert machine.userinfo(token).status_code == 403


@pytest.mark.spec("RFC 6749", "4.4", "a public client may not use it")
def test_public_client_may_not(db: None) -> None:
    from django.core.exceptions import ValidationError

    from idp.oauth2.models import Client

    with pytest.raises(ValidationError, match="client_credentials"):
        Client(token_endpoint_auth_method="none", grant_types=["client_credentials"]).full_clean()
