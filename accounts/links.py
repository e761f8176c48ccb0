"""One-time links: made for one person, good for an hour, spent by one conditional write."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import OneTimeLink, User
from audit.catalogue import Event
from audit.record import Person, record
from core.clock import now
from core.digests import sha256_hex
from core.randomness import token

LIFETIME = timedelta(hours=1)
FIRST_ADMINISTRATOR = "admin"


def make_link(user: User, actor: Person | None = None) -> str:
    """The absolute address of a new link with which `user` chooses a password. Earlier links of theirs end."""
    moment = now()
    OneTimeLink.objects.filter(user=user, spent_at=None).update(spent_at=moment)
    secret = token(32)
    OneTimeLink.objects.create(user=user, token_hash=sha256_hex(secret), created_at=moment, expires_at=moment + LIFETIME)
    record(Event.ONE_TIME_LINK_MADE, actor=actor, subject=user)
    return f"{settings.KEYHALL_ORIGIN}/accounts/password/link/{secret}"


def fingerprint(secret: str) -> str:
    """What a session may keep of a link: enough to find it again, useless to whoever reads it there."""
    return sha256_hex(secret)


def find_link(fingerprint: str) -> OneTimeLink | None:
    """The link of this fingerprint, if it can still be used."""
    return OneTimeLink.objects.filter(token_hash=fingerprint, spent_at=None, expires_at__gt=now()).select_related("user").first()


def spend(link: OneTimeLink) -> bool:
    """Uses the link up; True for exactly one caller."""
    moment = now()
    return OneTimeLink.objects.filter(pk=link.pk, spent_at=None, expires_at__gt=moment).update(spent_at=moment) == 1


def first_administrator_link() -> str | None:
    """A link for the first administrator, or None if an administrator can sign in already."""
    administrators = User.objects.filter(is_superuser=True)
    if any(user.is_active and user.has_usable_password() for user in administrators):
        return None
    user = next((user for user in administrators if user.is_active), None) or _first_administrator()
    return make_link(user) if user else None


def _first_administrator() -> User | None:
    existing = User.objects.filter(username_key=FIRST_ADMINISTRATOR).first()
    if existing is not None:  # somebody else's account of this name is not made an administrator
        return existing if existing.is_superuser and existing.is_active else None
    try:
        return User.objects.create_superuser(FIRST_ADMINISTRATOR)
    except (IntegrityError, ValidationError):  # another process of the same start
        return User.objects.filter(username_key=FIRST_ADMINISTRATOR, is_superuser=True).first()
