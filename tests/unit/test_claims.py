"""Claims of OpenID Connect Core §5.1: values that are taken, and types that are given."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import claims
from accounts.models import User

GOOD: dict[str, list[str]] = {
    "birthdate": ["1815-12-10", "1815", "0000-12-10", "0000-02-29", "2000-02-29", "9999-12-31"],
    "zoneinfo": ["Europe/Vienna", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+1"],
    "locale": ["de", "de-AT", "de_AT", "zh-Hant-TW", "es-419", "sr-Latn-RS"],
    "phone_number": ["+43 1 23456", "+1 (604) 555-1234;ext=5678", "+431234567"],
    "web_address": ["https://a.example", "http://a.example:8080/b?c#d", "https://[2001:db8::1]/", "https://müller.example/ü"],
}
BAD: dict[str, list[str]] = {
    "birthdate": [
        "1815-2-1", "1815-13-01", "1900-02-29", "18151210", "0000", "10.12.1815", "-", "2000-", "2000-W01-1", "0000-W01-1",
        "２０００", "2000-０1-01", "2000-01-01T00:00", "02000-01-01", " 2000", "2000-01-01\n",
    ],
    "zoneinfo": ["Mars/Olympus", "../../etc/passwd", "/etc/passwd", "Europe", "", "\0", "x" * 5000, "Europe/Vienna ", "\ud800"],
    "locale": ["d", "de-", "-de", "de AT", "deutsch-österreich", "de-AT\n", "a" * 40],
    "phone_number": ["01 23456", "+", "+43", "+43abc", "＋43123456", "+4312345\n", "+1 604 555;ext=", "+43 1 23456" * 10],
    "web_address": [
        "javascript:alert(1)", "data:text/html,x", "//a.example", "a.example", "https://", "https:a.example", "https:///a", "ftp://a.example",
        "https://a.example/<b>", 'https://a.example/"', "https://a .example", "https://a.example\n", "https://[::1", " https://a.example",
        "https://a.example/\x00", "\x01https://a.example", "https://a.example/\x7f", "https://a.example:port/",
    ],
}  # fmt: skip


def validator(name: str) -> Callable[[str], None]:
    return getattr(claims, f"validate_{name}")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GOOD.items() for value in values])
def test_taken(name: str, value: str) -> None:
    validator(name)(value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        validator(name)(value)


@given(st.sampled_from(list(GOOD)), st.text(max_size=60))
def test_any_text_is_taken_or_refused_in_words(name: str, value: str) -> None:
    try:
        validator(name)(value)
    except ValidationError as error:
        assert error.messages


@given(st.dates())
def test_every_day_is_a_birthdate(day: Any) -> None:
    claims.validate_birthdate(day.isoformat())
    claims.validate_birthdate(f"0000-{day:%m-%d}")


def person(**columns: Any) -> User:
    return User(username="ada", updated_at=datetime(2026, 12, 1, 1, 2, 3, 999999, tzinfo=UTC), **columns)


@pytest.mark.spec("OIDC Core", "5.3.2", "claims without a value are left out, updated_at is a number")
def test_empty_claims_are_left_out() -> None:
    assert claims.profile_claims(person()) == {"preferred_username": "ada", "updated_at": 1796086923}
    assert claims.address_claims(person()) == claims.phone_claims(person()) == {}


def test_the_full_name_is_put_together_from_its_parts() -> None:
    assert claims.profile_claims(person(given_name="Ada", family_name="Lovelace"))["name"] == "Ada Lovelace"
    assert claims.profile_claims(person(name="A. L.", given_name="Ada"))["name"] == "A. L."


@pytest.mark.spec("OIDC Core", "5.1.1", "address is an object, formatted has lines")
def test_address() -> None:
    ada = person(street_address="12 St James's Square", locality="London", postal_code="SW1Y 4LB", country="UK")
    assert claims.address_claims(ada) == {
        "address": {
            "formatted": "12 St James's Square\nSW1Y 4LB London\nUK",
            "street_address": "12 St James's Square", "locality": "London",
            "postal_code": "SW1Y 4LB", "country": "UK",
        }
    }  # fmt: skip


@pytest.mark.parametrize("verified", [True, False])
def test_booleans_are_booleans(db: None, verified: bool) -> None:
    phone = {"phone_number": "+4312345", "phone_number_verified": verified}
    ada = User.objects.create_user("ada", "ada@example.org", email_verified=verified, **phone)
    assert claims.email_claims(ada) == {"email": "ada@example.org", "email_verified": verified}
    assert claims.phone_claims(ada) == phone
    assert claims.email_claims(User.objects.create_user("bob")) == {}
