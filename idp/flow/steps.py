"""The steps of a sign-in, in order. Each says whether it is missing and where the browser goes for it; none knows another."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from accounts.login.facts import SignInFacts
from core.clock import now
from idp.flow import consent
from idp.flow.models import SignIn
from idp.flow.protocols import Party, Refusal
from idp.flow.requirement import Requirement


@dataclass(frozen=True)
class Step:
    """One thing a person may have to do."""

    name: str
    missing: Callable[[SignIn, Party, SignInFacts | None], bool]
    path: Callable[[SignIn], str]
    silent_refusal: Refusal  # what the relying party hears if no page may be shown


def sign_in_is_missing(sign_in: SignIn, party: Party, facts: SignInFacts | None) -> bool:
    """Nobody is signed in, or not freshly enough."""
    requirement = Requirement.from_json(sign_in.requirement)
    return facts is None or not requirement.is_met_by(facts.auth_time, sign_in.created_at, now())


def consent_is_missing(sign_in: SignIn, party: Party, facts: SignInFacts | None) -> bool:
    """The person did not agree to all that is asked for, or must be asked again."""
    assert facts is not None  # the step before sees to it
    if sign_in.consented_at is not None and sign_in.user_id == facts.user.pk:
        return False
    if Requirement.from_json(sign_in.requirement).ask_consent:
        return True
    return not party.trusted and not consent.covers(facts.user, sign_in, party.scopes)


STEPS = (
    Step(
        "sign_in",
        sign_in_is_missing,
        lambda sign_in: "/accounts/login/?" + urlencode({"next": sign_in.path}),
        Refusal.SIGN_IN_NEEDED,
    ),
    Step("consent", consent_is_missing, lambda sign_in: f"{sign_in.path}/consent", Refusal.CONSENT_NEEDED),
)
