"""Bearer tokens at our own resources (RFC 6750): find, verify, and refuse in the standard's words."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from core.jose.jws import InvalidToken
from idp.oauth2.parameters import Unreadable, parse
from idp.oauth2.tokens import access, liveness
from idp.oauth2.tokens.access import AccessToken

FORM = "application/x-www-form-urlencoded"


class BearerError(Exception):
    """A refusal; without `code` the caller sent no token at all and hears no more than the scheme (RFC 6750 §3.1)."""

    def __init__(self, status: int, code: str = "", description: str = "", scope: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.description, self.scope = status, code, description, scope

    def response(self) -> HttpResponse:
        """With `WWW-Authenticate`."""
        members = ['realm="Keyhall"']
        for name in ("code", "description", "scope"):
            value = getattr(self, name)
            if value:
                members.append(f'{ {"code": "error", "description": "error_description", "scope": "scope"}[name] }="{value}"')
        response = HttpResponse(status=self.status)
        response["WWW-Authenticate"] = "Bearer " + ", ".join(members)
        response["Cache-Control"] = "no-store"
        return response


def authenticate(request: HttpRequest, *scopes: str) -> AccessToken:
    """The live access token of a request, with all of `scopes`. Raises BearerError."""
    compact = _token_of(request)
    if not compact:
        raise BearerError(401)
    try:
        token = access.read(compact)
    except (InvalidToken, KeyError, TypeError):
        raise BearerError(401, "invalid_token", "The access token is malformed, expired or not ours.") from None
    if liveness.is_revoked(token):
        raise BearerError(401, "invalid_token", "The access token was revoked.")
    if not token.scopes.issuperset(scopes):
        raise BearerError(403, "insufficient_scope", "The access token lacks a scope.", " ".join(scopes))
    return token


def _token_of(request: HttpRequest) -> str:
    """From the header (§2.1) or the form (§2.2), never the query, never two at once (§2)."""
    scheme, _, value = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    in_header = value.strip() if scheme.lower() == "bearer" else ""
    in_form = ""
    if request.method == "POST" and request.content_type == FORM:
        try:
            parameters = parse(request.body.decode("ascii"))
        except (UnicodeDecodeError, Unreadable, UnreadablePostError, RequestDataTooBig):
            raise BearerError(400, "invalid_request", "The body could not be read.") from None
        if "access_token" in parameters.repeated:
            raise BearerError(400, "invalid_request", "access_token was sent more than once.")
        in_form = parameters.get("access_token")
    if in_header and in_form:
        raise BearerError(400, "invalid_request", "The access token was sent in two ways.")
    return in_header or in_form
