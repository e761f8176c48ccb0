"""Pages on which a password is chosen: by one-time link, and by somebody signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.browser import browser_hash, remember
from accounts.links import find_link, fingerprint, spend
from accounts.login.complete import sign_in
from accounts.login.throttling import Attempt
from accounts.models import OneTimeLink, User
from accounts.password.forms import ChangePasswordForm, NewPasswordForm
from accounts.password.setting import set_password
from audit.catalogue import Event
from audit.context import request_facts
from audit.record import record

LINK = "one_time_link"


@never_cache
@require_http_methods(["GET", "HEAD"])
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Takes the secret out of the address before a page is shown, so that it reaches no log, history or `Referer`.

    Opening does not use the link up: mail scanners open links.
    """
    request.session[LINK] = fingerprint(secret)
    return HttpResponseRedirect("/accounts/password/link/")


@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest) -> HttpResponse:
    """The person of the link chooses a password and is signed in."""
    link = find_link(request.session.get(LINK, ""))
    if link is None:
        return _refused(request)
    form = NewPasswordForm(link.user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, link.user)
    if not link.user.is_active or not spend(link):
        return _refused(request)
    return _choose(request, link, form)


def _choose(request: HttpRequest, link: OneTimeLink, form: NewPasswordForm) -> HttpResponse:
    del request.session[LINK]
    set_password(link.user, form.cleaned_data["new_password1"], actor=link.user)
    sign_in(request, link.user, ("pwd",))
    response = HttpResponseRedirect("/")
    remember(request, response)
    return response


def _refused(request: HttpRequest) -> HttpResponse:
    record(Event.ONE_TIME_LINK_REFUSED)
    message = _("This link has been used, has expired or is incomplete. Ask for a new one.")
    return render(request, "error.html", {"code": "invalid_link", "message": message}, status=410)


def _page(request: HttpRequest, form: NewPasswordForm, user: User) -> HttpResponse:
    status = 400 if form.is_bound else 200
    return render(request, "accounts/password.html", {"form": form, "person": user}, status=status)


@never_cache
@sensitive_post_parameters("old_password", "new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest) -> HttpResponse:
    """A person changes their own password; their other sessions end. Guesses of the present one are slowed down too."""
    user = request.user
    assert isinstance(user, User)
    form = ChangePasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt = Attempt(user.username, user, request_facts.get().ip, browser_hash(request))
        if attempt.wait():
            form.add_error("old_password", _("Too many attempts. Try again later."))
        elif not user.check_password(form.cleaned_data["old_password"]):
            attempt.failed()
            form.add_error("old_password", _("This is not your present password."))
        else:
            set_password(user, form.cleaned_data["new_password1"], actor=user, keep=request)
            return HttpResponseRedirect("/")
    return _page(request, form, user)
