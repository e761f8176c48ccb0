"""The answers to an authorization request: a code, or an error, at the client's own address (RFC 6749 §4.1.2, RFC 9207)."""

from dataclasses import asdict
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.login.facts import SignInFacts
from audit.catalogue import Event
from audit.record import record
from core.clock import now
from core.digests import sha256_hex
from core.randomness import token
from idp.flow.models import SignIn
from idp.flow.protocols import Party, Refusal
from idp.flow.requirement import Requirement
from idp.oauth2 import clients, scopes
from idp.oauth2.authorize import request as authorize_request
from idp.oauth2.authorize.request import AuthorizeRequest
from idp.oauth2.clients import RegisteredClient
from idp.oauth2.errors import ReturnAddress, ShownToPerson, ToldToClient
from idp.oauth2.models import Authorization, AuthorizationCode

PROTOCOL = "oauth2"
CODE_LIFETIME = timedelta(seconds=60)

REFUSALS = {
    Refusal.DENIED: ("access_denied", "The person refused."),
    Refusal.SIGN_IN_NEEDED: ("login_required", "Nobody is signed in, or not freshly enough."),
    Refusal.CONSENT_NEEDED: ("consent_required", "The person has not agreed to this yet."),
}


def sign_in_for(request: AuthorizeRequest, client: RegisteredClient, address: ReturnAddress) -> SignIn:
    """The pending sign-in (not yet kept) that a checked request asks for."""
    max_age = int(request.max_age) if request.max_age else client.default_max_age
    requirement = Requirement(
        silent="none" in request.prompts,
        # Choosing an account means signing in with it.
        fresh_sign_in=bool(request.prompts & {"login", "select_account"}),
        ask_consent="consent" in request.prompts,
        max_age=max_age,
    )
    kept = {name: value for name, value in asdict(request).items() if value}
    return SignIn(
        protocol=PROTOCOL,
        relying_party=client.client_id,
        request={**kept, "granted_scope": " ".join(sorted(request.scopes & client.scopes)), "address": address.redirect_uri},
        requirement=requirement.to_json(),
    )


class OAuth2SignIn:
    """How the flow speaks to this protocol (`flow.protocols.SignInProtocol`)."""

    def party(self, sign_in: SignIn) -> Party:
        """The client. Raises LookupError if it is gone or switched off."""
        client = _client(sign_in)
        asked = tuple(sign_in.request["granted_scope"].split())
        return Party(
            name=client.name,
            scopes=asked,
            asks=scopes.sentences(asked),
            trusted=client.skip_consent,
            website=client.website,
            policy=client.policy,
            terms=client.terms,
            logo=client.logo,
            login_hint=sign_in.request.get("login_hint", "")[:254],
            returns_to=sign_in.request["address"],
        )

    def respond(self, request: HttpRequest, sign_in: SignIn, facts: SignInFacts) -> HttpResponse:
        """A code. Grant first, then the code that leads to it: a crash between leaves a grant that nothing points to."""
        client, asked = _client(sign_in), authorize_request.from_json(sign_in.request)
        authorization = Authorization.objects.create(
            user=facts.user, client_id=client.key, scope=sign_in.request["granted_scope"], sid=facts.sid,
            auth_time=facts.auth_time, amr=list(facts.amr), acr=facts.acr,
        )  # fmt: skip
        code = token(32)
        AuthorizationCode.objects.create(
            code=sha256_hex(code), user=facts.user, application_id=client.key, authorization=authorization,
            expires=now() + CODE_LIFETIME, redirect_uri=asked.redirect_uri, scope=authorization.scope, nonce=asked.nonce,
            code_challenge=asked.code_challenge, code_challenge_method=asked.code_challenge_method,
        )  # fmt: skip
        return redirect(_address(sign_in), {"code": code})

    def refuse(self, request: HttpRequest, sign_in: SignIn, refusal: Refusal) -> HttpResponse:
        """An error that the client hears."""
        code, description = REFUSALS[refusal]
        return told(ToldToClient(_address(sign_in), code, description))


def told(error: ToldToClient) -> HttpResponse:
    """The client hears it by redirect."""
    return redirect(error.address, {"error": error.code, "error_description": error.description})


def shown(request: HttpRequest, error: ShownToPerson, client_id: str = "") -> HttpResponse:
    """The person sees it; nothing is sent anywhere."""
    record(Event.AUTHORIZATION_REFUSED, client_id=client_id, reason=error.code, description=error.description)
    context = {"code": error.code, "message": error.description}
    return render(request, "error.html", context, status=400)


def redirect(address: ReturnAddress, answer: dict[str, str]) -> HttpResponse:
    """To the client's address, its own query kept (RFC 6749 §4.1.2), with `state` and `iss` (RFC 9207 §2)."""
    if address.state:
        answer = {**answer, "state": address.state}
    query = urlencode({**answer, "iss": settings.KEYHALL_ISSUER})
    separator = "&" if urlsplit(address.redirect_uri).query else ("" if address.redirect_uri.endswith("?") else "?")
    response = HttpResponse(status=302)  # not HttpResponseRedirect: apps have schemes of their own (RFC 8252 §7.1)
    response["Location"] = f"{address.redirect_uri}{separator}{query}"
    response["Cache-Control"] = "no-store"
    return response


def _client(sign_in: SignIn) -> RegisteredClient:
    client = clients.find(sign_in.relying_party)
    if client is None or sign_in.request["address"] == "":
        raise LookupError(sign_in.relying_party)
    return client


def _address(sign_in: SignIn) -> ReturnAddress:
    return ReturnAddress(sign_in.request["address"], sign_in.request.get("state", ""))
