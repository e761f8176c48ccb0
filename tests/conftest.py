"""Fixtures that every test may use."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from keys.keyring import keyring
from keys.models import Key
from tests.support.people import PASSWORD
from tests.support.relying_party import Browser, RelyingParty
from tests.support.server import RunningServer

_rows: list[dict[str, Any]] = []


def pytest_configure(config: pytest.Config) -> None:
    """Marks of this suite."""
    config.addinivalue_line("markers", "spec(standard, clause, statement): the clause that a test holds")
    config.addinivalue_line("markers", "not_supported(key): the refusal of something that is not supported")
    config.addinivalue_line("markers", "case(id): a failure from the field that this test keeps away")


@pytest.fixture(autouse=True)
def keys(request: pytest.FixtureRequest) -> Iterator[None]:
    """The key ring, made once a process (RSA takes its time) and put back after a test that emptied the tables."""
    if not {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    from keys.rotation import ensure_keys

    if _rows:
        if Key.objects.count() != len(_rows):
            Key.objects.bulk_create([Key(**row) for row in _rows])
    else:
        ensure_keys()
        _rows.extend(Key.objects.values())
    keyring.forget()
    yield


@pytest.fixture
def browser(db: None) -> Browser:
    """A browser with an empty cookie jar."""
    return Browser()


@pytest.fixture
def alice(db: None) -> Any:
    """A person with a verified address."""
    from accounts.models import User

    user = User.objects.create_user("alice", "alice@example.org", email_verified=True, given_name="Alice", family_name="Liddell")
    user.password = _hashed(PASSWORD)
    user.save(update_fields=["password"])
    return user


@cache
def _hashed(password: str) -> str:
    """Once a process: the hash is slow on purpose."""
    from django.contrib.auth.hashers import make_password

    return make_password(password)


@pytest.fixture
def rp(browser: Browser, alice: Any) -> RelyingParty:
    """A confidential client that Alice may use, and the browser she uses it with."""
    return RelyingParty.registered(browser)


@pytest.fixture(scope="session")
def running_server() -> Iterator[RunningServer]:
    """A real server with two workers; one for the whole run of a process, so tests use names of their own."""
    server = RunningServer()
    try:
        yield server.start()
    finally:
        server.stop()
