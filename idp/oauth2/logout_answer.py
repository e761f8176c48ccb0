"""Where a browser goes after logout."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from idp.oauth2.errors import ReturnAddress


def after_logout(request: HttpRequest, address: ReturnAddress | None) -> HttpResponse:
    """To the client's registered address with its `state`, else to our own page."""
    if address is None:
        return render(request, "accounts/signed_out.html")
    target = address.redirect_uri
    if address.state:
        target += ("&" if urlsplit(target).query else "?") + urlencode({"state": address.state})
    response = HttpResponse(status=302)
    response["Location"] = target
    return response
