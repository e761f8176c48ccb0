"""The protocols that hand sign-ins over, and what the flow asks of them."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from django.http import HttpRequest, HttpResponse

from accounts.login.facts import SignInFacts
from idp.flow.models import SignIn


class Refusal(Enum):
    """Why a sign-in ends without success; each protocol has its own words for them."""

    DENIED = "denied"
    SIGN_IN_NEEDED = "sign_in_needed"
    CONSENT_NEEDED = "consent_needed"


@dataclass(frozen=True)
class Party:
    """Who asks, in a form that pages can show."""

    name: str
    scopes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()  # a sentence per thing asked for
    trusted: bool = False  # first party: consent is not asked
    website: str = ""
    policy: str = ""
    terms: str = ""
    logo: str = ""
    login_hint: str = ""
    returns_to: str = ""  # where the answer goes: shown, and allowed by the page's form-action
    extra: dict[str, str] = field(default_factory=dict)


class SignInProtocol(Protocol):
    """What a protocol does for the flow."""

    def party(self, sign_in: SignIn) -> Party:
        """Who asks. Raises LookupError if they are registered no longer."""

    def respond(self, request: HttpRequest, sign_in: SignIn, facts: SignInFacts) -> HttpResponse:
        """The answer of success; called once for a sign-in."""

    def refuse(self, request: HttpRequest, sign_in: SignIn, refusal: Refusal) -> HttpResponse:
        """The answer that tells the relying party no."""


_protocols: dict[str, SignInProtocol] = {}


def register(name: str, protocol: SignInProtocol) -> None:
    """Called by each protocol when it is loaded."""
    _protocols[name] = protocol


def of(sign_in: SignIn) -> SignInProtocol:
    """The protocol that handed this sign-in over."""
    return _protocols[sign_in.protocol]
