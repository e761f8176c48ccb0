"""What is revoked dies everywhere: grants by hand or by reuse, and all that hangs on a session, a person or a consent.

Listens to the ends that `accounts` and `flow` announce; the first write is always the one that stops new tokens.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.models import User
from accounts.sessions.ending import everything_ended, session_ended
from audit.catalogue import Event
from audit.record import Person, record
from core.clock import now
from idp.flow.consent import consent_withdrawn
from idp.oauth2.models import Authorization, Client, RefreshToken
from idp.oauth2.tokens import liveness


def revoke_grant(authorization: Authorization, *, actor: Person | None, reason: str) -> bool:
    """Ends a grant with every token of it. False if it was revoked before."""
    moment = now()
    first = Authorization.objects.filter(pk=authorization.pk, revoked_at=None).update(revoked_at=moment) == 1
    RefreshToken.objects.filter(token_family=authorization.pk, revoked=None).update(revoked=moment)
    liveness.deny("grant", str(authorization.pk))
    if first:
        record(
            Event.GRANT_REVOKED, actor=actor, subject=authorization.user, client_id=authorization.client.client_id,
            grant=str(authorization.pk), reason=reason,
        )  # fmt: skip
    return first


@receiver(session_ended)
def _with_the_session(sid: str, user: User, **_: Any) -> None:
    """Tokens of a session die with it, unless the person agreed to offline access (OIDC Core §11)."""
    if not sid:
        return
    liveness.deny("sid", sid)
    for authorization in Authorization.objects.filter(sid=sid, revoked_at=None).select_related("user", "client"):
        if "offline_access" not in authorization.scopes:
            revoke_grant(authorization, actor=user, reason="signed out")


@receiver(everything_ended)
def _with_the_person(user: User, kept_sid: str = "", **_: Any) -> None:
    for authorization in Authorization.objects.filter(user=user, revoked_at=None).select_related("user", "client"):
        if not kept_sid or authorization.sid != kept_sid:
            revoke_grant(authorization, actor=None, reason="all sessions ended")


@receiver(consent_withdrawn)
def _with_the_consent(user: User, protocol: str, relying_party: str, **_: Any) -> None:
    if protocol != "oauth2":
        return
    grants = Authorization.objects.filter(user=user, client__client_id=relying_party, revoked_at=None)
    for authorization in grants.select_related("user", "client"):
        revoke_grant(authorization, actor=None, reason="consent withdrawn")


@receiver(post_save, sender=Client)
def _with_the_client(instance: Client, created: bool, **_: Any) -> None:
    """A client that is switched off is dead at once, and alive again when it is switched on."""
    if not instance.is_active:
        liveness.deny("client", instance.client_id)
    elif not created:
        liveness.allow("client", instance.client_id)


@receiver(post_delete, sender=Client)
def _with_the_client_gone(instance: Client, **_: Any) -> None:
    liveness.deny("client", instance.client_id)
