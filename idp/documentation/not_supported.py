"""What the standards know and this server does not do, and how it says so. Each entry is held by a test marked with its key."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NotSupported:
    """`refusal` is what a client hears."""

    standard: str
    clause: str
    what: str
    refusal: str


NOT_SUPPORTED = {
    "request_object": NotSupported("OIDC Core", "6.1", "request objects by value", "request_not_supported"),
    "request_uri": NotSupported(
        "OIDC Core", "6.2", "request objects by reference", "request_uri_not_supported; nothing is fetched"
    ),
    "response_type_other": NotSupported("OAuth 2.0", "3.1.1", "response types other than code", "unsupported_response_type"),
    "response_mode_other": NotSupported("OAuth Response Modes", "2.1", "response modes other than query", "invalid_request"),
    "client_assertion": NotSupported("RFC 7523", "2.2", "client assertions (private_key_jwt)", "invalid_client"),
    "plain_pkce": NotSupported("RFC 7636", "4.2", "the plain challenge method", "invalid_request"),
    "password_grant": NotSupported("RFC 6749", "4.3", "the password grant", "unsupported_grant_type"),
}
