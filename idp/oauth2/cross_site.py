"""A form that another site posted arrives without our cookies.

`SameSite=Lax` keeps them from a POST across sites and sends them with a GET that the person's browser navigates to. Without
them a POST looks like a stranger's: a logout would report success and end nothing, `prompt=none` would find nobody signed in,
and the browser would be given a new name. So such a request is sent once more, as a GET.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from idp.oauth2.parameters import Parameters

COOKIES = (settings.SESSION_COOKIE_NAME, settings.KEYHALL_BROWSER_COOKIE)


def once_more_with_cookies(request: HttpRequest, parameters: Parameters) -> HttpResponse | None:
    """303 to the same checked request as GET (RFC 9110 §15.4.4), or None if the cookies came along or this is that GET."""
    if request.method != "POST" or any(name in request.COOKIES for name in COOKIES):
        return None
    response = HttpResponse(status=303)
    response["Location"] = f"{request.path}?{urlencode(parameters.values)}"
    response["Cache-Control"] = "no-store"
    return response
