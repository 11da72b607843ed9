"""A linear model over hashed features, trained by plain gradient steps: small, deterministic, only numpy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.features import BUCKETS, Buckets

Matrix = NDArray[np.float32]

_BATCH: Final = 64
_FIRST_BIAS: Final = -1.0
_BIAS_PACE: Final = np.float32(0.02)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """One row of weights per bucket, one column per head; `rarity` weighs the buckets (0: not used)."""

    weights: Matrix
    bias: Matrix
    rarity: Matrix

    def logits(self, rows: Sequence[Buckets]) -> Matrix:
        """The scores of each row of buckets, one per head."""
        scores = [_unit(self.rarity[row]) @ self.weights[row] + self.bias for row in rows]
        return np.array(scores, np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How long and how hard to train; buckets seen in fewer than `rare_below` rows are left out."""

    epochs: int
    rate: float
    rare_below: int
    seed: int


def train(rows: Sequence[Buckets], targets: Matrix, recipe: Recipe, tick: Callable[[], None]) -> LinearModel:
    """Fit all heads at once by logistic loss; the same input gives the same model."""
    rarity = _rarity(rows, recipe.rare_below)
    kept = [row[rarity[row] > 0] for row in rows]
    values = [_unit(rarity[row]) for row in kept]
    model = LinearModel(
        weights=np.zeros((BUCKETS, targets.shape[1]), np.float32),
        bias=np.full(targets.shape[1], _FIRST_BIAS, np.float32),
        rarity=rarity,
    )
    order = np.random.default_rng(recipe.seed)
    for epoch in range(recipe.epochs):
        rate = np.float32(recipe.rate * (1 - epoch / recipe.epochs))
        shuffled = order.permutation(len(kept))
        for start in range(0, len(shuffled), _BATCH):
            batch = shuffled[start : start + _BATCH]
            _step(model, [kept[i] for i in batch], [values[i] for i in batch], targets[batch], rate)
        tick()
    return model


def _step(model: LinearModel, rows: list[Buckets], values: list[Matrix], targets: Matrix, rate: np.float32) -> None:
    """One gradient step on one batch, in place; sums run in a fixed order."""
    columns, amounts = np.concatenate(rows), np.concatenate(values)[:, None]
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    scores = _sums(model.weights[columns] * amounts, owners, len(rows)) + model.bias
    errors = 1 / (1 + np.exp(-scores)) - targets
    np.subtract(model.bias, _BIAS_PACE * rate * errors.mean(axis=0), out=model.bias)
    by_column = np.argsort(columns, kind="stable")
    touched, starts = np.unique(columns[by_column], return_index=True)
    if len(touched):
        model.weights[touched] -= rate * np.add.reduceat((errors[owners] * amounts)[by_column], starts, axis=0)


def _rarity(rows: Sequence[Buckets], rare_below: int) -> Matrix:
    """How telling each bucket is (inverse document frequency)."""
    counts = np.bincount(np.concatenate(rows), minlength=BUCKETS)
    telling = np.log((1 + len(rows)) / (1 + counts)) + 1
    return np.where(counts >= rare_below, telling, 0).astype(np.float32)


def _unit(values: Matrix) -> Matrix:
    return values / np.float32(max(float(np.sqrt((values * values).sum())), 1e-6))


def _sums(products: Matrix, owners: NDArray[np.int64], count: int) -> Matrix:
    sums = np.zeros((count, products.shape[1]), np.float32)
    present, starts = np.unique(owners, return_index=True)
    if len(present):
        sums[present] = np.add.reduceat(products, starts, axis=0)
    return sums
