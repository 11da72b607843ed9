"""The bootstrap."""

from math import isnan, nan, sqrt

import numpy as np

from nlp.measuring.intervals import interval_of, resamples


def test_each_resample_draws_as_many_mails_as_there_are() -> None:
    drawn = list(resamples(30, times=50))

    assert len(drawn) == 50
    assert {counts.sum() for counts in drawn} == {30.0}
    assert len({counts.tobytes() for counts in drawn}) == 50


def test_the_same_mails_are_drawn_every_time() -> None:
    assert all(np.array_equal(*pair) for pair in zip(resamples(9, times=5), resamples(9, times=5), strict=True))


def test_the_interval_of_a_share_is_as_wide_as_theory_says() -> None:
    marked = np.array([True] * 120 + [False] * 280)

    interval = interval_of(float(counts @ marked) / 400 for counts in resamples(400))

    margin = 1.96 * sqrt(0.3 * 0.7 / 400)
    assert abs(interval.low - (0.3 - margin)) < 0.01
    assert abs(interval.high - (0.3 + margin)) < 0.01


def test_resamples_without_the_figure_are_left_out() -> None:
    assert interval_of([nan, 0.5, 0.5]).low == 0.5


def test_a_figure_that_is_never_there_has_no_interval() -> None:
    assert isnan(interval_of([nan]).low)
    assert isnan(interval_of([]).high)
    assert list(resamples(0)) == []
