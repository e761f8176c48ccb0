"""Text from outside."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import has_control_characters, is_own_path

HERE = "https://id.example"


@pytest.mark.parametrize(
    "path", ["/", "/a", "/a?b=c#d", "/a?next=https://evil.example/", "/é", "/a//b", "/a/../b", "/%2f/evil.example"]
)
def test_own_paths(path: str) -> None:
    assert is_own_path(path)


@pytest.mark.case("SR-03")
@pytest.mark.parametrize(
    "target",
    [
        "", "a", "https://evil.example/", "//evil.example", "///evil.example",
        "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "/\n/evil.example", "/a\r\nSet-Cookie: x=y", "/a\\b", "javascript:alert(1)",
        " //evil.example", "/\x00", "/\x85", "/" + "a" * 4096,
        "http:/a", "?a", "#a", "/\ud800",
    ],
)  # fmt: skip
def test_targets_that_leave_or_split(target: str) -> None:
    assert not is_own_path(target)


@given(st.text(alphabet=st.sampled_from("/\\.:@?#%\t\n\r a1é0x"), max_size=12))
def test_a_browser_stays_here(rest: str) -> None:
    """What a browser makes of the text (WHATWG URL: drops tabs and line ends, reads a backslash as a slash)."""
    if is_own_path("/" + rest):
        seen = "".join(char for char in "/" + rest if char not in "\t\n\r").replace("\\", "/")
        assert urlsplit(urljoin(HERE, seen))[:2] == ("https", "id.example")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",))))
def test_what_can_be_kept(text: str) -> None:
    assert not has_control_characters(text)


@pytest.mark.parametrize("char", [*map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0)), "\ud800", "\udfff"])
def test_what_can_not(char: str) -> None:
    assert has_control_characters(f"a{char}b")
