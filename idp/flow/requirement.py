"""What a relying party demands of a sign-in, in terms that every protocol shares; pure."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Requirement:
    """OIDC's `prompt` and `max_age`, SAML's `IsPassive` and `ForceAuthn`."""

    silent: bool = False  # no page may be shown
    fresh_sign_in: bool = False  # proof must be later than the request
    ask_consent: bool = False  # even if it was given before
    max_age: int | None = None  # seconds since the proof

    def is_met_by(self, auth_time: datetime, asked_at: datetime, present: datetime) -> bool:
        """Whether a sign-in of `auth_time` is fresh enough for a request of `asked_at`."""
        if self.fresh_sign_in and auth_time < asked_at:
            return False
        if self.max_age is None or auth_time >= asked_at:  # max_age=0 is met by a sign-in made for this very request
            return True
        return present - auth_time <= timedelta(seconds=self.max_age)

    def to_json(self) -> dict[str, Any]:
        """For keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Requirement":
        """What was kept."""
        return cls(**kept)
