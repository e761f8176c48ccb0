"""Claims by scope (OIDC Core §5.4)."""

from collections.abc import Iterable
from typing import Any

from accounts.claims import CLAIMS_OF_SCOPE
from accounts.models import User


def for_scopes(user: User, scopes: Iterable[str]) -> dict[str, Any]:
    """Right types, empty ones left out."""
    claims: dict[str, Any] = {}
    for name in scopes:
        if name in CLAIMS_OF_SCOPE:
            claims.update(CLAIMS_OF_SCOPE[name](user))
    return claims
