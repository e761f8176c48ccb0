"""How sessions end, and who is told: whoever issued something on the strength of one listens to these signals."""

from django.contrib.auth import logout
from django.dispatch import Signal
from django.http import HttpRequest

from accounts.models import BrowserSession, User
from audit.catalogue import Event
from audit.record import Person, record
from core.clock import now

session_ended = Signal()  # sid: str, user: User
everything_ended = Signal()  # user: User


def sign_out(request: HttpRequest, *, client_id: str = "") -> None:
    """Ends the session of this browser, if there is one, and all that hangs on it."""
    user = request.user
    sid = request.session.get("sid", "")
    logout(request)
    if isinstance(user, User):
        session_ended.send(sender=BrowserSession, sid=sid, user=user)
        record(Event.SIGN_OUT, actor=user, client_id=client_id, sid=sid)


def end_everything(user: User, *, actor: Person | None, reason: str, keep: HttpRequest | None = None) -> None:
    """Ends every session and token of a person at once (disabled, password changed, asked for).

    First one write cuts all sessions off, since each is bound to `not_before`; then the rows are cleared away. `keep`: the
    request whose session goes on.
    """
    from django.contrib.auth import update_session_auth_hash

    user.not_before = now()
    User.objects.filter(pk=user.pk).update(not_before=user.not_before)
    rows = BrowserSession.objects.filter(user=user)
    if keep is not None:
        update_session_auth_hash(keep, user)
        rows = rows.exclude(sid=keep.session.get("sid", ""))
    rows.delete()
    everything_ended.send(sender=User, user=user, kept_sid=keep.session.get("sid", "") if keep is not None else "")
    record(Event.SESSIONS_ENDED, actor=actor, subject=user, reason=reason)
