"""What people agreed to: remembered per relying party and set of scopes, asked again when it grows, withdrawn as a whole."""

from collections.abc import Iterable

from django.dispatch import Signal

from accounts.models import User
from audit.catalogue import Event
from audit.record import Person, record
from core.clock import now
from core.digests import sha256_hex
from core.inserting import insert_if_absent
from idp.flow.models import Consent, SignIn

consent_withdrawn = Signal()  # user: User, protocol: str, relying_party: str


def party_hash(protocol: str, relying_party: str) -> str:
    """A relying party's fixed-length name: an entity ID may be too long for an index."""
    return sha256_hex(f"{protocol}:{relying_party}")


def covers(user: User, sign_in: SignIn, scopes: Iterable[str]) -> bool:
    """Whether the person agreed to all of `scopes` before."""
    given = (
        Consent.objects.filter(user=user, party_hash=party_hash(sign_in.protocol, sign_in.relying_party))
        .values_list("scopes", flat=True)
        .first()
    )
    return given is not None and set(scopes) <= set(given)


def give(user: User, sign_in: SignIn, scopes: Iterable[str]) -> None:
    """Adds `scopes` to what the person agreed to."""
    digest = party_hash(sign_in.protocol, sign_in.relying_party)
    for _ in range(5):  # a second tab may add others meanwhile: each write is on what was read
        row = Consent.objects.filter(user=user, party_hash=digest).first()
        if row is None:
            new = Consent(
                user=user, protocol=sign_in.protocol, relying_party=sign_in.relying_party, party_hash=digest,
                scopes=sorted(scopes),
            )  # fmt: skip
            if insert_if_absent(new):
                break
            continue
        union = sorted({*row.scopes, *scopes})
        if Consent.objects.filter(pk=row.pk, given_at=row.given_at).update(scopes=union, given_at=now()):
            break
    record(Event.CONSENT_GIVEN, actor=user, client_id=sign_in.relying_party, scopes=sorted(scopes))


def withdraw(consent: Consent, actor: Person | None) -> None:
    """Takes the consent back; what was issued on its strength dies with it."""
    consent_withdrawn.send(sender=Consent, user=consent.user, protocol=consent.protocol, relying_party=consent.relying_party)
    Consent.objects.filter(pk=consent.pk).delete()
    record(Event.CONSENT_WITHDRAWN, actor=actor, subject=consent.user, client_id=consent.relying_party, scopes=consent.scopes)
