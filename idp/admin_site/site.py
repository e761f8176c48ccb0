"""Our admin site."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from unfold.sites import UnfoldAdminSite


class KeyhallAdminSite(UnfoldAdminSite):  # type: ignore[misc]
    """People sign in to it, and out of it, at the same pages as everything else."""

    enable_nav_sidebar = True

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """To the sign-in page and back. Raises PermissionDenied for who is signed in already and may not enter."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return HttpResponseRedirect("/admin/")
            raise PermissionDenied
        return HttpResponseRedirect("/accounts/login/?" + urlencode({"next": request.GET.get("next") or "/admin/"}))

    def logout(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Our page, which tells whoever hangs on the session."""
        return HttpResponseRedirect("/accounts/logout/")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Our page, which ends the other sessions."""
        return HttpResponseRedirect("/accounts/password/")
