"""Small lines."""

import pytest

from handlers.sparkline import HEIGHT, level, line, top_of


def test_the_line_goes_from_edge_to_edge_and_from_nothing_to_the_highest() -> None:
    assert line([0.0, 0.2, 0.1]) == "M3.0 33.0h0L80.0 3.0L157.0 18.0"


def test_a_week_without_a_share_is_a_gap_and_a_lone_week_a_dot() -> None:
    assert line([0.1, None, 0.1, None]) == "M3.0 3.0h0M105.7 3.0h0"


@pytest.mark.parametrize("shares", [[], [None], [None, None]])
def test_nothing_draws_nothing(shares: list[float | None]) -> None:
    assert line(shares) == ""


def test_one_week_alone_is_drawn() -> None:
    assert line([0.5]) == "M3.0 3.0h0"


def test_a_share_of_next_to_nothing_stays_low() -> None:
    assert top_of([0.001, None]) == 0.05
    assert level(0.001, [0.001]) > HEIGHT - 5


def test_a_level_above_the_picture_stays_at_its_edge() -> None:
    assert level(0.9, [0.1, 0.3]) == 3.0
