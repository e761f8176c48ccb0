"""What the worker does for people: takes away what counts no longer."""

from datetime import timedelta

from accounts.models import KnownBrowser, OneTimeLink, Throttle
from accounts.sessions.store import SessionStore
from core.clock import now
from outbox.tasks import every


@every(timedelta(hours=1), "accounts.clean_up")
def clean_up() -> None:
    """Ended sessions, links that ran out, failures that are forgotten, browsers not seen for 400 days."""
    moment = now()
    SessionStore.clear_expired()
    OneTimeLink.objects.filter(expires_at__lt=moment - timedelta(days=1)).delete()
    Throttle.objects.filter(last_failure_at__lt=moment - timedelta(days=1)).delete()
    KnownBrowser.objects.filter(last_used_at__lt=moment - timedelta(days=400)).delete()
