"""Logistic regression."""

import numpy as np
import pytest

from nlp.measuring.logistic import fit_logistic
from nlp.measuring.tfidf import SparseRows, Tfidf

TEXTS = ["delete my data please", "delete all data", "where is my parcel", "my parcel is late, delete nothing"]
ANSWERS = np.array([True, True, False, False])
UNSEEN = ["please delete data", "is the parcel late?", "unheard words"]


def rows_of(cells: list[float]) -> SparseRows:
    """One column."""
    places = np.arange(len(cells))
    return SparseRows(rows=places, columns=places * 0, values=np.array(cells), height=len(cells), width=1)


def test_it_agrees_with_the_library_that_everybody_uses() -> None:
    """scikit-learn 1.9.1: TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=1, tol=1e-10)."""
    terms = Tfidf.fit(TEXTS)

    model = fit_logistic(terms.rows(TEXTS), ANSWERS)

    assert model.probabilities(terms.rows(UNSEEN)) == pytest.approx([0.590074, 0.421308, 0.505651], abs=2e-6)
    assert model.bias == pytest.approx(0.022605, abs=2e-6)


def test_the_slope_is_flat_at_the_optimum() -> None:
    rows = rows_of([1.0, 1.0, -2.0, 0.5])
    answers = np.array([True, False, False, True])

    model = fit_logistic(rows, answers, cost=3.0)

    errors = model.probabilities(rows) - answers
    assert model.weights[0] + 3 * float(errors @ rows.values) == pytest.approx(0, abs=1e-5)
    assert float(errors.sum()) == pytest.approx(0, abs=1e-5)


def test_the_penalty_keeps_weights_small_even_where_one_word_decides() -> None:
    model = fit_logistic(rows_of([1.0, -1.0]), np.array([True, False]))

    assert 0.3 < model.weights[0] < 1.0


def test_what_never_occurs_is_unlikely() -> None:
    rows = rows_of([1.0, 0.5])

    assert fit_logistic(rows, np.array([False, False])).probabilities(rows).max() < 0.001
