"""What the worker does for the authorization server."""

from datetime import timedelta

from core.clock import now
from idp.oauth2.models import Authorization, AuthorizationCode, RefreshToken, RevokedToken
from outbox.tasks import every


@every(timedelta(hours=1), "oauth2.clean_up")
def clean_up() -> None:
    """Spent and expired rows go a day after they ran out (until then a second use is still noticed); then empty grants."""
    old = now() - timedelta(days=1)
    RevokedToken.objects.filter(expires_at__lt=now()).delete()
    RefreshToken.objects.filter(expires_at__lt=old).delete()
    AuthorizationCode.objects.filter(expires__lt=old).delete()
    Authorization.objects.filter(created_at__lt=old, codes=None, refresh_tokens=None).delete()
