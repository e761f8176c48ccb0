"""The site's addresses and one bare view, behind the same middleware."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from idp import urls


def bare(request: HttpRequest) -> JsonResponse:
    """What a view costs that does nothing."""
    return JsonResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 600})


urlpatterns = [path("bench/bare", bare), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
