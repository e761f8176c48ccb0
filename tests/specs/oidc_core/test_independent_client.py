"""A client that was not written here (Authlib) signs Alice in."""

from typing import Any

import pytest
from authlib.integrations.requests_client import OAuth2Session
from django.test import Client as Http
from joserfc import jwt
from joserfc.jwk import KeySet
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from tests.support.relying_party import CALLBACK, RelyingParty


class IntoTheSite(BaseAdapter):
    """Carries what `requests` sends into the site without a socket; nothing of Authlib is touched."""

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
        answer = Http().generic(
            request.method or "GET", request.path_url, request.body or b"",
            content_type=headers.pop("HTTP_CONTENT_TYPE", ""), **headers,
        )  # fmt: skip
        response = Response()
        response.status_code, response._content = answer.status_code, answer.content
        response.headers.update(answer.headers)
        response.request, response.url = request, request.url or ""
        return response

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.spec("OIDC Core", "3.1", "an independent client completes the code flow from discovery alone")
@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib(rp: RelyingParty, method: str) -> None:
    rp.client.token_endpoint_auth_method = method
    rp.client.save()
    session = OAuth2Session(
        rp.client.client_id, rp.secret, scope="openid profile email offline_access", redirect_uri=CALLBACK,
        token_endpoint_auth_method=method, code_challenge_method="S256",
    )  # fmt: skip
    session.mount("http://127.0.0.1:8000", IntoTheSite())
    found = session.get("http://127.0.0.1:8000/.well-known/openid-configuration", withhold_token=True).json()
    url, state = session.create_authorization_url(found["authorization_endpoint"], nonce="n-0S6", code_verifier=rp.verifier)
    answer = rp.browser.walk(rp.browser.get(url.removeprefix("http://127.0.0.1:8000")))
    token = session.fetch_token(
        found["token_endpoint"], authorization_response=answer["Location"], state=state, code_verifier=rp.verifier
    )
    keys = KeySet.import_key_set(session.get(found["jwks_uri"], withhold_token=True).json())
    claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": found["issuer"]}, aud={"essential": True, "value": rp.client.client_id},
        nonce={"essential": True, "value": "n-0S6"}, exp={"essential": True}, iat={"essential": True},
    ).validate(claims)  # fmt: skip
    assert session.get(found["userinfo_endpoint"]).json()["sub"] == claims["sub"]
    refreshed = session.refresh_token(found["token_endpoint"], refresh_token=token["refresh_token"])
    assert refreshed["access_token"] != token["access_token"]
