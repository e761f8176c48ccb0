"""The table of contents: every address this site answers."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from idp import pages

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("accounts/", include("accounts.urls")),
    path(".well-known/change-password", pages.change_password, name="change-password"),
    path("signin/", include("idp.flow.urls")),
    path("", include("idp.oauth2.urls")),
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
]
if settings.KEYHALL_PLAYGROUND:
    urlpatterns.append(path("playground/", include("playground.urls")))

handler400 = "idp.pages.bad_request"
handler403 = "idp.pages.forbidden"
handler404 = "idp.pages.not_found"
handler500 = "idp.pages.server_error"
