"""From what a person types to an account: exact look-ups on normalised columns, never a pattern."""

from accounts.models import EmailAddress, User
from core.names import comparison_key
from core.text import has_control_characters

MAX_IDENTIFIER = 254


def find_user(identifier: str) -> User | None:
    """The account of this username or e-mail address, active or not; None if there is none.

    A username comes first. Of addresses a verified one counts, else one that only a single account gives.
    """
    key = comparison_key(identifier[: MAX_IDENTIFIER + 1])
    if not key or len(identifier) > MAX_IDENTIFIER or has_control_characters(identifier):
        return None
    user = User.objects.filter(username_key=key).first()
    if user is not None or "@" not in key:
        return user
    owners = {address.user_id: address for address in EmailAddress.objects.filter(value_key=key).select_related("user")[:10]}
    verified = [address for address in owners.values() if address.verified]
    candidates = verified or list(owners.values())
    return candidates[0].user if len(candidates) == 1 else None
