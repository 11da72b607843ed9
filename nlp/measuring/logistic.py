"""Logistic regression with an L2 penalty, to its one optimum: nothing about it can be tuned by accident."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.measuring.tfidf import Numbers, SparseRows

_STEPS: Final = 50
_INNER_STEPS: Final = 200
_FLAT: Final = 1e-6
_FARTHEST: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogisticRegression:
    """One weight per column and a bias."""

    weights: Numbers
    bias: float

    def probabilities(self, rows: SparseRows) -> Numbers:
        """The chance of yes, per row."""
        return _chances(rows.times(self.weights) + self.bias)


def fit_logistic(rows: SparseRows, answers: NDArray[np.bool_], *, cost: float = 1.0) -> LogisticRegression:
    """Minimise half the squared weights (not the bias) plus `cost` times the logistic loss, by Newton's method."""
    target = answers.astype(np.float64)
    place = np.zeros(rows.width + 1)
    for _ in range(_STEPS):
        chances = _chances(_scores(rows, place))
        slope = cost * _turned(rows, chances - target) + _penalised(place)
        if np.abs(slope).max() < _FLAT:
            break
        place = _descended(rows, target, place, _newton_step(rows, cost * chances * (1 - chances), slope), cost)
    return LogisticRegression(weights=place[:-1], bias=float(place[-1]))


def _newton_step(rows: SparseRows, curve: Numbers, slope: Numbers) -> Numbers:
    """Solve (curvature) × step = slope by conjugate gradients, as far as a Newton step is worth it."""
    step, rest = np.zeros_like(slope), slope.copy()
    towards, squared = rest.copy(), float(slope @ slope)
    enough = min(0.1, squared**0.25) ** 2 * squared
    for _ in range(_INNER_STEPS):
        bent = _turned(rows, curve * _scores(rows, towards)) + _penalised(towards)
        along = squared / float(towards @ bent)
        step += along * towards
        rest -= along * bent
        before, squared = squared, float(rest @ rest)
        if squared <= enough:
            break
        towards = rest + squared / before * towards
    return step


def _descended(rows: SparseRows, target: Numbers, place: Numbers, step: Numbers, cost: float) -> Numbers:
    """The step, halved until it leads down."""
    now = _loss(rows, target, place, cost)
    lengths = (place - step / 2**halvings for halvings in range(20))
    return next((there for there in lengths if _loss(rows, target, there, cost) <= now), place)


def _loss(rows: SparseRows, target: Numbers, place: Numbers, cost: float) -> float:
    scores = _scores(rows, place)
    return float(place[:-1] @ place[:-1] / 2 + cost * (np.logaddexp(0, scores) - target * scores).sum())


def _scores(rows: SparseRows, place: Numbers) -> Numbers:
    return np.asarray(rows.times(place[:-1]) + place[-1])


def _turned(rows: SparseRows, amounts: Numbers) -> Numbers:
    return np.append(rows.turned_times(amounts), amounts.sum())


def _penalised(place: Numbers) -> Numbers:
    return np.append(place[:-1], 0.0)


def _chances(scores: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -_FARTHEST, _FARTHEST))))
