"""Signing out at our own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.sessions.ending import sign_out


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """GET asks, POST signs out: a picture on another site must not sign anybody out."""
    if request.method == "POST":
        sign_out(request)
        return render(request, "accounts/signed_out.html")
    return render(request, "accounts/logout.html")
