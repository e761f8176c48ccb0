"""Django's session interface over `BrowserSession`: idle and absolute limits, and only a hash of the cookie at rest."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError

from accounts.models import BrowserSession
from audit.context import request_facts
from core.clock import now
from core.digests import sha256_hex
from core.inserting import insert_if_absent

TOUCH_AFTER = timedelta(minutes=5)  # how far `last_seen_at` may lag, so that reading a page is not a write


class SessionStore(SessionBase):
    """One browser's session, named by the value of its cookie."""

    def _live(self) -> BrowserSession | None:
        if not self.session_key:
            return None
        moment = now()
        return BrowserSession.objects.filter(
            key_hash=sha256_hex(self.session_key),
            expires_at__gt=moment,
            created_at__gt=moment - settings.KEYHALL_SESSION_ABSOLUTE,
        ).first()

    def load(self) -> dict[str, Any]:
        """The data of a live session; an unknown or ended one gives an empty one without a key."""
        row = self._live()
        if row is None:
            self._session_key = None
            return {}
        moment = now()
        lag = min(TOUCH_AFTER, settings.KEYHALL_SESSION_IDLE / 4)
        if moment - row.last_seen_at > lag:
            BrowserSession.objects.filter(pk=row.pk).update(last_seen_at=moment, expires_at=_expiry(row.created_at, moment))
        return self.decode(row.data)

    def exists(self, session_key: str) -> bool:
        """Whether a row of this key is there, ended or not."""
        return BrowserSession.objects.filter(key_hash=sha256_hex(session_key)).exists()

    def create(self) -> None:
        """A new row under a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Writes the data. Raises UpdateError if the session was ended meanwhile: a request in flight can't bring it back."""
        if self.session_key is None:
            self.create()
            return
        data: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        moment = now()
        values = {
            "data": self.encode(data),
            "user_id": data.get("_auth_user_id") or None,
            "sid": data.get("sid", ""),
            "last_seen_at": moment,
        }
        key_hash = sha256_hex(self.session_key)
        if not must_create:
            created = BrowserSession.objects.filter(key_hash=key_hash).values_list("created_at", flat=True).first()
            values["expires_at"] = _expiry(created, moment) if created else moment
            if not BrowserSession.objects.filter(key_hash=key_hash).update(**values):
                raise UpdateError
            return
        facts = request_facts.get()
        row = BrowserSession(
            key_hash=key_hash, created_at=moment, expires_at=_expiry(moment, moment),
            ip=facts.ip, user_agent=facts.user_agent, **values,
        )  # fmt: skip
        if not insert_if_absent(row):
            raise CreateError

    def delete(self, session_key: str | None = None) -> None:
        """Ends the session."""
        key = session_key or self.session_key
        if key:
            BrowserSession.objects.filter(key_hash=sha256_hex(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Removes rows that count no longer."""
        BrowserSession.objects.filter(expires_at__lt=now()).delete()


def _expiry(created: datetime, moment: datetime) -> datetime:
    return min(moment + settings.KEYHALL_SESSION_IDLE, created + settings.KEYHALL_SESSION_ABSOLUTE)
