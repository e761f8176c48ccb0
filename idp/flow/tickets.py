"""Keeping, finding and spending pending sign-ins."""

import re
from uuid import UUID

from django.http import HttpRequest

from accounts.browser import browser_hash
from accounts.login import facts as login_facts
from accounts.login.purpose import Purpose
from accounts.models import User
from core.clock import now
from idp.flow import protocols
from idp.flow.models import SignIn
from idp.flow.protocols import Party
from idp.flow.steps import sign_in_is_missing

PATH = re.compile(r"/signin/([0-9a-f-]{36})")


class NoSuchSignIn(Exception):
    """Unknown, expired, or of another browser: all the same to who asks."""


class AlreadyAnswered(Exception):
    """The sign-in was answered before: a double click, a page from the history."""


def keep(request: HttpRequest, sign_in: SignIn) -> None:
    """Binds the sign-in to this browser and writes it."""
    sign_in.browser_hash = browser_hash(request)
    sign_in.save(force_insert=True)


def find(request: HttpRequest, key: UUID) -> SignIn:
    """The pending sign-in of this browser. Raises NoSuchSignIn or AlreadyAnswered."""
    sign_in = SignIn.objects.filter(pk=key, browser_hash=browser_hash(request), expires_at__gt=now()).first()
    if sign_in is None:
        raise NoSuchSignIn
    if sign_in.spent_at is not None:
        raise AlreadyAnswered
    return sign_in


def spend(sign_in: SignIn, user: User | None) -> None:
    """One conditional write: exactly one caller may answer. Raises AlreadyAnswered for all others."""
    moment = now()
    spent = SignIn.objects.filter(pk=sign_in.pk, spent_at=None, expires_at__gt=moment).update(spent_at=moment, user=user)
    if spent != 1:
        raise AlreadyAnswered


def agree(sign_in: SignIn, user: User) -> None:
    """Notes that this person agreed within this sign-in. Raises AlreadyAnswered."""
    if SignIn.objects.filter(pk=sign_in.pk, spent_at=None).update(consented_at=now(), user=user) != 1:
        raise AlreadyAnswered


def party_of(sign_in: SignIn) -> Party:
    """Who asks. Raises NoSuchSignIn if they are registered no longer."""
    try:
        return protocols.of(sign_in).party(sign_in)
    except LookupError as error:
        raise NoSuchSignIn from error


def purpose_of(request: HttpRequest, next_path: str) -> Purpose | None:
    """For the sign-in page: whom the person signs in for."""
    match = PATH.fullmatch(next_path)
    if match is None:
        return None
    try:
        sign_in = find(request, UUID(match[1]))
        party = party_of(sign_in)
    except (ValueError, NoSuchSignIn, AlreadyAnswered):
        return None
    again = sign_in_is_missing(sign_in, party, login_facts.current(request))
    return Purpose(party.name, party.login_hint, again=again, returns_to=party.returns_to)
