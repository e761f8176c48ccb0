"""How keys come, change and go: next → active → retiring → retired; `compromised` takes one away at once.

Each step is one conditional write. A crash between two steps leaves a use without an active key, never with a wrong one, and
`ensure_keys()` completes it.
"""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from audit.catalogue import Event
from audit.record import Person, record
from core.clock import now
from core.inserting import insert_if_absent
from core.jose import algorithms
from core.randomness import octets, token
from core.sealing import seal
from keys.keyring import keyring
from keys.models import Key, State, Use

WANTED: tuple[tuple[Use, str], ...] = (
    (Use.TOKEN, "ES256"),
    (Use.ID_TOKEN, "RS256"),
    (Use.ID_TOKEN, "PS256"),
    (Use.ID_TOKEN, "ES256"),
    (Use.ID_TOKEN, "EdDSA"),
    (Use.COOKIE, "HS256"),
)
JWKS_CACHE = timedelta(hours=1)  # what the JWKS answer allows; a key is published this long before it signs


class NotYetPublished(Exception):
    """The next key has not been published for as long as relying parties may cache the key set."""


def ensure_keys() -> None:
    """Every use has an active key and one in waiting. Idempotent; safe if two processes start at once."""
    have = set(Key.objects.filter(state__in=[State.ACTIVE, State.NEXT]).values_list("use", "algorithm", "state"))
    for use, algorithm in WANTED:
        if (use, algorithm, State.ACTIVE) not in have:
            promoted = Key.objects.filter(use=use, algorithm=algorithm, state=State.NEXT).first()
            if promoted is None:
                create(use, algorithm, State.ACTIVE)
            else:
                _move(promoted, State.NEXT, State.ACTIVE)
                have.discard((use, algorithm, State.NEXT))
        if (use, algorithm, State.NEXT) not in have:
            create(use, algorithm, State.NEXT)


def create(use: Use, algorithm: str, state: State, actor: Person | None = None) -> Key | None:
    """A new key, or None if another process was first."""
    if use == Use.COOKIE:
        kid, private, public = token(12), octets(32), {}
    else:
        key = algorithms.generate(algorithm)
        public = algorithms.public_jwk(key, algorithm)
        kid, private = public["kid"], algorithms.to_der(key)
    sealed = seal(settings.KEYHALL_MASTER_KEY, f"key:{kid}", private)
    row = Key(kid=kid, use=use, algorithm=algorithm, state=state, public_jwk=public, sealed=sealed)
    if not insert_if_absent(row):
        return None
    record(Event.KEY_CREATED, actor=actor, subject=row, use=use, state=state)
    keyring.forget()
    return row


def rotate(use: Use | None = None, *, force: bool = False, actor: Person | None = None) -> list[Key]:
    """The next key becomes active, the active one retiring, and a new next one is published. Gives the new active keys.

    Raises NotYetPublished unless `force`, if a next key was published less than JWKS_CACHE ago: relying parties could not
    verify what it signs.
    """
    ensure_keys()
    pairs = [pair for pair in WANTED if use is None or pair[0] == use]
    successors = [Key.objects.get(use=kind, algorithm=algorithm, state=State.NEXT) for kind, algorithm in pairs]
    if not force:
        for successor in successors:
            if successor.use != Use.COOKIE and now() - successor.created_at < JWKS_CACHE:
                raise NotYetPublished(str(successor))
    promoted = [successor for successor in successors if _promote(successor, actor)]
    ensure_keys()
    return promoted


def _promote(successor: Key, actor: Person | None) -> bool:
    for active in Key.objects.filter(use=successor.use, algorithm=successor.algorithm, state=State.ACTIVE):
        if _move(active, State.ACTIVE, State.RETIRING):
            record(Event.KEY_ROTATED, actor=actor, subject=active, state=State.RETIRING)
    if not _move(successor, State.NEXT, State.ACTIVE):
        return False
    record(Event.KEY_ROTATED, actor=actor, subject=successor, state=State.ACTIVE)
    return True


def withdraw(kid: str, actor: Person | None = None) -> bool:
    """Takes a compromised key away at once, whatever its state; what it signed no longer counts."""
    changed = Key.objects.filter(kid=kid).exclude(state=State.COMPROMISED).update(state=State.COMPROMISED, state_since=now())
    if not changed:
        return False
    record(Event.KEY_WITHDRAWN, actor=actor, subject=Key.objects.get(kid=kid))
    keyring.forget()
    ensure_keys()
    return True


def retire_old() -> int:
    """Retiring keys whose last signature has run out are retired; for the worker. Gives their number."""
    longest = max(settings.KEYHALL_ID_TOKEN_LIFETIME, settings.KEYHALL_ACCESS_TOKEN_LIFETIME) + JWKS_CACHE
    old = Key.objects.filter(state=State.RETIRING, state_since__lt=now() - longest)
    return sum(_move(key, State.RETIRING, State.RETIRED) for key in old)


def rotate_aged(age: timedelta = timedelta(days=90)) -> list[Key]:
    """Rotates each use whose active key is older than `age`; for the worker."""
    aged = Key.objects.filter(state=State.ACTIVE, state_since__lt=now() - age).values_list("use", flat=True)
    return [key for use in set(aged) for key in rotate(Use(use))]


def _move(key: Key, old: State, new: State) -> bool:
    try:
        with transaction.atomic():
            moved = Key.objects.filter(pk=key.pk, state=old).update(state=new, state_since=now()) == 1
    except IntegrityError:  # another process promoted its own
        moved = False
    keyring.forget()
    return moved
