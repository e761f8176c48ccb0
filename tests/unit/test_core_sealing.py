"""Secrets at rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sealing import WrongKey, derive, seal, unseal

MASTER, OTHER = bytes(range(32)), bytes(32)


@given(st.binary(max_size=300), st.text(st.characters(codec="utf-8"), max_size=20))
def test_round_trip_and_nothing_twice(plain: bytes, purpose: str) -> None:
    sealed = seal(MASTER, purpose, plain)
    assert unseal(MASTER, purpose, sealed) == plain
    assert len(sealed) == len(plain) + 28
    assert seal(MASTER, purpose, plain) != sealed


@given(st.binary(max_size=60), st.data())
def test_any_changed_bit_is_found(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(MASTER, "key", plain))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(WrongKey):
        unseal(MASTER, "key", bytes(sealed))


def test_bound_to_key_and_purpose() -> None:
    sealed = seal(MASTER, "key", b"secret")
    for master, purpose in ((OTHER, "key"), (MASTER, "cookie"), (MASTER, "")):
        with pytest.raises(WrongKey):
            unseal(master, purpose, sealed)


@pytest.mark.parametrize("length", range(40))
def test_too_short(length: int) -> None:
    with pytest.raises(WrongKey):
        unseal(MASTER, "key", seal(MASTER, "key", b"x" * 20)[:length])


def test_derived_keys_are_apart_and_stay_the_same() -> None:
    keys = {derive(master, purpose) for master in (MASTER, OTHER) for purpose in ("", "a", "seal:a")}
    assert len(keys) == 6 and {len(key) for key in keys} == {32}
    # A change here makes every sealed key and session of every site unreadable.
    assert derive(MASTER, "a").hex() == "bdad73892842958e6961435866f99853654afd69413c0799b8d3ab38e6da6982"
