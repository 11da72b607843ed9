"""The figures that come first."""

from nlp.measuring.metrics import measure
from nlp.measuring.speed import Speed
from nlp.report.headline import HEADLINES, PACES, Headline
from tests.nlp.report.sample import mails

FLOOR = Headline(name="auc", meaning="", figure=lambda figures: figures.auc, is_share=False, goal=0.9, is_floor=True)
CEILING = Headline(name="unsure", meaning="", figure=lambda figures: figures.unsure, goal=0.05)


def test_a_floor_is_reached_from_above_and_a_ceiling_from_below() -> None:
    assert FLOOR.is_reached(0.9)
    assert not FLOOR.is_reached(0.89)
    assert CEILING.is_reached(0.05)
    assert not CEILING.is_reached(0.06)


def test_a_figure_without_a_goal_is_never_behind() -> None:
    free = Headline(name="sure", meaning="", figure=lambda figures: figures.requests_sure)

    assert free.is_reached(0.0)
    assert free.goal_words == ""


def test_goals_are_written_like_their_figure() -> None:
    assert FLOOR.goal_words == "≥ 0.900"
    assert CEILING.goal_words == "≤ 5.0 %"
    assert [pace.goal_words for pace in PACES] == ["≤ 5 ms", "", "≤ 60 ms", "≤ 150 ms"]


def test_only_figures_that_resamples_tell_of_have_an_interval() -> None:
    measured = measure(mails() * 4)

    assert {headline.name for headline in HEADLINES if not headline.span(measured)} == {"Expected calibration error"}


def test_a_pace_is_kept_up_to_its_ceiling() -> None:
    speed = Speed(median=5.0, short=9.0, letter=60.1, slowest=150.0)

    assert [pace.is_reached(pace.figure(speed)) for pace in PACES] == [True, True, False, True]
    assert PACES[2].words(speed) == "60.1 ms"
