"""The authorization request (RFC 6749 §4.1.1, OIDC Core §3.1.2.1), as it came; pure."""

from dataclasses import dataclass, fields
from typing import Any

from idp.oauth2.parameters import Parameters


@dataclass(frozen=True)
class AuthorizeRequest:
    """Every parameter that this server knows; empty where it was not sent. Unknown ones are ignored (RFC 6749 §3.1)."""

    client_id: str = ""
    redirect_uri: str = ""
    response_type: str = ""
    response_mode: str = ""
    scope: str = ""
    state: str = ""
    nonce: str = ""
    code_challenge: str = ""
    code_challenge_method: str = ""
    prompt: str = ""
    max_age: str = ""
    login_hint: str = ""
    id_token_hint: str = ""
    acr_values: str = ""
    ui_locales: str = ""
    claims_locales: str = ""
    display: str = ""
    claims: str = ""
    request: str = ""
    request_uri: str = ""
    registration: str = ""

    @property
    def scopes(self) -> frozenset[str]:
        """As asked for."""
        return frozenset(self.scope.split(" ")) - {""}

    @property
    def prompts(self) -> frozenset[str]:
        """As asked for."""
        return frozenset(self.prompt.split(" ")) - {""}

    @property
    def is_openid(self) -> bool:
        """An authentication request, not a mere authorization request."""
        return "openid" in self.scopes


NAMES = tuple(entry.name for entry in fields(AuthorizeRequest))


def parse(parameters: Parameters) -> AuthorizeRequest:
    """Takes the known parameters."""
    return AuthorizeRequest(**{name: parameters.get(name) for name in NAMES})


def from_json(kept: dict[str, Any]) -> AuthorizeRequest:
    """A request that was kept with a pending sign-in."""
    return AuthorizeRequest(**{name: str(kept.get(name, "")) for name in NAMES})
