"""From raw scores and rules to probabilities that mean what they say."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from bot.domain.request import RequestType
from nlp.rules import RuleReading

LABELS: Final = tuple(RequestType)
PRIVACY: Final = len(LABELS)
"""The last head: does the message exercise a privacy right at all?"""

_RIDGE: Final = 0.05
_STEPS: Final = 40

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A small logistic regression per head over the scores, the privacy scores and the rules."""

    weights: Numbers

    def probabilities(self, stacked: Numbers, reading: RuleReading) -> Numbers:
        """One probability per head."""
        inputs = head_inputs(stacked, reading)
        return np.asarray(1 / (1 + np.exp(-(inputs * self.weights).sum(axis=1))))

    def as_json(self) -> list[list[float]]:
        """Rounded, so that the same training gives the same file."""
        return [[round(float(weight), 4) for weight in row] for row in self.weights]

    @classmethod
    def from_json(cls, rows: Any) -> Self:
        """Read what `as_json` wrote."""
        return cls(weights=np.array(rows, np.float64))


def head_inputs(stacked: Numbers, reading: RuleReading) -> Numbers:
    """Heads × inputs: own scores, the other side's (privacy's for a label, the best label's for privacy), rule, 1."""
    own = stacked.T
    other = np.repeat(stacked[:, PRIVACY][None, :], len(own), axis=0)
    other[PRIVACY] = stacked[:, :PRIVACY].max(axis=1)
    found = {finding.label for finding in reading.findings}
    ruled = np.array([*(label in found for label in LABELS), bool(found)], np.float64)[:, None]
    return np.concatenate([own, other, ruled, np.ones_like(ruled)], axis=1)


def fit_calibration(inputs: Numbers, targets: Numbers) -> Calibration:
    """Fit on scores of mails the scorer has not seen: mails × heads × inputs, mails × heads."""
    heads = [_fit_head(inputs[:, head], targets[:, head]) for head in range(targets.shape[1])]
    return Calibration.from_json(Calibration(weights=np.array(heads)).as_json())


def _fit_head(inputs: Numbers, target: Numbers) -> Numbers:
    """Newton's method with a little ridge."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (chances - target) + _RIDGE * weights
        curve = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + _RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights
