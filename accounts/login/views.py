"""The sign-in page."""

from math import ceil

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.browser import browser_hash, remember
from accounts.login import purpose
from accounts.login.complete import sign_in
from accounts.login.forms import LoginForm
from accounts.login.identify import find_user
from accounts.login.throttling import Attempt
from accounts.models import User
from audit.catalogue import Event
from audit.context import request_facts
from audit.record import record
from core import form_action
from core.text import is_own_path


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class LoginView(View):
    """GET shows the form; POST verifies and goes on to `next`, an own path."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form. Somebody who is signed in already and was not asked again goes straight on."""
        target = next_path(request)
        what_for = purpose.of(request, target)
        if request.user.is_authenticated and not what_for.again:
            return HttpResponseRedirect(target)
        form = LoginForm(initial={"username": what_for.login_hint})
        form.fields["password" if what_for.login_hint else "username"].widget.attrs["autofocus"] = True
        return self._page(request, form, what_for)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Same text, status and work for an unknown account, a wrong password and a disabled account."""
        target = next_path(request)
        what_for = purpose.of(request, target)
        form = LoginForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, what_for, status=400)
        identifier, password = form.cleaned_data["username"], form.cleaned_data["password"]
        named = find_user(identifier)
        attempt = Attempt(identifier, named, request_facts.get().ip, browser_hash(request))
        wait = ceil(attempt.wait().total_seconds())
        if wait > 0:
            record(Event.SIGN_IN_THROTTLED, subject=named, wait=wait)
            form.add_error(None, ngettext(
                "Too many attempts. Try again in %(seconds)d second.",
                "Too many attempts. Try again in %(seconds)d seconds.", wait,
            ) % {"seconds": wait})  # fmt: skip
            response = self._page(request, form, what_for, status=429)
            response["Retry-After"] = str(wait)
            return response
        user = authenticate(request, username=identifier, password=password)
        if not isinstance(user, User):
            attempt.failed()
            record(Event.SIGN_IN_FAILED, subject=named)  # never what was typed: people type passwords into this field
            form.add_error(None, _("The username or the password is wrong."))
            return self._page(request, form, what_for)
        attempt.succeeded()
        sign_in(request, user, ("pwd",))
        response = HttpResponseRedirect(target)
        remember(request, response)
        return response

    def _page(self, request: HttpRequest, form: LoginForm, what_for: purpose.Purpose, status: int = 200) -> HttpResponse:
        context = {"form": form, "purpose": what_for, "next": next_path(request)}
        response = render(request, "accounts/login.html", context, status=status)
        form_action.allow(response, what_for.returns_to)
        remember(request, response)
        return response


def next_path(request: HttpRequest) -> str:
    """Where to go afterwards: an own path, else the landing page (CWE-601)."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    return target if is_own_path(target) else "/"
