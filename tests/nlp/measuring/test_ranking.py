"""Requests before ordinary mail."""

from itertools import product
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.measuring.intervals import Counts
from nlp.measuring.ranking import Ranking

SIDES = st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9]), st.booleans()), min_size=2, max_size=20)


def sides(rows: list[tuple[float, bool]]) -> tuple[Ranking, Counts, Counts]:
    requests = np.array([is_request for _, is_request in rows], np.float64)
    return Ranking.of([probability for probability, _ in rows]), requests, 1 - requests


@given(SIDES)
def test_auc_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[float, bool]]) -> None:
    ranking, requests, ordinary = sides(rows)
    high, low = ([chance for chance, is_request in rows if is_request is side] for side in (True, False))
    pairs = [1.0 if one > other else 0.5 if one == other else 0.0 for one, other in product(high, low)]

    auc = ranking.auc(requests, ordinary)

    assert isnan(auc) if not pairs else auc == pytest.approx(sum(pairs) / len(pairs))


@pytest.mark.parametrize(("recall", "flagged"), [(0.25, 0.0), (0.5, 0.25), (0.75, 0.25), (0.99, 0.75), (1.0, 0.75)])
def test_the_line_is_as_high_as_the_recall_allows(recall: float, flagged: float) -> None:
    requests, ordinary = [0.9, 0.7, 0.6, 0.3], [0.8, 0.5, 0.3, 0.1]
    ranking = Ranking.of([*requests, *ordinary])
    is_request = np.repeat([1.0, 0.0], 4)

    assert ranking.flagged_at(recall, is_request, 1 - is_request) == flagged


@given(SIDES)
def test_a_mail_drawn_twice_counts_like_two_mails(rows: list[tuple[float, bool]]) -> None:
    ranking, requests, ordinary = sides(rows)
    doubled, more_requests, more_ordinary = sides([*rows, rows[0]])
    counts = np.ones(len(rows))
    counts[0] = 2

    for one, other in (
        (ranking.auc(counts * requests, counts * ordinary), doubled.auc(more_requests, more_ordinary)),
        (
            ranking.flagged_at(0.9, counts * requests, counts * ordinary),
            doubled.flagged_at(0.9, more_requests, more_ordinary),
        ),
    ):
        assert one == pytest.approx(other, nan_ok=True)


def test_without_either_side_nothing_can_be_ranked() -> None:
    ranking = Ranking.of([0.5])
    one, none = np.ones(1), np.zeros(1)

    assert isnan(ranking.auc(one, none))
    assert isnan(ranking.flagged_at(0.9, one, none))
    assert isnan(ranking.flagged_at(0.9, none, one))
