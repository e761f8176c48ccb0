"""What the web server calls."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idp.settings")
application = get_wsgi_application()


def refuse_unsafe_start() -> None:
    """Django runs its checks for commands only; a site served by a bare WSGI server must not start unsafe either."""
    from idp.checks import production_is_safe

    errors = [f"{found.msg} {found.hint or ''}" for found in production_is_safe(None) if found.is_serious()]
    if errors:
        raise ImproperlyConfigured(" ".join(errors))


refuse_unsafe_start()
