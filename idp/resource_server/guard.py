"""Turns a bearer token into a caller (RFC 6750)."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from idp.oauth2 import bearer
from idp.oauth2.oidc import subject
from idp.resource_server.caller import Caller

P = ParamSpec("P")
GuardedView = Callable[Concatenate[HttpRequest, Caller, P], HttpResponse]


def require_scope(*scopes: str) -> Callable[[GuardedView[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """The view is called with the `Caller` only if the request carries a live token with all of `scopes`."""

    def wrap(view: GuardedView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @csrf_exempt  # no cookie counts here
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                token = bearer.authenticate(request, *scopes)
                if token.acts_for_a_person and subject.active_user(token.subject) is None:
                    raise bearer.BearerError(401, "invalid_token", "The access token was revoked.")
            except bearer.BearerError as error:
                return error.response()
            user_id = UUID(token.subject) if token.acts_for_a_person else None
            return view(request, Caller(user_id, token.client_id, token.scopes), *args, **kwargs)

        return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], guarded)

    return wrap
