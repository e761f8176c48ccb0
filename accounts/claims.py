"""What the values of the standard claims may be (OIDC Core §5.1), and a person's claims in the right types."""

import re
import zoneinfo
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import has_control_characters

if TYPE_CHECKING:
    from accounts.models.person import User

BIRTHDATE = re.compile(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?", re.ASCII)
LOCALE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,3}", re.ASCII)
PHONE = re.compile(r"\+[0-9][0-9 ().-]{4,30}(;ext=[0-9]{1,10})?", re.ASCII)


def validate_birthdate(value: str) -> None:
    """YYYY-MM-DD, YYYY, or 0000-MM-DD (OIDC Core §5.1). Raises ValidationError."""
    year, _dash, rest = value.partition("-")
    try:
        if not BIRTHDATE.fullmatch(value):  # fromisoformat takes weeks and more
            raise ValueError(value)
        if rest:
            # The year 2000 has a 29th of February, so a birthday without a year may be one.
            date.fromisoformat(f"{'2000' if year == '0000' else year}-{rest}")
        elif year == "0000":
            raise ValueError(value)
    except ValueError:
        raise ValidationError(_("Enter a date as YYYY-MM-DD, YYYY or 0000-MM-DD.")) from None


def validate_zoneinfo(value: str) -> None:
    """A name of the IANA time zone database. Raises ValidationError."""
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise ValidationError(_("Enter a time zone as Europe/Vienna.")) from None


def validate_locale(value: str) -> None:
    """A BCP 47 tag. Raises ValidationError."""
    if not LOCALE.fullmatch(value):
        raise ValidationError(_("Enter a language as de-AT."))


def validate_phone_number(value: str) -> None:
    """E.164, with the separators people write. Raises ValidationError."""
    if not PHONE.fullmatch(value):
        raise ValidationError(_("Enter a phone number with its country code, as +43 1 23456."))


def validate_web_address(value: str) -> None:
    """An absolute http or https URL; anything else could run in a relying party's page. Raises ValidationError."""
    try:
        parts = urlsplit(value)
        _port = parts.port  # raises ValueError for one that is no number
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", value)
        valid = valid and not has_control_characters(value)
    except ValueError:
        valid = False
    if not valid:
        raise ValidationError(_("Enter a web address that begins with https:// or http://."))


def profile_claims(user: "User") -> dict[str, Any]:
    """The claims of scope `profile`; empty ones are left out (OIDC Core §5.3.2), `updated_at` is a number."""
    claims = {
        "name": user.get_full_name(),
        "given_name": user.given_name,
        "family_name": user.family_name,
        "middle_name": user.middle_name,
        "nickname": user.nickname,
        "preferred_username": user.username,
        "profile": user.profile,
        "picture": user.picture,
        "website": user.website,
        "gender": user.gender,
        "birthdate": user.birthdate,
        "zoneinfo": user.zoneinfo,
        "locale": user.locale,
        "updated_at": int(user.updated_at.timestamp()),
    }
    return {name: value for name, value in claims.items() if value not in ("", None)}


def email_claims(user: "User") -> dict[str, Any]:
    """The claims of scope `email`."""
    address = user.primary_email()
    return {"email": address.value, "email_verified": address.verified} if address else {}


def phone_claims(user: "User") -> dict[str, Any]:
    """The claims of scope `phone`."""
    if not user.phone_number:
        return {}
    return {"phone_number": user.phone_number, "phone_number_verified": user.phone_number_verified}


def address_claims(user: "User") -> dict[str, Any]:
    """The claim of scope `address` (OIDC Core §5.1.1); `formatted` is put together from the parts."""
    parts = {name: getattr(user, name) for name in ("street_address", "locality", "region", "postal_code", "country")}
    parts = {name: value for name, value in parts.items() if value}
    if not parts:
        return {}
    town = " ".join(parts[name] for name in ("postal_code", "locality") if name in parts)
    lines = [parts.get("street_address", ""), town, parts.get("region", ""), parts.get("country", "")]
    return {"address": {"formatted": "\n".join(line for line in lines if line), **parts}}


CLAIMS_OF_SCOPE = {"profile": profile_claims, "email": email_claims, "phone": phone_claims, "address": address_claims}
