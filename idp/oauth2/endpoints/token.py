"""/oauth2/token: parameters → client → grant → tokens (RFC 6749 §3.2)."""

from django.http import HttpRequest, HttpResponse

from audit.catalogue import Event
from audit.record import record
from idp.oauth2.client_auth.verify import authenticate
from idp.oauth2.endpoints.http import answer, endpoint, form
from idp.oauth2.errors import EndpointError
from idp.oauth2.grants.table import GRANTS

NAMES = ("grant_type", "code", "redirect_uri", "code_verifier", "scope", "refresh_token")


@endpoint("POST")
def token(request: HttpRequest) -> HttpResponse:
    """Tokens, or the standard's error."""
    parameters = form(request)
    client = authenticate(request.META.get("HTTP_AUTHORIZATION", ""), parameters)
    try:
        repeated = parameters.repeated_among(NAMES)
        if repeated:
            raise EndpointError("invalid_request", f"{repeated} was sent more than once.")
        grant_type = parameters.get("grant_type")
        if not grant_type:
            raise EndpointError("invalid_request", "grant_type is missing.")
        grant = GRANTS.get(grant_type)
        if grant is None:
            raise EndpointError("unsupported_grant_type", f"Supported grant types: {', '.join(GRANTS)}.")
        if grant_type not in client.grant_types:
            raise EndpointError("unauthorized_client", f"This client is not registered for the {grant_type} grant.")
        return answer(grant(parameters, client))
    except EndpointError as error:
        record(Event.TOKEN_REFUSED, client_id=client.client_id, reason=error.code, description=error.description)
        raise
