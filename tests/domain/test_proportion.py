"""Shares with the interval they can be trusted in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.proportion import Proportion


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Worked by hand from the formula, and as Newcombe (1998, table I, method 3) prints them.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_the_interval_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    part = Proportion(count, of)

    assert part.low == pytest.approx(low, abs=0.00005)
    assert part.high == pytest.approx(high, abs=0.00005)


def test_of_nothing_anything_may_be_true() -> None:
    nothing = Proportion(0, 0)

    assert (nothing.share, nothing.low, nothing.high) == (0.0, 0.0, 1.0)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_share_lies_in_its_interval_and_the_rest_mirrors_it(count: int, more: int) -> None:
    part = Proportion(count, count + more)

    assert 0 <= part.low <= part.share + 1e-9
    assert part.share - 1e-9 <= part.high <= 1
    if part.of:
        assert part.rest.low == pytest.approx(1 - part.high)
