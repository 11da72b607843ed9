"""Where the marks of the learning curve stand."""

from dataclasses import dataclass
from typing import Final

from nlp.measuring.learning_curve import LearningCurve, Stage

WIDTH: Final = 420
HEIGHT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One stage: its mean, and its worst and best."""

    stage: Stage
    x: float
    y: float
    worst: float
    best: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveChart:
    """The points, and the AUC at the bottom; the top is 1."""

    floor: float
    points: tuple[Point, ...]

    @property
    def line(self) -> str:
        """For a polyline."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def curve_chart(curve: LearningCurve) -> CurveChart:
    """In a field of 420 × 200, mails to the right, AUC upwards from the worst, rounded down to a twentieth."""
    stages = curve.stages
    most = max((stage.mails for stage in stages), default=1)
    worst = min((stage.worst for stage in stages), default=0)
    floor = min(0.95, int(worst * 20) / 20)
    points = tuple(
        Point(
            stage=stage,
            x=round(stage.mails / most * WIDTH, 1),
            y=_height(stage.auc, floor),
            worst=_height(stage.worst, floor),
            best=_height(stage.best, floor),
        )
        for stage in stages
    )
    return CurveChart(floor=floor, points=points)


def _height(auc: float, floor: float) -> float:
    return round((1 - auc) / (1 - floor) * HEIGHT, 1)
