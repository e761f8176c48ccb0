"""The arithmetic of slowing down."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.throttle import Backoff

NOW = datetime(2026, 12, 1, tzinfo=UTC)
BACKOFF = Backoff(free=3, first=timedelta(seconds=2), longest=timedelta(minutes=15), memory=timedelta(hours=1))
failures = st.integers(0, 10**9)


def test_by_hand() -> None:
    waits = [BACKOFF.wait_after(count).total_seconds() for count in range(15)]
    assert waits == [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


@given(failures)
def test_never_shorter_after_one_more_and_never_for_ever(count: int) -> None:
    assert timedelta(0) <= BACKOFF.wait_after(count) <= BACKOFF.wait_after(count + 1) <= BACKOFF.longest


@given(failures, st.timedeltas(timedelta(days=-3), timedelta(days=3)))
def test_what_remains(count: int, passed: timedelta) -> None:
    """`passed` may be negative: another node's clock is ahead, which must not lengthen the wait."""
    remaining = BACKOFF.remaining(count, NOW - passed, NOW)
    assert timedelta(0) <= remaining <= BACKOFF.wait_after(count)
    if timedelta(0) <= passed <= BACKOFF.memory:
        assert remaining == max(timedelta(0), BACKOFF.wait_after(count) - passed)
    if passed > BACKOFF.memory:
        assert not remaining
