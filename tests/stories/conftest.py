"""Fixtures of the stories."""

from typing import Any

import pytest

from tests.support import provisioning


@pytest.fixture
def apply(db: None) -> Any:
    """Applies a text; gives what was printed."""
    return provisioning.apply
