"""Figures as people read them."""

from math import nan

import pytest

from nlp.measuring.intervals import Interval
from nlp.report.figure_words import number_span, number_words, pace_words, share_span, share_words


def test_shares_and_numbers_have_their_own_look() -> None:
    assert share_words(0.1234) == "12.3 %"
    assert number_words(0.98765) == "0.988"
    assert share_span(Interval(low=0.1, high=0.2)) == "10.0 to 20.0 %"
    assert number_span(Interval(low=0.1, high=0.2)) == "0.100 to 0.200"


def test_what_has_no_meaning_has_no_figure() -> None:
    nowhere = Interval(low=nan, high=nan)

    assert share_words(nan) == number_words(nan) == pace_words(nan) == "–"
    assert share_span(nowhere) == number_span(nowhere) == ""


@pytest.mark.parametrize(("milliseconds", "words"), [(1.234, "1.23 ms"), (12.34, "12.3 ms"), (123.4, "123 ms")])
def test_times_are_as_exact_as_they_are_short(milliseconds: float, words: str) -> None:
    assert pace_words(milliseconds) == words
