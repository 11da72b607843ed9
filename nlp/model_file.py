"""A linear model on disk: one byte per weight, only the buckets in use, the same bytes for the same model."""

from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np

from nlp.features import BUCKETS
from nlp.linear import LinearModel

_STEPS: Final = 127


def write_model(model: LinearModel, path: Path) -> None:
    """Round the weights to 255 steps per head and write them."""
    scale = np.maximum(np.abs(model.weights).max(axis=0), 1e-6) / _STEPS
    steps = np.rint(model.weights / scale).astype(np.int8)
    used = np.flatnonzero(model.rarity)
    np.savez_compressed(
        path,
        buckets=np.diff(used, prepend=0).astype(np.uint32),
        steps=np.ascontiguousarray(steps[used].T),
        scale=np.round(scale, 7).astype(np.float32),
        bias=np.round(model.bias, 5).astype(np.float32),
        rarity=np.rint(model.rarity[used] * 16).astype(np.uint8),
    )


def read_model(path: Path) -> LinearModel:
    """The model as it was written; raises OSError or KeyError when the file is not one."""
    # NumPy leaves a file open that turns out to be damaged.
    with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as stored:
        used = np.cumsum(stored["buckets"].astype(np.int64))
        weights = np.zeros((BUCKETS, len(stored["bias"])), np.float32)
        weights[used] = stored["steps"].T.astype(np.float32) * stored["scale"]
        rarity = np.zeros(BUCKETS, np.float32)
        rarity[used] = stored["rarity"].astype(np.float32) / 16
        return LinearModel(weights=weights, bias=stored["bias"], rarity=rarity)
