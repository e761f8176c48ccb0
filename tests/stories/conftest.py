"""Fixtures of the stories."""

from typing import Any

import pytest

from tests.support import provisioning
from tests.support.administrator import Administrator
from tests.support.people import PASSWORD


@pytest.fixture
def apply(db: None) -> Any:
    """Applies a text; gives what was printed."""
    return provisioning.apply


@pytest.fixture
def root(db: None) -> Administrator:
    """A superuser at the admin site."""
    from accounts.models import User

    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    browser = Administrator()
    browser.sign_in("root")
    return browser
