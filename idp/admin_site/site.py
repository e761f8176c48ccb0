"""Our admin site."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from unfold.sites import UnfoldAdminSite


class KeyhallAdminSite(UnfoldAdminSite):  # type: ignore[misc]
    """People sign in to it at the same page as to everything else."""

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """To the sign-in page and back."""
        return HttpResponseRedirect("/accounts/login/?" + urlencode({"next": request.GET.get("next") or "/admin/"}))
