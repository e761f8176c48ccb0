"""The rules of an authorization request, in the order in which they are checked; each is a statement that holds when it passes.

Pure. The first half decides whether there is anybody to answer: its failures are shown to the person. Only then is there a
`ReturnAddress`, and the failures of the second half are told to the client.
"""

from collections.abc import Callable
from typing import Protocol

from idp.oauth2 import metadata, pkce
from idp.oauth2.authorize.request import NAMES, AuthorizeRequest
from idp.oauth2.errors import ReturnAddress, ShownToPerson, ToldToClient
from idp.oauth2.parameters import Parameters
from idp.oauth2.redirect_uris import registered_match

MAX_AGE_DIGITS = 10
MAX_NONCE = 2048


class AskingClient(Protocol):
    """What the rules need to know of a client."""

    @property
    def grant_types(self) -> frozenset[str]: ...
    @property
    def scopes(self) -> frozenset[str]: ...
    @property
    def redirect_uris(self) -> tuple[str, ...]: ...
    @property
    def require_pkce(self) -> bool: ...


class Broken(Exception):
    """A rule of the second half does not hold: (code, public description)."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(code, description)
        self.code = code
        self.description = description


Rule = Callable[[AuthorizeRequest, AskingClient], None]


def return_address(parameters: Parameters, request: AuthorizeRequest, client: AskingClient | None) -> ReturnAddress:
    """The registered address of a known client. Raises ShownToPerson: nobody else may hear of it (RFC 6749 §4.1.2.1)."""
    repeated = parameters.repeated_among(("client_id", "redirect_uri"))
    if repeated:
        raise ShownToPerson("invalid_request", f"The application sent {repeated} more than once.")
    if not request.client_id:
        raise ShownToPerson("invalid_request", "The application did not say who it is (client_id is missing).")
    if client is None:
        raise ShownToPerson("invalid_client", "This application is not registered here.")
    if not client.redirect_uris:
        raise ShownToPerson("unauthorized_client", "This application has no registered redirect URI.")
    if not request.redirect_uri:
        # A lone registered URI may be left out (RFC 6749 §3.1.2.3), but not in OpenID Connect (OIDC Core §3.1.2.1).
        if request.is_openid or len(client.redirect_uris) != 1:
            raise ShownToPerson("invalid_request", "The application did not say where to return to (redirect_uri is missing).")
        return ReturnAddress(client.redirect_uris[0], request.state)
    address = registered_match(request.redirect_uri, client.redirect_uris)
    if address is None:
        raise ShownToPerson("invalid_redirect_uri", "The address to return to is not registered for this application.")
    return ReturnAddress(address, request.state)


def check(parameters: Parameters, request: AuthorizeRequest, client: AskingClient, address: ReturnAddress) -> None:
    """All rules of the second half. Raises ToldToClient for the first that does not hold."""
    try:
        repeated = parameters.repeated_among(NAMES)
        if repeated:
            raise Broken("invalid_request", f"{repeated} was sent more than once.")
        for rule in RULES:
            rule(request, client)
    except Broken as broken:
        # A repeated state can't be given back: which of them would the client believe?
        state = "" if "state" in parameters.repeated else address.state
        raise ToldToClient(ReturnAddress(address.redirect_uri, state), broken.code, broken.description) from None


def no_request_object_is_sent(request: AuthorizeRequest, client: AskingClient) -> None:
    """OIDC Core §6: refused with the standard's own codes."""
    if request.request:
        raise Broken("request_not_supported", "The request parameter is not supported.")
    if request.request_uri:
        raise Broken("request_uri_not_supported", "The request_uri parameter is not supported.")
    if request.registration:
        raise Broken("registration_not_supported", "The registration parameter is not supported.")


def response_type_is_supported(request: AuthorizeRequest, client: AskingClient) -> None:
    """RFC 6749 §3.1.1."""
    if not request.response_type:
        raise Broken("invalid_request", "response_type is missing.")
    if request.response_type not in metadata.RESPONSE_TYPES:
        raise Broken("unsupported_response_type", "The only response_type is code.")


def response_mode_is_supported(request: AuthorizeRequest, client: AskingClient) -> None:
    """OAuth 2.0 Multiple Response Types §2.1."""
    if request.response_mode and request.response_mode not in metadata.RESPONSE_MODES:
        raise Broken("invalid_request", "The only response_mode is query.")


def client_may_use_the_code_grant(request: AuthorizeRequest, client: AskingClient) -> None:
    """RFC 6749 §4.1.2.1, unauthorized_client."""
    if "authorization_code" not in client.grant_types:
        raise Broken("unauthorized_client", "This client is not registered for the authorization_code grant.")


def scope_is_within_reach(request: AuthorizeRequest, client: AskingClient) -> None:
    """RFC 6749 §3.3: scopes that the client may not have are left out; if none remains, it is told."""
    if not request.scopes:
        raise Broken("invalid_scope", "scope is missing.")
    if any(not metadata.SCOPE_TOKEN.fullmatch(word) for word in request.scopes):
        raise Broken("invalid_scope", "scope is malformed.")
    if not request.scopes & client.scopes:
        raise Broken("invalid_scope", "None of these scopes is allowed for this client.")
    if request.is_openid and "openid" not in client.scopes:
        raise Broken("invalid_scope", "The scope openid is not allowed for this client.")


def pkce_challenge_is_given(request: AuthorizeRequest, client: AskingClient) -> None:
    """RFC 7636 §4.3, §4.4.1; plain is refused (RFC 9700 §2.1.1)."""
    if not request.code_challenge:
        if request.code_challenge_method:
            raise Broken("invalid_request", "code_challenge_method came without code_challenge.")
        if client.require_pkce:
            raise Broken("invalid_request", "code_challenge is missing (PKCE is required).")
        return
    if request.code_challenge_method != "S256":
        raise Broken("invalid_request", "code_challenge_method must be S256.")
    if not pkce.challenge_is_well_formed(request.code_challenge):
        raise Broken("invalid_request", "code_challenge must be 43 characters of base64url.")


def prompt_is_consistent(request: AuthorizeRequest, client: AskingClient) -> None:
    """OIDC Core §3.1.2.1: none stands alone."""
    unknown = request.prompts - set(metadata.PROMPTS)
    if unknown:
        raise Broken("invalid_request", "prompt has an unknown value.")
    if "none" in request.prompts and len(request.prompts) > 1:
        raise Broken("invalid_request", "prompt none can't be combined with another value.")


def max_age_is_a_number(request: AuthorizeRequest, client: AskingClient) -> None:
    """OIDC Core §3.1.2.1: seconds."""
    value = request.max_age
    if value and not (value.isascii() and value.isdigit() and len(value) <= MAX_AGE_DIGITS):
        raise Broken("invalid_request", "max_age must be a number of seconds.")


def nonce_is_bounded(request: AuthorizeRequest, client: AskingClient) -> None:
    """It is kept and given back byte for byte, so it may not be endless."""
    if len(request.nonce) > MAX_NONCE:
        raise Broken("invalid_request", f"nonce is longer than {MAX_NONCE} characters.")


RULES: tuple[Rule, ...] = (
    no_request_object_is_sent,
    response_type_is_supported,
    response_mode_is_supported,
    client_may_use_the_code_grant,
    scope_is_within_reach,
    pkce_challenge_is_given,
    prompt_is_consistent,
    max_age_is_a_number,
    nonce_is_bounded,
)
