"""What the endpoints that clients call directly have in common: reading a form, and JSON that nobody may cache."""

import functools
import json
import logging
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from idp.oauth2.errors import EndpointError
from idp.oauth2.parameters import Parameters, Unreadable, parse

log = logging.getLogger(__name__)
FORM = "application/x-www-form-urlencoded"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def form(request: HttpRequest) -> Parameters:
    """The parameters of the body. Raises EndpointError."""
    if request.content_type != FORM:
        raise EndpointError("invalid_request", f"The body must be {FORM}.")
    try:
        raw = request.body.decode("ascii")
    except RequestDataTooBig:
        raise EndpointError("invalid_request", "The body is larger than 64 KB.", status=413) from None
    except UnreadablePostError:
        raise EndpointError("invalid_request", "The body ended early.") from None
    except UnicodeDecodeError:
        raise EndpointError("invalid_request", "The body is not URL-encoded.") from None
    try:
        return parse(raw)
    except Unreadable as error:
        raise EndpointError("invalid_request", str(error)) from None


def answer(content: Any, status: int = 200, cache: str = "no-store") -> HttpResponse:
    """JSON (RFC 6749 §5.1)."""
    response = HttpResponse(json.dumps(content), status=status, content_type="application/json")
    response["Cache-Control"] = cache
    if cache == "no-store":
        response["Pragma"] = "no-cache"
    return response


def refusal(error: EndpointError) -> HttpResponse:
    """RFC 6749 §5.2; 401 always names the scheme (RFC 9110 §11.6.1)."""
    if error.detail:
        log.info("%s: %s (%s)", error.code, error.description, error.detail)
    response = answer({"error": error.code, "error_description": error.description}, error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Basic realm="Keyhall", charset="UTF-8"'
    return response


def endpoint(*methods: str) -> Callable[[View[P]], View[P]]:
    """Marks a view that programs call: no CSRF form token, these methods only, errors as JSON."""

    def wrap(view: View[P]) -> View[P]:
        @csrf_exempt
        @functools.wraps(view)
        def called(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                response = answer({"error": "invalid_request", "error_description": f"Use {' or '.join(methods)}."}, 405)
                response["Allow"] = ", ".join(methods)
                return response
            try:
                return view(request, *args, **kwargs)
            except EndpointError as error:
                return refusal(error)

        return cast(View[P], called)

    return wrap
