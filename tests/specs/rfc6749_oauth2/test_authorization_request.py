"""The authorization endpoint (RFC 6749 §3.1, §4.1.1, §4.1.2)."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest

from idp.oauth2.models import AuthorizationCode, Client
from tests.support.relying_party import CALLBACK, FORM, Browser, RelyingParty, answer_of


def error_page(response: Any) -> str:
    """The code on the error page; fails if the browser is sent anywhere."""
    assert response.status_code == 400
    assert "Location" not in response
    html = response.content.decode()
    assert 'id="error-page"' in html
    return html.split('data-error="')[1].split('"')[0]


@pytest.mark.spec("RFC 6749", "4.1.2", "the answer carries a code and the state, byte for byte")
@pytest.mark.parametrize("state", ["plain", "with space", "a+b/c=&d", "%20", "ümläut", "x" * 1024])
def test_state_comes_back_as_it_was_sent(rp: RelyingParty, state: str) -> None:
    answer = answer_of(rp.browser.walk(rp.authorize(state=state)))
    assert answer["state"] == state
    assert len(answer["code"]) >= 43


@pytest.mark.spec("RFC 6749", "4.1.2", "without a state none is made up")
def test_no_state_no_state(rp: RelyingParty) -> None:
    assert "state" not in answer_of(rp.browser.walk(rp.authorize(state=None)))


@pytest.mark.spec("RFC 6749", "4.1.2.1", "a missing or unknown client_id is shown to the person, never redirected")
@pytest.mark.parametrize(
    ("client_id", "code"), [(None, "invalid_request"), ("nobody", "invalid_client"), ("", "invalid_request")]
)
def test_bad_client_is_a_page(rp: RelyingParty, client_id: str | None, code: str) -> None:
    assert error_page(rp.authorize(client_id=client_id)) == code


@pytest.mark.case("AC-04")
@pytest.mark.spec("RFC 6749", "4.1.2.1", "client_id is compared exactly, upper and lower case included")
def test_client_id_in_other_case_is_unknown(browser: Browser, db: None) -> None:
    rp = RelyingParty.registered(browser, client_id="TeaParty")
    assert error_page(rp.authorize(client_id="teaparty")) == "invalid_client"


@pytest.mark.spec("RFC 6749", "4.1.2.1", "a switched-off client is shown to the person")
def test_switched_off_client_is_a_page(rp: RelyingParty) -> None:
    rp.client.is_active = False
    rp.client.save()
    assert error_page(rp.authorize()) == "invalid_client"


@pytest.mark.spec("RFC 9700", "2.1", "redirect URIs are compared exactly")
@pytest.mark.parametrize(
    "uri",
    [
        CALLBACK + "/",
        CALLBACK + "?x=1",
        CALLBACK + "#",
        CALLBACK + "/../evil",
        CALLBACK.upper(),
        CALLBACK.replace("https", "http"),
        CALLBACK.replace("app.example", "app.example:443"),
        CALLBACK.replace("app.example", "app.example.evil.example"),
        "https://app.example@evil.example/callback",
        "https://evil.example/callback",
        "//app.example/callback",
        "/callback",
        "javascript:alert(1)",
        " " + CALLBACK,
        CALLBACK + "%00",
        CALLBACK + "%0d%0aSet-Cookie:x=1",
    ],
)
def test_unregistered_redirect_uri_is_a_page(rp: RelyingParty, uri: str) -> None:
    assert error_page(rp.authorize(redirect_uri=uri)) == "invalid_redirect_uri"


@pytest.mark.case("AZ-03")
@pytest.mark.spec("RFC 6749", "3.1.2", "a redirect URI's own query is kept, and the answer appended to it")
def test_own_query_is_kept(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, redirect_uris="https://app.example/cb?tenant=7&x=a%20b")
    response = browser.walk(rp.authorize())
    assert response["Location"].startswith("https://app.example/cb?tenant=7&x=a%20b&code=")
    assert rp.redeem(answer_of(response)["code"]).status_code == 200
    assert error_page(rp.authorize(redirect_uri="https://app.example/cb?tenant=8&x=a%20b")) == "invalid_redirect_uri"
    assert error_page(rp.authorize(redirect_uri="https://app.example/cb?tenant=7&x=a%20b&y=1")) == "invalid_redirect_uri"


@pytest.mark.case("AZ-02")
@pytest.mark.spec("RFC 8252", "7.3", "a loopback address may name any port; host, path and query stay exact")
def test_loopback_port_is_free(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(
        browser, redirect_uris="http://127.0.0.1/cb\nhttp://[::1]/cb\nhttp://localhost:4000/cb",
        token_endpoint_auth_method="none", grant_types=["authorization_code"],
    )  # fmt: skip
    for uri in ("http://127.0.0.1:51004/cb", "http://[::1]:61023/cb", "http://localhost:4000/cb"):
        response = browser.walk(rp.authorize(redirect_uri=uri))
        assert response["Location"].startswith(uri + "?code=")
        assert rp.redeem(answer_of(response)["code"], redirect_uri=uri).status_code == 200
    for uri in (
        "http://127.0.0.1:51004/other",
        "http://localhost:4001/cb",
        "https://127.0.0.1:51004/cb",
        "http://127.0.0.2:1/cb",
    ):
        assert error_page(rp.authorize(redirect_uri=uri)) == "invalid_redirect_uri"


@pytest.mark.spec("RFC 8252", "7.1", "an app's own scheme is answered")
def test_private_scheme_is_answered(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, redirect_uris="com.example.app:/cb", token_endpoint_auth_method="none")
    assert browser.walk(rp.authorize())["Location"].startswith("com.example.app:/cb?code=")


@pytest.mark.spec("RFC 6749", "3.1.2.3", "a lone registered redirect URI may be left out, but not in OpenID Connect")
def test_redirect_uri_left_out(browser: Browser, alice: Any) -> None:
    rp = RelyingParty.registered(browser, scope="openid api")
    code = answer_of(browser.walk(rp.authorize(redirect_uri=None, scope="api")))["code"]
    assert rp.redeem(code, redirect_uri=None).status_code == 200
    assert error_page(rp.authorize(redirect_uri=None)) == "invalid_request"


@pytest.mark.spec("RFC 6749", "3.1", "a repeated parameter is refused; client_id and redirect_uri on a page")
@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_repeated_address_is_a_page(rp: RelyingParty, name: str) -> None:
    query = urlencode([*rp.request().items(), (name, rp.request()[name])])
    assert error_page(rp.browser.get(f"/oauth2/authorize?{query}")) == "invalid_request"


@pytest.mark.spec("RFC 6749", "3.1", "any other repeated parameter is told to the client")
@pytest.mark.parametrize("name", ["scope", "state", "nonce", "response_type", "code_challenge", "prompt"])
def test_repeated_parameter_is_told(rp: RelyingParty, name: str) -> None:
    pairs = [*rp.request(prompt="login").items(), (name, "other")]
    answer = answer_of(rp.browser.get("/oauth2/authorize?" + urlencode(pairs)))
    assert answer["error"] == "invalid_request"
    assert ("state" in answer) == (name != "state")


@pytest.mark.spec("RFC 6749", "3.1", "unknown parameters are ignored, repeated or not")
def test_unknown_parameters_are_ignored(rp: RelyingParty) -> None:
    query = urlencode([*rp.request().items(), ("utm", "1"), ("utm", "2")])
    assert "code" in answer_of(rp.browser.walk(rp.browser.get(f"/oauth2/authorize?{query}")))


@pytest.mark.spec("RFC 6749", "3.1.1", "response_type is needed and known")
@pytest.mark.not_supported("response_type_other")
@pytest.mark.parametrize(
    ("response_type", "code"),
    [
        (None, "invalid_request"), ("token", "unsupported_response_type"), ("id_token", "unsupported_response_type"),
        ("code id_token", "unsupported_response_type"), ("none", "unsupported_response_type"),
        ("CODE", "unsupported_response_type"),
    ],
)  # fmt: skip
def test_response_type(rp: RelyingParty, response_type: str | None, code: str) -> None:
    assert answer_of(rp.authorize(response_type=response_type))["error"] == code


@pytest.mark.not_supported("response_mode_other")
@pytest.mark.parametrize("mode", ["fragment", "form_post", "web_message", "jwt"])
def test_other_response_modes_are_refused(rp: RelyingParty, mode: str) -> None:
    assert answer_of(rp.authorize(response_mode=mode))["error"] == "invalid_request"


def test_response_mode_query_is_the_default_by_name(rp: RelyingParty) -> None:
    assert "code" in answer_of(rp.browser.walk(rp.authorize(response_mode="query")))


@pytest.mark.case("AZ-15")
@pytest.mark.spec("RFC 6749", "4.1.2.1", "a client without the code grant is told unauthorized_client, or shown it")
def test_client_credentials_client_at_the_authorization_endpoint(browser: Browser, db: None) -> None:
    machine = RelyingParty.registered(browser, redirect_uris="", grant_types=["client_credentials"], scope="api")
    assert error_page(machine.authorize(redirect_uri=CALLBACK)) == "unauthorized_client"
    addressed = RelyingParty.registered(browser, grant_types=["client_credentials"], scope="openid api")
    assert answer_of(addressed.authorize(scope="api"))["error"] == "unauthorized_client"


@pytest.mark.case("AZ-15")
@pytest.mark.spec("RFC 6749", "4.1.2.1", "a garbled request is a readable refusal")
@pytest.mark.parametrize(
    "query",
    [
        "%",
        "client_id",
        "=",
        "&&&",
        "client_id=%ff%fe",
        "a=1;b=2",
        "client_id=%00",
        "x" * 70000,
        "&".join("abcdefgh"[i % 8] + str(i) + "=1" for i in range(300)),
    ],
)
def test_garbled_query(browser: Browser, db: None, query: str) -> None:
    response = browser.http.get("/oauth2/authorize", QUERY_STRING=query)
    assert response.status_code == 400


@pytest.mark.spec("RFC 6749", "3.3", "scopes out of the client's reach are left out; none left is invalid_scope")
def test_scope_is_cut_to_the_clients_reach(rp: RelyingParty) -> None:
    tokens = rp.tokens(scope="openid email admin unknown")
    assert tokens["scope"].split() == ["email", "openid"]
    assert answer_of(rp.authorize(scope="admin"))["error"] == "invalid_scope"
    assert answer_of(rp.authorize(scope=None))["error"] == "invalid_scope"
    assert answer_of(rp.authorize(scope='openid "x"'))["error"] == "invalid_scope"


@pytest.mark.case("AZ-12")
@pytest.mark.spec("OIDC Core", "3.1.2.1", "an authentication request may come by POST, from another site")
def test_request_by_post(rp: RelyingParty) -> None:
    response = rp.browser.http.post(
        "/oauth2/authorize", urlencode(rp.request()), content_type=FORM, HTTP_ORIGIN="https://app.example"
    )
    answer = answer_of(rp.browser.walk(response))
    assert answer["state"] == rp.state
    assert rp.redeem(answer["code"]).status_code == 200


@pytest.mark.case("AZ-12")
@pytest.mark.spec("OIDC Core", "3.1.2.1", "a POST from another site, which carries no cookies, finds who is signed in")
def test_request_by_post_without_cookies(rp: RelyingParty) -> None:
    rp.code()
    body = urlencode(rp.request(prompt="none", nonce="a+b/c=é"))
    without_cookies = Browser().http.post("/oauth2/authorize", body, content_type=FORM, HTTP_ORIGIN="https://app.example")
    assert without_cookies.status_code == 303
    assert not without_cookies.cookies  # the browser keeps its name, and with it its other pending sign-ins
    assert "code" in answer_of(rp.browser.get(without_cookies["Location"]))


def test_request_by_post_in_another_form_is_a_page(rp: RelyingParty) -> None:
    response = rp.browser.http.post("/oauth2/authorize", rp.request(), content_type="application/json")
    assert error_page(response) == "invalid_request"


@pytest.mark.spec("RFC 6749", "4.1.2.1", "a person who refuses is told to the client as access_denied")
def test_refusal(rp: RelyingParty) -> None:
    answer = answer_of(rp.browser.walk(rp.authorize(), decision="deny"))
    assert answer["error"] == "access_denied"
    assert answer["state"] == rp.state
    assert not AuthorizationCode.objects.exists()


@pytest.mark.spec("RFC 6749", "10.5", "codes are kept as hashes only, and last a minute")
def test_code_at_rest(rp: RelyingParty) -> None:
    code = rp.code()
    row = AuthorizationCode.objects.get()
    assert code not in repr(AuthorizationCode.objects.values())
    assert 55 <= (row.expires - row.created).total_seconds() <= 61


@pytest.mark.spec("RFC 9207", "2", "every answer, of success or error, names the issuer")
@pytest.mark.parametrize("changes", [{}, {"response_type": "token"}, {"prompt": "none"}])
def test_answers_name_the_issuer(rp: RelyingParty, changes: dict[str, str]) -> None:
    assert answer_of(rp.browser.walk(rp.authorize(**changes)))["iss"] == "http://127.0.0.1:8000"


@pytest.mark.case("SR-03")
def test_control_characters_reach_no_header(rp: RelyingParty) -> None:
    query = urlencode(rp.request()) + "&login_hint=" + quote("a\r\nSet-Cookie: x=1")
    assert rp.browser.get(f"/oauth2/authorize?{query}").status_code == 400


def test_registration_refuses_redirect_uris_that_lead_astray(db: None) -> None:
    from django.core.exceptions import ValidationError

    wrong = (
        "http://app.example/cb", "https://*.example/cb", "https://app.example/cb#x", "javascript:alert(1)", "data:text/html,x",
        "app:/cb", "https://", "//app.example/cb", "https://u:p@app.example/cb", "https://app.example/\\evil", "https://[::1",
        "https://app.example:99999/cb",
    )  # fmt: skip
    for uri in wrong:
        client = Client(name="x", redirect_uris=uri)
        with pytest.raises(ValidationError) as caught:
            client.full_clean()
        assert "redirect_uris" in caught.value.message_dict, uri
