"""The key objects that this process holds: loaded once, looked at again when the ring has changed."""

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

import jwt
from django.conf import settings
from django.db.models import Count, Max

from core.jose.algorithms import Jwk, from_der
from core.jose.jws import Signer, Verifier
from core.sealing import derive, unseal
from keys.models import Key, State, Use

PUBLISHED = (State.NEXT, State.ACTIVE, State.RETIRING)
SIGNATURE_USES = (Use.TOKEN, Use.ID_TOKEN)
LOOK_AGAIN_AFTER = 1.0  # seconds within which every worker follows a change of the ring


class NoKey(Exception):
    """There is no active key for this use and algorithm."""


@dataclass(frozen=True)
class Ring:
    """What the database said at one moment."""

    version: tuple[object, ...]
    signers: dict[tuple[str, str], Signer] = field(default_factory=dict)
    verifiers: dict[str, dict[str, Verifier]] = field(default_factory=dict)
    published: tuple[Jwk, ...] = ()
    secrets: tuple[tuple[str, bytes], ...] = ()


class KeyRing:
    """Follows the ring in the database at most `LOOK_AGAIN_AFTER` seconds behind."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ring: Ring | None = None
        self._looked = 0.0

    def current(self) -> Ring:
        """The ring, read again only if it changed."""
        ring = self._ring
        if ring is not None and monotonic() - self._looked < LOOK_AGAIN_AFTER:
            return ring
        with self._lock:
            version = _version()
            if self._ring is None or self._ring.version != version:
                self._ring = _load(version)
            self._looked = monotonic()
            return self._ring

    def forget(self) -> None:
        """Reads anew at the next use."""
        self._ring = None

    def signer(self, use: Use, algorithm: str) -> Signer:
        """The active private key. Raises NoKey."""
        try:
            return self.current().signers[use, algorithm]
        except KeyError:
            raise NoKey(f"{use} {algorithm}") from None

    def verifiers(self, use: Use) -> dict[str, Verifier]:
        """Public keys by kid whose signatures still count for this use."""
        return self.current().verifiers.get(use, {})

    def cookie_secrets(self) -> tuple[tuple[str, bytes], ...]:
        """(kid, secret) pairs, the active one first."""
        return self.current().secrets


def _version() -> tuple[object, ...]:
    facts = Key.objects.aggregate(latest=Max("state_since"), rows=Count("pk"))
    return (facts["latest"], facts["rows"])


def _load(version: tuple[object, ...]) -> Ring:
    signers: dict[tuple[str, str], Signer] = {}
    verifiers: dict[str, dict[str, Verifier]] = {}
    published: list[Jwk] = []
    secrets: list[tuple[bool, str, bytes]] = []
    for row in Key.objects.filter(state__in=PUBLISHED).order_by("created_at"):
        if row.use == Use.COOKIE:
            secret = unseal(settings.KEYHALL_MASTER_KEY, f"key:{row.kid}", bytes(row.sealed))
            secrets.append((row.state != State.ACTIVE, row.kid, derive(secret, "cookie")))
            continue
        if row.use not in SIGNATURE_USES:
            continue
        published.append(row.public_jwk)
        public = jwt.PyJWK(row.public_jwk).key
        verifiers.setdefault(row.use, {})[row.kid] = Verifier(row.kid, row.algorithm, public)
        if row.state == State.ACTIVE:
            private = from_der(unseal(settings.KEYHALL_MASTER_KEY, f"key:{row.kid}", bytes(row.sealed)))
            signers[row.use, row.algorithm] = Signer(row.kid, row.algorithm, private)
    return Ring(version, signers, verifiers, tuple(published), tuple((kid, secret) for _, kid, secret in sorted(secrets)))


keyring = KeyRing()
