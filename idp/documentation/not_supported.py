"""What the standards know and this server does not do, and what a client meets instead.

Each entry is held by a test that is marked `@pytest.mark.not_supported(key)`; `generate_docs` refuses an entry without one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class NotSupported:
    """`refusal` is what a client hears or sees."""

    standard: str
    clause: str
    what: str
    refusal: str


NO_ADDRESS = "no such address (404), and discovery names none"

NOT_SUPPORTED = {
    # Parameters of the authorization request
    "request_object": NotSupported("OIDC Core", "6.1", "request objects by value", "`request_not_supported`"),
    "request_uri": NotSupported(
        "OIDC Core", "6.2", "request objects by reference", "`request_uri_not_supported`; nothing is fetched"
    ),
    "registration": NotSupported(
        "OIDC Core", "7.2.1", "self-issued providers' `registration` parameter", "`registration_not_supported`"
    ),
    "claims_parameter": NotSupported(
        "OIDC Core", "5.5", "single claims by the `claims` parameter",
        "it is ignored; discovery says `claims_parameter_supported: false`",
    ),
    "response_type_other": NotSupported(
        "RFC 6749", "3.1.1", "response types other than `code` (implicit, hybrid)", "`unsupported_response_type`"
    ),
    "response_mode_other": NotSupported(
        "OAuth 2.0 Multiple Response Types", "2.1", "response modes other than `query`", "`invalid_request`"
    ),
    "plain_pkce": NotSupported("RFC 7636", "4.2", "the challenge method `plain`, by name or by default", "`invalid_request`"),
    "resource_indicators": NotSupported(
        "RFC 8707", "2", "the `resource` parameter", "it is ignored; `aud` of access tokens is the issuer"
    ),
    # Client authentication and grants
    "client_assertion": NotSupported("RFC 7523", "2.2", "client assertions (`private_key_jwt`)", "`invalid_client`"),
    "password_grant": NotSupported("RFC 6749", "4.3", "the password grant, which RFC 9700 forbids", "`unsupported_grant_type`"),
    "device_flow": NotSupported("RFC 8628", "3.1", "the device flow", f"`unsupported_grant_type`; {NO_ADDRESS}"),
    "token_exchange": NotSupported("RFC 8693", "2.1", "token exchange", "`unsupported_grant_type`"),
    "dpop": NotSupported("RFC 9449", "5", "proof of possession by DPoP", "the header is ignored: `token_type` is `Bearer`"),
    # Endpoints
    "introspection": NotSupported("RFC 7662", "2", "introspection", NO_ADDRESS),
    "revocation": NotSupported("RFC 7009", "2", "revocation by the client", NO_ADDRESS),
    "pushed_requests": NotSupported("RFC 9126", "2", "pushed authorization requests", NO_ADDRESS),
    "dynamic_registration": NotSupported("RFC 7591", "3", "dynamic client registration", NO_ADDRESS),
    "webfinger": NotSupported("OIDC Discovery", "2", "finding the issuer of a person by WebFinger", "no such address (404)"),
    "session_management": NotSupported("OIDC Session Management", "3", "the session iframe", NO_ADDRESS),
    "frontchannel_logout": NotSupported(
        "OIDC Front-Channel Logout", "3", "telling clients of a logout by the browser", "discovery does not claim it"
    ),
    "backchannel_logout": NotSupported(
        "OIDC Back-Channel Logout", "2.1", "telling clients of a logout by a call", "discovery does not claim it"
    ),
    # Subjects and origins
    "pairwise": NotSupported("OIDC Core", "8.1", "pairwise subjects", "discovery says `subject_types_supported: [public]`"),
    "cors": NotSupported(
        "Fetch", "CORS protocol", "calls from a page of another origin (CORS)", "no `Access-Control` header, so browsers keep it"
    ),
}  # fmt: skip
