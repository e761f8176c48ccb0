"""Slows guessing down without locking the rightful owner out; the counts are in the database, so all workers share them.

An attempt from a browser in which the account has signed in before is counted by itself (account and browser); any other
attempt is counted for the account and for the caller's network. Only wrong passwords count.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from accounts.models import KnownBrowser, Throttle, User
from core.client_address import network_of
from core.clock import now
from core.digests import keyed
from core.inserting import insert_if_absent
from core.names import comparison_key
from core.throttle import Backoff

ACCOUNT = Backoff(free=5, first=timedelta(seconds=2), longest=timedelta(minutes=15), memory=timedelta(hours=1))
NETWORK = Backoff(free=50, first=timedelta(seconds=2), longest=timedelta(minutes=5), memory=timedelta(minutes=30))
KNOWN = Backoff(free=10, first=timedelta(seconds=2), longest=timedelta(minutes=1), memory=timedelta(minutes=30))


class Attempt:
    """One attempt to sign in: which counts it falls under."""

    def __init__(self, identifier: str, user: User | None, ip: str, browser_hash: str) -> None:
        """`identifier` as typed; `user` is whom it names, or None, which must make no visible difference."""
        account = str(user.pk) if user else comparison_key(identifier[:300])
        known = bool(user and browser_hash and KnownBrowser.objects.filter(user=user, browser_hash=browser_hash).exists())
        if known:
            self.counts = [("known:" + self._digest(account, browser_hash), KNOWN)]
        else:
            self.counts = [
                ("account:" + self._digest(account), ACCOUNT),
                ("network:" + self._digest(network_of(ip)), NETWORK),
            ]

    @staticmethod
    def _digest(*parts: str) -> str:
        return keyed(settings.SECRET_KEY.encode(), "throttle", *parts)[:40]

    def wait(self) -> timedelta:
        """How long this attempt must wait; zero if it may be made now."""
        rows = {row.key: row for row in Throttle.objects.filter(key__in=[key for key, _ in self.counts])}
        moment = now()
        return max(
            (
                backoff.remaining(rows[key].failures, rows[key].last_failure_at, moment)
                for key, backoff in self.counts
                if key in rows
            ),
            default=timedelta(0),
        )

    def failed(self) -> None:
        """Counts a wrong password: each a single conditional write, right under any number of workers."""
        moment = now()
        for key, backoff in self.counts:
            _count(key, moment, moment - backoff.memory)

    def succeeded(self) -> None:
        """Forgets the failures of the account. Those of the network stay: one own account must not buy more guesses."""
        Throttle.objects.filter(key__in=[key for key, backoff in self.counts if backoff is not NETWORK]).delete()


def _count(key: str, moment: datetime, forgotten_before: datetime) -> None:
    rows = Throttle.objects.filter(key=key)
    if rows.filter(last_failure_at__gte=forgotten_before).update(failures=F("failures") + 1, last_failure_at=moment):
        return
    if rows.filter(last_failure_at__lt=forgotten_before).update(failures=1, last_failure_at=moment):
        return
    if not insert_if_absent(Throttle(key=key, failures=1, last_failure_at=moment)):  # another worker counted the first one
        rows.update(failures=F("failures") + 1, last_failure_at=moment)


def remember_browser(user: User, browser_hash: str) -> None:
    """After a sign-in: this browser is the owner's."""
    moment = now()
    if not KnownBrowser.objects.filter(user=user, browser_hash=browser_hash).update(last_used_at=moment):
        insert_if_absent(KnownBrowser(user=user, browser_hash=browser_hash, last_used_at=moment))
