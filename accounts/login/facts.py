"""What the present session says about how and when its person proved themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from accounts.models import User
from core.clock import from_timestamp

ACR_ONE_FACTOR = "urn:keyhall:acr:1"
ACR_TWO_FACTORS = "urn:keyhall:acr:2"
KNOWLEDGE = {"pwd"}  # methods of RFC 8176 that prove knowledge; a second kind of proof makes two factors


@dataclass(frozen=True)
class SignInFacts:
    """A finished sign-in: each value is a fact of what happened, not of what was asked for."""

    user: User
    sid: str
    auth_time: datetime
    amr: tuple[str, ...]

    @property
    def acr(self) -> str:
        """The rung of our ladder that `amr` reaches."""
        kinds = {"knowledge" if method in KNOWLEDGE else "possession" for method in self.amr}
        return ACR_TWO_FACTORS if len(kinds) > 1 else ACR_ONE_FACTOR


def current(request: HttpRequest) -> SignInFacts | None:
    """The facts of this browser's session, or None if nobody is signed in."""
    user = request.user
    if not isinstance(user, User):
        return None
    proofs: list[tuple[str, float]] = request.session.get("proofs", [])
    sid = request.session.get("sid", "")
    if not proofs or not sid:
        return None
    return SignInFacts(user, sid, from_timestamp(max(at for _, at in proofs)), tuple(method for method, _ in proofs))
