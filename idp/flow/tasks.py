"""What the worker does for the flow."""

from datetime import timedelta

from core.clock import now
from idp.flow.models import SignIn
from outbox.tasks import every


@every(timedelta(minutes=15), "flow.clean_up")
def clean_up() -> None:
    """Pending sign-ins are kept a day after they ran out, for the administrator to look at."""
    SignIn.objects.filter(expires_at__lt=now() - timedelta(days=1)).delete()
