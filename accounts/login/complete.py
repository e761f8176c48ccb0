"""The end of every sign-in: only here does a browser become somebody's."""

from django.contrib.auth import login
from django.http import HttpRequest

from accounts.browser import browser_hash
from accounts.login.throttling import remember_browser
from accounts.models import BrowserSession, User
from accounts.sessions.ending import session_ended
from audit.catalogue import Event
from audit.record import record
from core.clock import now
from core.randomness import token


def sign_in(request: HttpRequest, user: User, methods: tuple[str, ...]) -> None:
    """Opens the session of `user`, who proved themselves by `methods` (RFC 8176 names) just now.

    The session's key and `sid` are new ones, whatever the browser brought along (CWE-384). The same person signing in again
    keeps their `sid`, so that what hangs on the session goes on; another person's session ends.
    """
    previous, old_sid = request.user, request.session.get("sid", "")
    same_person = isinstance(previous, User) and previous.pk == user.pk
    if same_person:
        request.session.cycle_key()  # Django keeps the key of who is signed in already
    login(request, user, backend="accounts.login.backend.PasswordBackend")
    request.session["sid"] = old_sid if same_person and old_sid else token(16)
    request.session["proofs"] = [(method, now().timestamp()) for method in methods]
    if isinstance(previous, User) and not same_person and old_sid:
        session_ended.send(sender=BrowserSession, sid=old_sid, user=previous)
        record(Event.SIGN_OUT, actor=previous, sid=old_sid, reason="another person signed in")
    remember_browser(user, browser_hash(request))
    record(Event.SIGN_IN, actor=user, methods=list(methods), sid=request.session["sid"])
