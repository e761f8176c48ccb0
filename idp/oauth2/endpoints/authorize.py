"""/oauth2/authorize: parse → ordered rules → the flow (RFC 6749 §3.1, OIDC Core §3.1.2)."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from audit.catalogue import Event
from audit.record import record
from idp.flow import dispatch
from idp.oauth2 import clients
from idp.oauth2.authorize import request as authorize_request
from idp.oauth2.authorize import respond, rules
from idp.oauth2.cross_site import once_more_with_cookies
from idp.oauth2.endpoints.http import FORM
from idp.oauth2.errors import ShownToPerson, ToldToClient
from idp.oauth2.parameters import Parameters, Unreadable, parse


@csrf_exempt  # a POST from another site only starts a flow (AZ-12); consent has its own form token
def authorize(request: HttpRequest) -> HttpResponse:
    """GET and POST alike. HEAD would spend a sign-in on nobody, so it is refused with all other methods."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    client_id = ""
    try:
        parameters = _parameters(request)
        asked = authorize_request.parse(parameters)
        client_id = asked.client_id
        client = clients.find(client_id)
        address = rules.return_address(parameters, asked, client)
        assert client is not None
        rules.check(parameters, asked, client, address)
    except ShownToPerson as error:
        return respond.shown(request, error, client_id)
    except ToldToClient as error:
        record(Event.AUTHORIZATION_REFUSED, client_id=client_id, reason=error.code, description=error.description)
        return respond.told(error)
    again = once_more_with_cookies(request, parameters)
    if again is not None:
        return again
    return dispatch.begin(request, respond.sign_in_for(asked, client, address))


def _parameters(request: HttpRequest) -> Parameters:
    try:
        if request.method == "GET":
            return parse(request.META.get("QUERY_STRING", ""))
        if request.content_type != FORM:
            raise Unreadable("The request must be a form.")
        return parse(request.body.decode("ascii"))
    except (UnicodeDecodeError, RequestDataTooBig):
        raise ShownToPerson("invalid_request", "The request could not be read.") from None
    except Unreadable as error:
        raise ShownToPerson("invalid_request", str(error)) from None
