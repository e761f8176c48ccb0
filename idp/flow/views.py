"""The pending sign-in's own address, and the consent page."""

from functools import wraps
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.login import facts as login_facts
from audit.catalogue import Event
from audit.record import record
from core import form_action
from idp.flow import consent, dispatch, protocols, tickets
from idp.flow.models import SignIn
from idp.flow.protocols import Refusal


class _View(Protocol):
    def __call__(self, request: HttpRequest, sign_in: SignIn) -> HttpResponse: ...


def pending(view: _View) -> Any:
    """Finds the sign-in of the address for this browser, or says on a page why there is none."""

    @never_cache
    @wraps(view)
    def found(request: HttpRequest, key: UUID) -> HttpResponse:
        try:
            return view(request, tickets.find(request, key))
        except tickets.NoSuchSignIn:
            message = _("This sign-in has expired or was started in another browser. Go back to the application and start again.")
            return render(request, "error.html", {"code": "sign_in_expired", "message": message}, status=400)
        except tickets.AlreadyAnswered:
            message = _("This sign-in is done already. If the application did not open, go back to it and start again.")
            return render(request, "error.html", {"code": "sign_in_done", "message": message}, status=409)

    return found


def shown_address(returns_to: str) -> str:
    """What a person recognises of the address: the host, or the app's own scheme."""
    parts = urlsplit(returns_to)
    return parts.netloc or f"{parts.scheme}:"


@require_http_methods(["GET", "HEAD"])
@pending
def resume(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Every step returns here."""
    tickets.party_of(sign_in)
    return dispatch.go_on(request, sign_in)


@require_http_methods(["GET", "HEAD", "POST"])
@pending
def ask_consent(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """GET asks in plain words; POST takes `decision`, `allow` or `deny`."""
    party, facts = tickets.party_of(sign_in), login_facts.current(request)
    step = dispatch.next_step(sign_in, party, facts)
    if step is None or step.name != "consent" or facts is None:
        return HttpResponseRedirect(sign_in.path)
    decision = request.POST.get("decision")
    if decision == "allow":
        consent.give(facts.user, sign_in, party.scopes)
        tickets.agree(sign_in, facts.user)
        return HttpResponseRedirect(sign_in.path)
    if decision == "deny":
        tickets.spend(sign_in, facts.user)
        record(Event.CONSENT_REFUSED, actor=facts.user, client_id=sign_in.relying_party, scopes=list(party.scopes))
        return protocols.of(sign_in).refuse(request, sign_in, Refusal.DENIED)
    response = render(
        request,
        "flow/consent.html",
        {"party": party, "person": facts.user, "returns_to": shown_address(party.returns_to)},
        status=400 if request.POST else 200,
    )
    form_action.allow(response, party.returns_to)
    return response
