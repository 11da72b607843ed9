"""Where the marks stand."""

import pytest

from nlp.measuring.learning_curve import LearningCurve
from nlp.measuring.reliability import Bin
from nlp.report.curve_chart import HEIGHT, WIDTH, curve_chart
from nlp.report.reliability_chart import SIDE, reliability_chart
from tests.nlp.report.sample import CURVE


def test_a_bin_stands_at_what_was_said_and_what_was_so() -> None:
    few, many = reliability_chart(
        [Bin(low=0.2, high=0.25, mails=1, said=0.2, was=0.0), Bin(low=0.9, high=1, mails=100, said=0.95, was=1.0)]
    )

    assert (few.x, few.y) == (0.2 * SIDE, SIDE)
    assert (many.x, many.y) == (0.95 * SIDE, 0)
    assert few.radius < many.radius
    assert 1 <= few.height < many.height
    assert few.left + few.width < 0.25 * SIDE


def test_an_empty_diagram_has_no_marks() -> None:
    assert reliability_chart([]) == ()


def test_the_curve_rises_from_the_worst_to_the_right() -> None:
    chart = curve_chart(CURVE)
    first, last = chart.points

    assert chart.floor == pytest.approx(0.7)
    assert (first.x, last.x) == (WIDTH / 2, WIDTH)
    assert HEIGHT > first.y > last.y > 0
    assert chart.line.count(",") == 2


def test_a_curve_without_steps_has_no_line() -> None:
    assert curve_chart(LearningCurve(corpus="", held_back=0, steps=())).line == ""
