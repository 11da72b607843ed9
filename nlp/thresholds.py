"""Where sure ends and unsure begins: chosen by cost on scores of briefs the scorer has not seen."""

from typing import Final

import numpy as np

from nlp.calibration import LABELS, PRIVACY, Numbers
from nlp.decision import Thresholds

REQUESTS_MISSED_AT_MOST: Final = 0.03
ORDINARY_WRONGLY_SURE_AT_MOST: Final = 0.02
LABEL_AT_LEAST: Final = 0.35
"""A label less likely than this is never acted on, whatever its F1 says."""

_GRID: Final = np.round(np.arange(0.02, 0.98, 0.01), 2)


def choose_thresholds(chances: Numbers, targets: Numbers) -> Thresholds:
    """The narrowest band of doubt that keeps both promises, and each label's best F1."""
    is_privacy = targets[:, PRIVACY] > 0
    requests, ordinary = chances[is_privacy, PRIVACY], chances[~is_privacy, PRIVACY]
    none = max((edge for edge in _GRID if (requests < edge).mean() <= REQUESTS_MISSED_AT_MOST), default=_GRID[0])
    sure = min(
        (edge for edge in _GRID if (ordinary >= edge).mean() <= ORDINARY_WRONGLY_SURE_AT_MOST), default=_GRID[-1]
    )
    labels = {label: _best_edge(chances[:, head], targets[:, head] > 0) for head, label in enumerate(LABELS)}
    return Thresholds(none=float(none), sure=float(max(sure, none)), labels=labels)


def _best_edge(chances: Numbers, present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    """The edge with the best F1; the middle one of equals."""
    edges = [float(edge) for edge in _GRID if edge >= LABEL_AT_LEAST]
    scores = [_f1(chances >= edge, present) for edge in edges]
    best = [edge for edge, score in zip(edges, scores, strict=True) if score == max(scores)]
    return best[len(best) // 2]


def _f1(
    said: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> float:
    right = int((said & present).sum())
    return 2 * right / max(1, int(said.sum()) + int(present.sum()))
