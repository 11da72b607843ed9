"""The learning curve."""

import pytest

from nlp.measuring.learning_curve import LearningCurve, Step


def step(briefs: int, auc: float, *, order: int = 0) -> Step:
    return Step(briefs=briefs, mails=briefs * 10, order=order, auc=auc, flagged_at_95=1 - auc)


CURVE = LearningCurve(corpus="c0ffee", held_back=7, steps=(step(8, 0.9), step(4, 0.7), step(4, 0.8, order=1)))


def test_a_stage_is_the_mean_of_the_orders() -> None:
    few, many = CURVE.stages

    assert (few.briefs, few.mails) == (4, 40)
    assert few.auc == pytest.approx(0.75)
    assert few.flagged_at_95 == pytest.approx(0.25)
    assert (few.worst, few.best) == (0.7, 0.8)
    assert (many.briefs, many.auc) == (8, 0.9)


def test_what_is_written_can_be_read_again() -> None:
    assert LearningCurve.from_json(CURVE.as_json()) == CURVE


@pytest.mark.parametrize("stored", [{}, {"corpus": "x", "held_back": 1, "steps": [{"auc": 1}]}])
def test_something_else_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        LearningCurve.from_json(stored)
