"""From raw scores and rules to probabilities that mean what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bot.domain.request import RequestType
from nlp.rules import RuleReading

LABELS: Final = tuple(RequestType)
PRIVACY: Final = len(LABELS)
"""The last head: does the message exercise a privacy right at all?"""

_RIDGE: Final = 0.5
_STEPS: Final = 40

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A small logistic regression per head over the scores, the privacy scores and the rules.

    A message of one sentence has weights of its own: there the scorer of sentences knows more than that of whole mails.
    """

    single: Numbers
    several: Numbers

    def chances(self, inputs: Numbers, *, sentences: int) -> Numbers:
        """One probability per head, from `Evidence.inputs`."""
        weights = self.single if sentences <= 1 else self.several
        return np.asarray(1 / (1 + np.exp(-(inputs * weights).sum(axis=1))))

    def as_json(self) -> dict[str, list[list[float]]]:
        """Rounded, so that the same training gives the same file."""
        return {"single": _rounded(self.single), "several": _rounded(self.several)}

    @classmethod
    def from_json(cls, stored: dict[str, list[list[float]]]) -> Self:
        """Read what `as_json` wrote."""
        return cls(single=np.array(stored["single"]), several=np.array(stored["several"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Inputs and targets of one mail that no stage had seen."""

    inputs: Numbers
    target: Numbers
    sentences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the calibration weighs: the first stage's scores (inputs × heads), the rules, and the encoder's scores."""

    stacked: Numbers
    rules: RuleReading
    language: str
    encoded: Numbers | None = None

    def inputs(self) -> Numbers:
        """Heads × inputs: for each score its own and the other side's, then the rule and 1.

        The other side is privacy's score for a label and the best label's for privacy. The encoder was pretrained on
        English: elsewhere its scores have a weight of their own.
        """
        columns = [_beside_the_other(row) for row in self.stacked]
        if self.encoded is not None:
            encoded = _beside_the_other(self.encoded)
            elsewhere = encoded[:, :1] * float(self.language != "en")
            columns += [encoded, elsewhere]
        found = {finding.label for finding in self.rules.findings}
        ruled = np.array([*(label in found for label in LABELS), bool(found)], np.float64)[:, None]
        return np.concatenate([*columns, ruled, np.ones_like(ruled)], axis=1)


def _beside_the_other(scores: Numbers) -> Numbers:
    other = np.full(len(scores), scores[PRIVACY], np.float64)
    other[PRIVACY] = scores[:PRIVACY].max()
    return np.stack([scores, other], axis=1)


def fit_calibration(examples: Sequence[Example]) -> Calibration:
    """Fit each head on the examples of its length."""
    return Calibration(
        single=_fit([example for example in examples if example.sentences <= 1]),
        several=_fit([example for example in examples if example.sentences > 1]),
    )


def _fit(examples: Sequence[Example]) -> Numbers:
    inputs = np.array([example.inputs for example in examples])
    targets = np.array([example.target for example in examples])
    heads = [_fit_head(inputs[:, head], targets[:, head]) for head in range(targets.shape[1])]
    return np.array(_rounded(np.array(heads)))


def _fit_head(inputs: Numbers, target: Numbers) -> Numbers:
    """Newton's method with a little ridge."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (chances - target) + _RIDGE * weights
        curve = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + _RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def _rounded(weights: Numbers) -> list[list[float]]:
    return [[round(float(weight), 4) for weight in row] for row in weights]
