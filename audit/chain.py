"""What makes the record tamper-evident: a keyed chain over the rows that one process writes."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import connection

from audit.models import AuditEvent
from core.digests import keyed
from core.inserting import insert_if_absent
from core.randomness import octets
from core.sealing import derive

FIELDS = (
    "id", "at", "event", "actor_id", "actor", "subject_id", "subject", "client_id", "ip", "user_agent", "channel",
)  # fmt: skip


def mac_of(event: AuditEvent, previous: str) -> str:
    """The row's link: HMAC-SHA-256 over the link before it and everything the row says."""
    # Milliseconds: MongoDB keeps no more, and a row must verify wherever it is kept.
    at = event.at.isoformat(timespec="milliseconds")
    values = [at if name == "at" else str(getattr(event, name)) for name in FIELDS]
    details = json.dumps(event.details, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    key = derive(settings.KEYHALL_MASTER_KEY, "audit-chain")
    return keyed(key, previous, event.chain, str(event.sequence), details, *values)


class Chain:
    """The chain of this process; made anew in each one, so that nobody waits for another."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pid = 0
        self._name = ""
        self._sequence = 0
        self._last = ""
        self._in_doubt = False  # the last row was written in a transaction that may have been rolled back since

    def append(self, event: AuditEvent) -> None:
        """Links and saves one event."""
        with self._lock:
            if self._pid != os.getpid():
                self._begin()
            elif self._in_doubt:
                self._look_up()
            if not self._link(event):  # another thread's open transaction holds our next place
                self._begin()
                self._link(event)

    def _begin(self) -> None:
        self._pid, self._name, self._sequence, self._last = os.getpid(), octets(16).hex(), 0, ""

    def _look_up(self) -> None:
        rows = AuditEvent.objects.filter(chain=self._name).order_by("-sequence")
        row = rows.values_list("sequence", "mac").first()
        self._sequence, self._last = (row[0] + 1, row[1]) if row else (0, "")

    def _link(self, event: AuditEvent) -> bool:
        event.chain, event.sequence = self._name, self._sequence
        event.mac = mac_of(event, self._last)
        self._in_doubt = connection.in_atomic_block
        if not insert_if_absent(event):
            return False
        self._sequence, self._last = self._sequence + 1, event.mac
        return True


chain = Chain()


@dataclass(frozen=True)
class Fault:
    """Something that does not add up."""

    chain: str
    sequence: int
    reason: str


def faults() -> Iterator[Fault]:
    """Rows that were changed and links that are missing. A chain's last rows can be cut off unseen; ship the record elsewhere."""
    last: dict[str, tuple[int, str]] = defaultdict(lambda: (-1, ""))
    for event in AuditEvent.objects.order_by("chain", "sequence").iterator(chunk_size=500):
        sequence, previous = last[event.chain]
        if event.sequence != sequence + 1:
            yield Fault(event.chain, sequence + 1, "missing")
        elif mac_of(event, previous) != event.mac:
            yield Fault(event.chain, event.sequence, "changed")
        last[event.chain] = (event.sequence, event.mac)
