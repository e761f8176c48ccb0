"""The one place that decides what happens next to a sign-in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.browser import remember
from accounts.login import facts as login_facts
from accounts.login.facts import SignInFacts
from idp.flow import protocols, tickets
from idp.flow.models import SignIn
from idp.flow.protocols import Party
from idp.flow.requirement import Requirement
from idp.flow.steps import STEPS, Step


def next_step(sign_in: SignIn, party: Party, facts: SignInFacts | None) -> Step | None:
    """The first step that is missing, or None if the relying party can be answered."""
    return next((step for step in STEPS if step.missing(sign_in, party, facts)), None)


def begin(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Takes a new sign-in from a protocol. It is kept only if a page is needed: who is signed in is answered at once."""
    protocol = protocols.of(sign_in)
    facts = login_facts.current(request)
    step = next_step(sign_in, protocol.party(sign_in), facts)
    if step is None:
        assert facts is not None
        return protocol.respond(request, sign_in, facts)
    if Requirement.from_json(sign_in.requirement).silent:
        return protocol.refuse(request, sign_in, step.silent_refusal)
    tickets.keep(request, sign_in)
    response = HttpResponseRedirect(step.path(sign_in))
    remember(request, response)
    return response


def go_on(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Where every step returns to: the next step, or the answer, once."""
    protocol = protocols.of(sign_in)
    facts = login_facts.current(request)
    step = next_step(sign_in, protocol.party(sign_in), facts)
    if step is not None:
        return HttpResponseRedirect(step.path(sign_in))
    assert facts is not None
    tickets.spend(sign_in, facts.user)
    return protocol.respond(request, sign_in, facts)
