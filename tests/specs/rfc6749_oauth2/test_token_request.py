"""Redeeming a code at the token endpoint (RFC 6749 §4.1.3, §4.1.4, §5)."""

from typing import Any

import pytest
import time_machine

from audit.models import AuditEvent
from core.clock import now
from idp.oauth2.models import Authorization, RevokedToken
from tests.support.relying_party import CALLBACK, Browser, RelyingParty


def error(response: Any, status: int = 400) -> str:
    """The code of an error answer, which nobody may cache."""
    assert response.status_code == status, response.content
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "application/json"
    body = response.json()
    assert body["error_description"]
    return str(body["error"])


@pytest.mark.spec("RFC 6749", "5.1", "the answer is JSON that may not be cached, with type, lifetime and scope")
def test_answer_of_success(rp: RelyingParty) -> None:
    response = rp.redeem(rp.code())
    assert response.status_code == 200
    assert (response["Cache-Control"], response["Pragma"]) == ("no-store", "no-cache")
    body = response.json()
    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == 600
    assert body["scope"] == "email openid profile"
    assert set(body) == {"access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token"}


@pytest.mark.spec("RFC 6749", "4.1.2", "a second use of a code is refused and revokes what the first gave")
def test_second_use_revokes_the_first(rp: RelyingParty) -> None:
    code = rp.code()
    tokens = rp.redeem(code).json()
    assert rp.userinfo(tokens["access_token"]).status_code == 200
    assert error(rp.redeem(code)) == "invalid_grant"
    assert rp.userinfo(tokens["access_token"]).status_code == 401
    assert error(rp.refresh(tokens["refresh_token"])) == "invalid_grant"
    assert AuditEvent.objects.filter(event="code_reused", client_id=rp.client.client_id).count() == 1
    assert Authorization.objects.get().revoked_at is not None


@pytest.mark.spec("RFC 6749", "4.1.2", "a code lives a minute")
def test_expired_code(rp: RelyingParty) -> None:
    moment = now()
    with time_machine.travel(moment, tick=False) as clock:
        code = rp.code()
        clock.shift(61)
        assert error(rp.redeem(code)) == "invalid_grant"


@pytest.mark.spec("RFC 6749", "4.1.3", "a code belongs to its client")
def test_code_of_another_client(rp: RelyingParty, browser: Browser) -> None:
    other = RelyingParty.registered(browser)
    other.verifier = rp.verifier
    code = rp.code()
    assert error(other.redeem(code)) == "invalid_grant"
    assert rp.redeem(code).status_code == 200  # whoever intercepted it could not burn it


@pytest.mark.case("AZ-04")
@pytest.mark.spec("RFC 6749", "4.1.3", "redirect_uri must be repeated identically if it was sent")
def test_redirect_uri_is_repeated(browser: Browser, alice: Any) -> None:
    second = "https://app.example/second"
    rp = RelyingParty.registered(browser, redirect_uris=f"{CALLBACK}\n{second}")
    code = rp.code(redirect_uri=second)
    assert error(rp.redeem(code, redirect_uri=CALLBACK)) == "invalid_grant"
    assert error(rp.redeem(code, redirect_uri=None)) == "invalid_request"
    assert rp.redeem(code, redirect_uri=second).status_code == 200


@pytest.mark.spec("RFC 6749", "5.2", "what is missing or unknown is named by the standard's code")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "telepathy"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unauthorized_client"),
        ({"code": ""}, "invalid_request"),
        ({"code": "nonsense"}, "invalid_grant"),
        ({"code": '{"$ne":""}'}, "invalid_grant"),
    ],
)
def test_refusals(rp: RelyingParty, changes: dict[str, str | None], code: str) -> None:
    assert error(rp.redeem(changes.pop("code", "x") or "", **changes)) == code


@pytest.mark.not_supported("password_grant")
@pytest.mark.spec("RFC 9700", "2.4", "the password grant does not exist")
def test_password_grant(rp: RelyingParty) -> None:
    answer = rp.post("/oauth2/token", {"grant_type": "password", "username": "alice", "password": "x"})
    assert error(answer) == "unsupported_grant_type"


@pytest.mark.spec("RFC 6749", "3.2", "a repeated parameter is refused")
@pytest.mark.parametrize("name", ["grant_type", "code", "redirect_uri", "code_verifier", "client_id", "client_secret"])
def test_repeated_parameter(rp: RelyingParty, name: str) -> None:
    from django.test import Client as Http

    rp.client.token_endpoint_auth_method = "client_secret_post"
    rp.client.save()
    body = f"grant_type=authorization_code&code=x&client_id={rp.client.client_id}&client_secret={rp.secret}&{name}=a&{name}=b"
    response = Http().post("/oauth2/token", body, content_type="application/x-www-form-urlencoded")
    assert error(response) == "invalid_request"


def test_a_grant_that_was_revoked_before_redemption_gives_nothing(rp: RelyingParty) -> None:
    code = rp.code()
    Authorization.objects.update(revoked_at=now())
    assert error(rp.redeem(code)) == "invalid_grant"


def test_a_disabled_persons_code_gives_nothing(rp: RelyingParty, alice: Any) -> None:
    code = rp.code()
    alice.is_active = False
    alice.save()
    assert error(rp.redeem(code)) == "invalid_grant"


def test_tokens_issued_while_the_code_is_used_again_are_dead(rp: RelyingParty, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second use comes between spending and issuing of the first."""
    from idp.oauth2.grants import answer

    code, issue, second = rp.code(), answer.for_authorization, []

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        if not second:
            second.append(None)
            second[0] = rp.redeem(code)
        return issue(*args, **kwargs)

    monkeypatch.setattr(answer, "for_authorization", interrupted)
    first = rp.redeem(code).json()
    assert error(second[0]) == "invalid_grant"
    assert rp.userinfo(first["access_token"]).status_code == 401
    assert error(rp.refresh(first["refresh_token"])) == "invalid_grant"
    assert RevokedToken.objects.filter(key__startswith="grant:").exists()
