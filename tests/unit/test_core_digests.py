"""Fingerprints."""

from hypothesis import given
from hypothesis import strategies as st

from core.digests import equal, keyed, sha256_hex

texts = st.text(st.characters(codec="utf-8"), max_size=20)


def test_known_answers() -> None:
    assert sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4
    assert len(keyed(b"k")) == len(keyed(b"k", "é", "")) == 64


@given(texts, texts)
def test_equal(left: str, right: str) -> None:
    assert equal(left, right) == (left == right)
    assert equal(left, left)


@given(st.lists(texts, max_size=4), st.lists(texts, max_size=4), st.binary(min_size=1, max_size=8))
def test_boundaries_of_the_parts_count(left: list[str], right: list[str], key: bytes) -> None:
    assert (keyed(key, *left) == keyed(key, *right)) == (left == right)
    assert keyed(key + b"x", *left) != keyed(key, *left)
