"""What comes from outside is refused cleanly: a 4xx in the standard's words, never a 500 (RFC 9110)."""

from typing import Any

import pytest
from django.test import Client as Http
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.relying_party import FORM, RelyingParty

ENDPOINTS = {
    "/oauth2/authorize": {"GET", "POST"},
    "/oauth2/token": {"POST"},
    "/oauth2/userinfo": {"GET", "POST"},
    "/oauth2/jwks": {"GET", "HEAD"},
    "/oauth2/logout": {"GET", "POST"},
    "/oauth2/logout/confirm": {"POST"},
    "/.well-known/openid-configuration": {"GET", "HEAD"},
    "/.well-known/oauth-authorization-server": {"GET", "HEAD"},
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
PAGES = ("/", "/accounts/login/", "/accounts/logout/", "/accounts/password/", "/accounts/password/link/")


@pytest.mark.spec("RFC 9110", "15.5.6", "a wrong method is 405 with Allow")
@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("method", METHODS)
def test_methods(db: None, path: str, method: str) -> None:
    response = Http().generic(method, path, content_type=FORM)
    assert response.status_code < 500
    if method in ENDPOINTS[path]:
        assert response.status_code != 405
    else:
        assert response.status_code == 405
        assert set(response["Allow"].split(", ")) == ENDPOINTS[path]


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/oauth2/", "/oauth2/token/"])
@pytest.mark.parametrize("method", METHODS)
def test_pages_take_any_method_without_breaking(db: None, path: str, method: str) -> None:
    assert Http().generic(method, path, content_type=FORM).status_code < 500


BODIES = [
    b"", b"\x00", b"\xff\xfe", b"a=%ff", b"a=%00", b"%", b"&&==", b"grant_type=%c3%28", b"x" * 65_537, b"a=1&" * 300, b"{}",
    b"[" * 10_000, "grant_type=ü".encode(),
]  # fmt: skip


@pytest.mark.spec("RFC 6749", "5.2", "any body is answered in the standard's words")
@pytest.mark.parametrize(
    "path",
    ["/oauth2/token", "/oauth2/userinfo", "/oauth2/authorize", "/oauth2/logout", "/oauth2/logout/confirm", "/accounts/login/"],
)
@pytest.mark.parametrize(
    "content_type",
    [
        FORM,
        "application/json",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain; charset=klingon",
        FORM + "; charset=utf-16",
        "",
    ],
)
def test_bodies(db: None, path: str, content_type: str) -> None:
    for body in BODIES:
        response = Http().generic("POST", path, body, content_type=content_type)
        assert 200 <= response.status_code < 500, body[:40]
        if path == "/oauth2/token":
            assert response.json()["error"] in ("invalid_request", "invalid_client"), body[:40]


def test_a_huge_body_is_413(db: None) -> None:
    response = Http().post("/oauth2/token", "a=" + "x" * 70_000, content_type=FORM)
    assert response.status_code == 413
    assert response.json()["error"] == "invalid_request"


@pytest.mark.parametrize("query", ["%00", "next=%00", "a=%ff%fe", "x" * 9000, "next=//evil.example", "id_token_hint=%00"])
@pytest.mark.parametrize("path", [*PAGES, *ENDPOINTS, "/admin/"])
def test_queries(db: None, path: str, query: str) -> None:
    assert Http().get(path, QUERY_STRING=query).status_code < 500


@pytest.mark.parametrize(
    "header",
    [
        "HTTP_AUTHORIZATION",
        "HTTP_COOKIE",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_USER_AGENT",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_ORIGIN",
        "HTTP_REFERER",
    ],
)
@pytest.mark.parametrize(
    "value", ["", "\x00", "é", "x" * 9000, "Basic \xff", "keyhall_session=\x00; keyhall_browser=x;;=", "%", "1.2.3.4, ,,"]
)
def test_headers(db: None, header: str, value: str) -> None:
    for path in ("/accounts/login/", "/oauth2/userinfo", "/oauth2/token", "/"):
        assert (
            Http().generic("POST" if path == "/oauth2/token" else "GET", path, content_type=FORM, **{header: value}).status_code
            < 500
        )


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000.evil.example", "127.0.0.1@evil.example", "", "[", "x" * 300])
def test_other_hosts_are_refused(db: None, host: str) -> None:
    assert Http(HTTP_HOST=host).get("/accounts/login/").status_code == 400


text = st.text(max_size=60) | st.sampled_from(["openid", "code", "S256", "none", "login", "https://app.example/callback", "0"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(
    st.sampled_from(["client_id", "redirect_uri", "response_type", "scope",
        "state", "nonce", "prompt", "max_age", "code_challenge", "code_challenge_method",
        "login_hint", "claims", "request", "x"]),
    text, max_size=5,
))  # fmt: skip
def test_no_authorization_request_breaks_or_leads_astray(rp: RelyingParty, changes: dict[str, str]) -> None:
    """Never a 500, never a redirect to an address that is not registered or our own."""
    try:
        response = rp.authorize(**changes)
    except UnicodeEncodeError:  # lone surrogates can't be sent
        return
    assert response.status_code in (200, 302, 400)
    if response.status_code == 302:
        assert response["Location"].startswith(("/accounts/login/", "/signin/", "https://app.example/callback?"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(
    st.sampled_from(["grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier", "scope",
        "refresh_token"]),
    text | st.sampled_from(["authorization_code", "client_credentials", "refresh_token"]), max_size=6,
))  # fmt: skip
def test_no_token_request_breaks_or_gives_a_token(rp: RelyingParty, fields: dict[str, Any]) -> None:
    """Never a 500, never a token without its proof."""
    try:
        response = rp.post("/oauth2/token", fields)
    except UnicodeEncodeError:
        return
    assert response.status_code in (400, 401)
    assert "access_token" not in response.json()
