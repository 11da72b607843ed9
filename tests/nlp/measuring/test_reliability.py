"""Probabilities that mean what they say."""

from math import isnan

import numpy as np
import pytest

from nlp.measuring.reliability import BINS, Reliability


def test_the_error_is_the_distance_per_bin_weighted_by_mails() -> None:
    reliability = Reliability.of([0.95, 0.95, 0.95, 0.95, 0.1])
    requests = np.array([1.0, 1.0, 1.0, 0.0, 0.0])

    error = reliability.error(requests, 1 - requests)

    assert error == pytest.approx((4 * abs(0.95 - 0.75) + 1 * abs(0.1 - 0.0)) / 5)


def test_probabilities_that_keep_their_word_have_no_error() -> None:
    requests = np.array([1.0, 0.0, 1.0, 0.0])

    assert Reliability.of([0.5, 0.5, 1.0, 0.0]).error(requests, 1 - requests) == 0.0


def test_bins_hold_what_was_said_and_what_was_so() -> None:
    requests = np.array([1.0, 0.0, 1.0])

    low, high = Reliability.of([0.01, 0.03, 1.0]).bins(requests, 1 - requests)

    assert (low.mails, low.was) == (2, 0.5)
    assert low.said == pytest.approx(0.02)
    assert (high.mails, high.said, high.was) == (1, 1.0, 1.0)
    assert (low.low, high.high) == (0.0, 1.0)
    assert high.low == pytest.approx((BINS - 1) / BINS)


def test_a_mail_that_counts_neither_way_is_in_no_bin() -> None:
    reliability = Reliability.of([0.5, 0.9])

    assert len(reliability.bins(np.array([1.0, 0.0]), np.zeros(2))) == 1


def test_without_mails_there_is_no_error() -> None:
    assert isnan(Reliability.of([0.5]).error(np.zeros(1), np.zeros(1)))
