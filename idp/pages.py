"""The pages that belong to no part: landing, errors, and what every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.login.views import next_path


def site(request: HttpRequest) -> dict[str, Any]:
    """For every template."""
    return {"playground": settings.KEYHALL_PLAYGROUND}


@never_cache
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """The portal for who is signed in, the sign-in page for others."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/accounts/login/")
    return render(request, "portal.html")


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where password managers send people (W3C, A Well-Known URL for Changing Passwords)."""
    return HttpResponseRedirect("/accounts/password/")


def error(request: HttpRequest, code: str, message: str, status: int) -> HttpResponse:
    """The error page; `code` is for programs, `message` for people."""
    return render(request, "error.html", {"code": code, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Malformed, too large, or for a host that is not ours."""
    return error(request, "bad_request", _("The request could not be understood."), 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this person."""
    return error(request, "forbidden", _("You may not see this page."), 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing here."""
    return error(request, "not_found", _("There is no page at this address."), 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, or cookies switched off.

    Signing in renews the token, so a sign-in page that stood open in another tab is an old one: its person is signed in by now
    and goes straight on.
    """
    if request.path == "/accounts/login/" and request.user.is_authenticated:
        return HttpResponseRedirect(next_path(request))
    return error(
        request, "form_expired", _("This form has expired, or your browser blocks cookies. Go back, reload and try again."), 403
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. Rendered without context, which may be what broke."""
    from django.template.loader import render_to_string

    message = _("Something went wrong on this site. It has been noted; try again later.")
    return HttpResponse(render_to_string("error.html", {"code": "server_error", "message": message}), status=500)
