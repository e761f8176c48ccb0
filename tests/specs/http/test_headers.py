"""Headers of every page, and what a proxy may say."""

from typing import Any

import pytest
from django.test import Client as Http
from django.test import override_settings

from audit.models import AuditEvent
from core.client_address import parse_address
from tests.support.relying_party import Browser


@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere", "/oauth2/authorize"])
def test_every_page_is_locked_down(db: None, path: str) -> None:
    response = Http().get(path)
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy and "base-uri 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/logout/", "/"])
def test_pages_about_a_person_are_not_kept(db: None, path: str) -> None:
    assert "no-store" in Http().get(path)["Cache-Control"]


def test_hsts_over_https_only(db: None) -> None:
    assert "Strict-Transport-Security" not in Http().get("/accounts/login/")
    with override_settings(KEYHALL_SECURE=True, SECURE_HSTS_SECONDS=63072000):
        assert Http().get("/accounts/login/")["Strict-Transport-Security"] == "max-age=63072000"


def address_of(response_maker: Any) -> str:
    """The address that the record notes for a failed sign-in."""
    response_maker()
    return AuditEvent.objects.filter(event="sign_in_failed").latest("at").ip


@pytest.mark.case("KD-03")
@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger says what it likes
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # left of the first stranger it is the stranger's word
        ("10.0.0.1", "198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("10.0.0.1", "garbage", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, garbage", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("10.0.0.1", "\x00, 198.51.100.1", "198.51.100.1"),
    ],
)
def test_forwarded_addresses(alice: Any, peer: str, forwarded: str, seen: str) -> None:
    from ipaddress import ip_network

    with override_settings(KEYHALL_TRUSTED_PROXIES=[ip_network("10.0.0.0/8")]):
        assert address_of(lambda: Browser().sign_in("alice", "wrong", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)) == str(
            parse_address(seen)
        )


@pytest.mark.case("KD-03")
def test_no_header_changes_issuer_scheme_or_host(db: None) -> None:
    plain = Http().get("/.well-known/openid-configuration").content
    lies = {
        "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "evil.example", 
        "HTTP_FORWARDED": "host=evil.example;proto=https",
        "HTTP_X_FORWARDED_PORT": "1", "HTTP_X_FORWARDED_PREFIX": "/evil", "HTTP_X_SCRIPT_NAME": "/evil",
    }  # fmt: skip
    assert Http().get("/.well-known/openid-configuration", **lies).content == plain  # type: ignore[arg-type]
    assert "Strict-Transport-Security" not in Http().get("/accounts/login/", **lies)  # type: ignore[arg-type]
