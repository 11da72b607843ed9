"""Weighted words and pairs of words."""

from math import log

import numpy as np
import pytest

from nlp.measuring.tfidf import Tfidf

TEXTS = ["Delete my data", "my parcel, my parcel"]


def test_terms_are_words_of_two_letters_and_more_and_their_pairs() -> None:
    terms = Tfidf.fit(["I say: Delete IT!"])

    assert sorted(terms.columns) == ["delete", "delete it", "it", "say", "say delete"]


def test_a_term_in_every_text_tells_least() -> None:
    terms = Tfidf.fit(TEXTS)

    assert terms.telling[terms.columns["my"]] == 1.0
    assert terms.telling[terms.columns["data"]] == pytest.approx(log(3 / 2) + 1)


def test_a_row_has_length_one_and_counts_repeated_terms() -> None:
    terms = Tfidf.fit(TEXTS)
    rows = terms.rows(TEXTS)

    cells = dict(zip(rows.columns[rows.rows == 1].tolist(), rows.values[rows.rows == 1].tolist(), strict=True))
    assert sum(value**2 for value in cells.values()) == pytest.approx(1.0)
    assert cells[terms.columns["parcel"]] == pytest.approx(cells[terms.columns["my"]] * (log(3 / 2) + 1))


def test_unheard_words_leave_an_empty_row() -> None:
    rows = Tfidf.fit(TEXTS).rows(["quite different", "data"])

    assert rows.times(np.ones(rows.width)).tolist() == [0.0, 1.0]
    assert rows.turned_times(np.array([5.0, 2.0])).sum() == 2.0
