"""Discovery and the key set (OIDC Discovery §3-§4, RFC 8414, RFC 7517)."""

from typing import Any

import pytest
from django.test import Client as Http
from django.test import override_settings

from core.jose import algorithms
from keys.models import Key, State
from keys.rotation import NotYetPublished, retire_old, rotate, withdraw
from tests.support.relying_party import RelyingParty, answer_of


@pytest.mark.spec("OIDC Discovery", "3", "the required members are there and true")
@pytest.mark.spec("RFC 8414", "3", "both well-known addresses say the same")
def test_document(db: None) -> None:
    first = Http().get("/.well-known/openid-configuration")
    body = first.json()
    assert body == Http().get("/.well-known/oauth-authorization-server").json()
    assert body["issuer"] == "http://127.0.0.1:8000"
    assert body["response_types_supported"] == ["code"]
    assert body["code_challenge_methods_supported"] == ["S256"]
    assert "RS256" in body["id_token_signing_alg_values_supported"]
    assert body["authorization_response_iss_parameter_supported"] is True
    assert first["Cache-Control"] == "public, max-age=3600"
    for name, url in body.items():
        if name.endswith(("_endpoint", "_uri")):
            assert Http().get(url.removeprefix("http://127.0.0.1:8000")).status_code != 404, name


@pytest.mark.case("KD-02")
@pytest.mark.spec("OIDC Discovery", "4.3", "the issuer is one string, byte for byte, everywhere")
@pytest.mark.parametrize("issuer", ["https://id.example", "https://id.example/"])
def test_issuer_is_one_string(rp: RelyingParty, issuer: str) -> None:
    with override_settings(KEYHALL_ISSUER=issuer, KEYHALL_ORIGIN=issuer.rstrip("/")):
        body = Http().get("/.well-known/openid-configuration").json()
        answer = answer_of(rp.browser.walk(rp.authorize()))
        import jwt

        tokens = rp.redeem(answer["code"]).json()
        issuers = {
            body["issuer"], answer["iss"],
            *(jwt.decode(tokens[name], options={"verify_signature": False})["iss"] for name in ("id_token", "access_token")),
        }  # fmt: skip
        assert issuers == {issuer}
        assert body["token_endpoint"] == "https://id.example/oauth2/token"


@pytest.mark.spec("RFC 7517", "4", "public members only, with kid, use and alg")
def test_key_set_is_public(db: None) -> None:
    keys = Http().get("/oauth2/jwks").json()["keys"]
    assert {(key["kty"], key["alg"]) for key in keys} >= {("RSA", "RS256"), ("RSA", "PS256"), ("EC", "ES256"), ("OKP", "EdDSA")}
    for key in keys:
        assert key["use"] == "sig" and key["kid"] == algorithms.thumbprint(key)
        assert not {"d", "p", "q", "dp", "dq", "qi", "k"} & set(key)


def test_private_keys_are_sealed(db: None) -> None:
    from core.sealing import WrongKey, unseal

    for row in Key.objects.all():
        assert b"PRIVATE" not in bytes(row.sealed)
        with pytest.raises(WrongKey):
            unseal(b"x" * 32, f"key:{row.kid}", bytes(row.sealed))


def published() -> set[str]:
    return {key["kid"] for key in Http().get("/oauth2/jwks").json()["keys"]}


@pytest.mark.spec("OIDC Core", "10.1.1", "a rotated key was published before it signs, and stays published after")
def test_rotation(rp: RelyingParty) -> None:
    import jwt

    before = published()
    old = rp.tokens()
    rotate(force=True)
    new = rp.tokens()
    kids = [jwt.get_unverified_header(tokens["id_token"])["kid"] for tokens in (old, new)]
    assert kids[0] != kids[1]
    assert set(kids) <= before <= published()
    assert rp.userinfo(old["access_token"]).status_code == 200
    assert rp.userinfo(new["access_token"]).status_code == 200


def test_rotation_waits_until_a_key_was_published_long_enough(db: None) -> None:
    with pytest.raises(NotYetPublished):
        rotate()
    assert Key.objects.filter(state=State.RETIRING).count() == 0


def test_retiring_keys_retire(db: None) -> None:
    from datetime import timedelta

    import time_machine

    from core.clock import now

    rotate(force=True)
    assert retire_old() == 0
    with time_machine.travel(now() + timedelta(hours=3)):
        assert retire_old() > 0
        assert not Key.objects.filter(state=State.RETIRING).exists()


def test_a_compromised_key_is_gone_at_once(rp: RelyingParty) -> None:
    import jwt

    tokens = rp.tokens()
    kid = jwt.get_unverified_header(tokens["access_token"])["kid"]
    assert withdraw(kid) and not withdraw(kid)
    assert kid not in published()
    assert rp.userinfo(tokens["access_token"]).status_code == 401
    assert rp.userinfo(rp.refresh(tokens["refresh_token"]).json()["access_token"]).status_code == 200


def test_a_crash_between_the_steps_of_a_rotation_is_repaired(rp: RelyingParty) -> None:
    Key.objects.filter(use="token", state=State.ACTIVE).update(state=State.RETIRING)
    from keys.keyring import keyring
    from keys.rotation import ensure_keys

    keyring.forget()
    ensure_keys()
    assert Key.objects.filter(use="token", state=State.ACTIVE).count() == 1
    assert rp.userinfo(rp.tokens()["access_token"]).status_code == 200


def test_the_command(db: None, capsys: Any) -> None:
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError, match="--force"):
        call_command("rotate_keys")
    call_command("rotate_keys", "--use", "token", "--force")
    assert "is active" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No key"):
        call_command("rotate_keys", "--compromised", "nonsense")
