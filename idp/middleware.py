"""What holds for every request: where it comes from, and the headers of every page."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from audit.context import RequestFacts as Facts
from audit.context import request_facts
from core.client_address import client_address
from core.text import has_control_characters

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestFacts:
    """Notes address and browser for the audit record, and takes the scheme from the issuer, never from a header (KD-03).

    `X-Forwarded-For` counts only from KEYHALL_TRUSTED_PROXIES; `X-Forwarded-Proto` and `-Host` count from nobody, because the
    public origin is a setting.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuses what no part of this site takes, then goes on."""
        if settings.KEYHALL_SECURE:
            request.environ["wsgi.url_scheme"] = "https"  # type: ignore[attr-defined]
        agent = request.META.get("HTTP_USER_AGENT", "")
        address = client_address(
            request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.KEYHALL_TRUSTED_PROXIES
        )
        mark = request_facts.set(Facts(address, "".join(c for c in agent if c.isprintable())[:300], "http"))
        try:
            if "%00" in request.META.get("QUERY_STRING", "") or has_control_characters(request.path_info):
                return HttpResponse("The request holds a control character.", status=400, content_type="text/plain")
            try:
                request.get_host()
            except DisallowedHost:
                return HttpResponse("This site has another name.", status=400, content_type="text/plain")
            return self.get_response(request)
        finally:
            request_facts.reset(mark)


class PageHeaders:
    """Headers that Django has no setting for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Switches off what no page of ours uses."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
