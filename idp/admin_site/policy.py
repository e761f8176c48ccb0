"""The content security policy of the admin's pages.

django-unfold runs Alpine, which builds functions from attributes ('unsafe-eval'), and writes its colours into a <style>
element. Neither needs 'unsafe-inline': the elements that the templates write are given the request's nonce on the way out.
What people typed is escaped, so no <style of theirs is ever among them.
"""

import re
from collections.abc import Callable

from csp.constants import NONCE, SELF, UNSAFE_EVAL
from django.http import HttpRequest, HttpResponse, HttpResponseBase

# htmx would write a <style> of its own; what it says is in static/admin.css.
HTMX = b'<meta name="htmx-config" content=\'{"includeIndicatorStyles": false, "allowEval": false}\'>'
# Alpine sets a style given as text through the attribute, which the policy stops; given as an object, through the DOM.
WIDTH = (b"\"'width: ' + changeListWidth + 'px'\"", b"\"{ width: changeListWidth + 'px' }\"")
STYLE = re.compile(rb"<style(?=[\s>])")


class AdminPolicy:
    """Middleware; below django-csp's, so that the policy is still to be written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Only HTML under /admin/ is touched."""
        response = self.get_response(request)
        if not request.path_info.startswith("/admin/") or not response.get("Content-Type", "").startswith("text/html"):
            return response
        response._csp_update = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, NONCE]}  # type: ignore[attr-defined]
        if isinstance(response, HttpResponse):
            nonce = str(request.csp_nonce).encode()  # type: ignore[attr-defined]
            content = STYLE.sub(b'<style nonce="' + nonce + b'"', response.content)
            response.content = content.replace(b"<head>", b"<head>" + HTMX, 1).replace(*WIDTH)
        return response
