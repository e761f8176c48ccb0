"""Endpoints and features that docs/compliance.md says are not there; refusals of single parameters are held by tests/specs."""

from typing import Any

import jwt
import pytest
from django.test import Client as Http

from tests.support.relying_party import RelyingParty, answer_of


@pytest.fixture
def discovered(db: None) -> dict[str, Any]:
    """The discovery document."""
    document: dict[str, Any] = Http().get("/.well-known/openid-configuration").json()
    return document


@pytest.mark.not_supported("introspection")
@pytest.mark.not_supported("revocation")
@pytest.mark.not_supported("pushed_requests")
@pytest.mark.not_supported("dynamic_registration")
@pytest.mark.not_supported("webfinger")
@pytest.mark.not_supported("session_management")
@pytest.mark.parametrize("path, member", [
    ("/oauth2/introspect", "introspection_endpoint"),
    ("/oauth2/revoke", "revocation_endpoint"),
    ("/oauth2/par", "pushed_authorization_request_endpoint"),
    ("/oauth2/register", "registration_endpoint"),
    ("/.well-known/webfinger", ""),
    ("/oauth2/session", "check_session_iframe"),
])  # fmt: skip
def test_there_is_no_such_address(discovered: dict[str, Any], path: str, member: str) -> None:
    assert member not in discovered
    assert Http().get(path).status_code == 404
    assert Http().post(path).status_code == 404


@pytest.mark.not_supported("frontchannel_logout")
@pytest.mark.not_supported("backchannel_logout")
@pytest.mark.not_supported("pairwise")
def test_discovery_does_not_claim_it(discovered: dict[str, Any]) -> None:
    assert not [member for member in discovered if "channel_logout" in member]
    assert discovered["subject_types_supported"] == ["public"]


@pytest.mark.not_supported("device_flow")
@pytest.mark.not_supported("token_exchange")
@pytest.mark.parametrize("grant_type", [
    "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange",
])  # fmt: skip
def test_there_is_no_such_grant(rp: RelyingParty, discovered: dict[str, Any], grant_type: str) -> None:
    assert grant_type not in discovered["grant_types_supported"]
    assert "device_authorization_endpoint" not in discovered
    assert Http().post("/oauth2/device_authorization").status_code == 404
    assert rp.post("/oauth2/token", {"grant_type": grant_type}).json()["error"] == "unsupported_grant_type"


@pytest.mark.not_supported("registration")
def test_registration_in_the_request_is_refused(rp: RelyingParty) -> None:
    assert answer_of(rp.authorize(registration="{}"))["error"] == "registration_not_supported"


@pytest.mark.not_supported("claims_parameter")
@pytest.mark.not_supported("resource_indicators")
def test_parameters_that_are_ignored(rp: RelyingParty, discovered: dict[str, Any]) -> None:
    assert discovered["claims_parameter_supported"] is False
    asked = {"claims": '{"id_token": {"email": null}}', "resource": "https://api.example"}
    tokens = rp.tokens(**asked)
    said = {name: jwt.decode(tokens[name], options={"verify_signature": False}) for name in ("id_token", "access_token")}
    assert "email" not in said["id_token"]
    assert said["access_token"]["aud"] == discovered["issuer"]


@pytest.mark.not_supported("dpop")
def test_a_proof_of_possession_is_ignored(rp: RelyingParty) -> None:
    fields = {
        "grant_type": "authorization_code", "code": rp.code(), "redirect_uri": rp.client.redirect_uris,
        "code_verifier": rp.verifier,
    }  # fmt: skip
    assert rp.post("/oauth2/token", fields, HTTP_DPOP="x.y.z").json()["token_type"] == "Bearer"


@pytest.mark.not_supported("cors")
@pytest.mark.parametrize("path", ["/oauth2/token", "/oauth2/userinfo", "/oauth2/jwks", "/.well-known/openid-configuration"])
def test_pages_of_other_origins_can_not_read_the_answers(db: None, path: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        answer = Http().generic(method, path, HTTP_ORIGIN="https://elsewhere.example")
        assert not [header for header in answer.headers if header.lower().startswith("access-control")]
