"""Setting a password: whoever knew the old one is out."""

from django.http import HttpRequest

from accounts.models import User
from accounts.sessions.ending import end_everything
from audit.catalogue import Event
from audit.record import Person, record


def set_password(user: User, password: str, *, actor: Person | None, keep: HttpRequest | None = None) -> None:
    """Stores the password and ends every other session and token; `keep`: the request whose session goes on."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(Event.PASSWORD_SET, actor=actor, subject=user)
    end_everything(user, actor=actor, reason="password set", keep=keep)
