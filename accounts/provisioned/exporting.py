"""A user in the form that `apply` reads."""

from typing import Any

from accounts.models import User
from accounts.provisioned.permissions import names_of

CLAIMS = ("middle_name", "nickname", "profile", "picture", "website", "gender", "birthdate", "zoneinfo", "locale", "phone_number")
ADDRESS = ("street_address", "locality", "region", "postal_code", "country")


def exported(user: User, *, with_secrets: bool) -> dict[str, Any]:
    """What is empty or the default is left out."""
    entry: dict[str, Any] = {"userName": user.username}
    name = {"formatted": user.name, "givenName": user.given_name, "familyName": user.family_name}
    entry["name"] = {key: value for key, value in name.items() if value}
    rows = sorted(user.emails.all(), key=lambda row: (not row.primary, row.value))
    entry["emails"] = [
        {"value": row.value, "verified": row.verified, **({"primary": row.primary} if row is rows[0] else {})} for row in rows
    ]
    entry["active"] = user.is_active
    entry["groups"] = sorted(user.groups.values_list("name", flat=True))
    entry |= {flag: True for flag in ("is_staff", "is_superuser") if getattr(user, flag)}
    entry["permissions"] = names_of(user.user_permissions)
    claims: dict[str, Any] = {name: getattr(user, name) for name in CLAIMS if getattr(user, name)}
    if user.phone_number_verified:
        claims["phone_number_verified"] = True
    address = {part: getattr(user, part) for part in ADDRESS if getattr(user, part)}
    entry["claims"] = {**claims, **({"address": address} if address else {})}
    if with_secrets and user.has_usable_password():
        entry["passwordHash"] = user.password
    return {key: value for key, value in entry.items() if value not in ({}, [])}
