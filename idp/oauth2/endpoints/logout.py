"""/oauth2/logout: RP-initiated logout (OIDC RP-Initiated Logout 1.0 §2-§3)."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.login import facts as login_facts
from accounts.sessions.ending import sign_out
from core import form_action
from core.jose.jws import InvalidToken
from idp.oauth2 import clients
from idp.oauth2.clients import RegisteredClient
from idp.oauth2.cross_site import once_more_with_cookies
from idp.oauth2.endpoints.http import FORM
from idp.oauth2.errors import ReturnAddress, ShownToPerson
from idp.oauth2.logout_answer import after_logout
from idp.oauth2.parameters import Parameters, Unreadable, parse
from idp.oauth2.tokens import id_token

NAMES = ("id_token_hint", "logout_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales")
PENDING = "logout"


@dataclass(frozen=True)
class LogoutRequest:
    """A checked request: who asks, whose session they mean, where to go afterwards."""

    client: RegisteredClient | None
    hinted_sub: str
    hinted_sid: str
    address: ReturnAddress | None


@never_cache
@csrf_exempt  # GET and POST from other sites are what this endpoint is for; it ends a session only on a valid hint
def logout(request: HttpRequest) -> HttpResponse:
    """Ends the session at once on a hint that names it; asks the person otherwise."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    try:
        parameters = _parameters(request)
        asked = _checked(parameters)
    except ShownToPerson as error:
        return render(request, "error.html", {"code": error.code, "message": error.description}, status=400)
    again = once_more_with_cookies(request, parameters)
    if again is not None:
        return again
    facts = login_facts.current(request)
    if facts is None:  # nothing to end, so nothing to ask (LO-02)
        return after_logout(request, asked.address)
    hint_names_it = asked.hinted_sub == str(facts.user.pk) and asked.hinted_sid in ("", facts.sid)
    if asked.hinted_sub and hint_names_it:
        sign_out(request, client_id=asked.client.client_id if asked.client else "")
        return after_logout(request, asked.address)
    address = asked.address
    request.session[PENDING] = {"to": address.redirect_uri, "state": address.state} if address else {}
    context = {"party": asked.client.name if asked.client else "", "action": "/oauth2/logout/confirm"}
    response = render(request, "accounts/logout.html", context)
    form_action.allow(response, address.redirect_uri if address else "")
    return response


@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The person agreed on the page; this form has its token."""
    pending = request.session.get(PENDING) or {}
    sign_out(request)
    return after_logout(request, ReturnAddress(pending["to"], pending["state"]) if pending else None)


def _parameters(request: HttpRequest) -> Parameters:
    try:
        if request.method == "POST":
            if request.content_type != FORM:
                raise Unreadable(_("The request must be a form."))
            parameters = parse(request.body.decode("ascii"))
        else:
            parameters = parse(request.META.get("QUERY_STRING", ""))
    except (UnicodeDecodeError, RequestDataTooBig):
        raise ShownToPerson("invalid_request", _("The request could not be read.")) from None
    except Unreadable as error:
        raise ShownToPerson("invalid_request", str(error)) from None
    repeated = parameters.repeated_among(NAMES)
    if repeated:
        raise ShownToPerson("invalid_request", _("The application sent %(name)s more than once.") % {"name": repeated})
    return parameters


def _checked(parameters: Parameters) -> LogoutRequest:
    sub = sid = audience = ""
    if parameters.get("id_token_hint"):
        try:
            claims = id_token.read_hint(parameters.get("id_token_hint"))
        except InvalidToken:
            raise ShownToPerson("invalid_request", _("The application sent an ID token that is not from here.")) from None
        sub, sid, audience = str(claims.get("sub", "")), str(claims.get("sid", "")), id_token.audience_of(claims)
    named = parameters.get("client_id") or audience
    if audience and named != audience:
        raise ShownToPerson("invalid_request", _("The ID token was made for another application."))
    client = clients.find(named) if named else None
    uri = parameters.get("post_logout_redirect_uri")
    address = None
    if uri:
        # Compared exactly; without a known client nobody vouches for the address, and it is not followed (§3).
        if client is None or uri not in client.post_logout_redirect_uris:
            raise ShownToPerson("invalid_redirect_uri", _("The address to return to is not registered for this application."))
        address = ReturnAddress(uri, parameters.get("state"))
    return LogoutRequest(client, sub, sid, address)
