"""The generated pages follow from the code."""

import pytest
from django.core.management import call_command

from idp.documentation import pages


def test_generated_pages_are_up_to_date() -> None:
    call_command("generate_docs", "--check")


def test_a_refusal_without_a_test_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    entry = pages.NOT_SUPPORTED["plain_pkce"]
    monkeypatch.setitem(pages.NOT_SUPPORTED, "telepathy", entry)
    with pytest.raises(pages.Contradiction, match="telepathy"):
        pages.compliance_page(settings.BASE_DIR / "tests")
