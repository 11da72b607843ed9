"""Then and now: what changed, since when, and in which language."""

import time
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.classification import Decision
from bot.domain.drift import LEAST, WEEKS, Drift, Figure, Finding, Standing, drift, model_in_use, proportion, weekly
from bot.domain.proportion import Proportion
from bot.domain.tally import Agreement, DecidedOn, Tallies
from tests.domain.tallies import START, TODAY, day_of, days, decided, read, together

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 9)


def finding(found: Drift, figure: Figure) -> Finding:
    return next(each for each in found.findings if each.figure is figure)


def steady_then(change: date, **now: Any) -> Tallies:
    """Fifty messages a day, six of them unsure, until it changes."""
    return together(days(START, change - DAY, messages=50, unsure=6), days(change, TODAY, messages=50, **now))


def test_without_a_message_there_is_nothing_to_say_and_nothing_breaks() -> None:
    found = drift(Tallies(), TODAY)

    assert (found.model_version, found.languages, found.is_worse) == ("", (), False)
    assert {each.standing for each in found.findings} == {Standing.TOO_FEW}
    assert [week.messages for week in found.weeks] == [0] * WEEKS


def test_a_share_that_doubles_is_worse_since_the_monday_it_doubled() -> None:
    found = finding(drift(steady_then(MONDAY, unsure=12), TODAY), Figure.UNSURE)

    assert (found.standing, found.days, found.since) == (Standing.WORSE, 7, MONDAY)
    assert (found.recent, found.first) == (Proportion(84, 350), Proportion(168, 1400))


def test_what_stays_is_steady() -> None:
    found = drift(steady_then(MONDAY, unsure=6), TODAY)

    assert finding(found, Figure.UNSURE).standing is Standing.STEADY
    assert not found.is_worse


def test_what_chance_explains_is_steady() -> None:
    found = finding(drift(steady_then(TODAY - 6 * DAY, unsure=7), TODAY), Figure.UNSURE)

    assert found.standing is Standing.STEADY


def test_what_is_certain_but_hardly_matters_is_steady() -> None:
    many = together(
        days(START, TODAY - 28 * DAY, messages=100_000, unsure=10_000),
        days(TODAY - 27 * DAY, TODAY, messages=100_000, unsure=11_000),
    )

    found = finding(drift(many, TODAY), Figure.UNSURE)

    assert found.recent.low > found.first.high
    assert found.standing is Standing.STEADY


def test_a_share_that_falls_is_better() -> None:
    found = finding(drift(steady_then(MONDAY, unsure=2), TODAY), Figure.UNSURE)

    assert (found.standing, found.since, found.language) == (Standing.BETTER, MONDAY, None)


def test_a_slow_change_shows_in_four_weeks_when_one_is_too_thin() -> None:
    thin = together(
        days(START, TODAY - 28 * DAY, messages=6, unsure=1), days(TODAY - 27 * DAY, TODAY, messages=6, unsure=4)
    )

    found = finding(drift(thin, TODAY), Figure.UNSURE)

    assert (found.standing, found.days, found.recent.of) == (Standing.WORSE, 28, 168)


@pytest.mark.parametrize(("messages", "standing"), [(LEAST - 1, Standing.TOO_FEW), (LEAST, Standing.WORSE)])
def test_below_fifty_messages_there_is_no_verdict(messages: int, standing: Standing) -> None:
    few = together(
        days(START, START + 9 * DAY, messages=50, unsure=0),
        Tallies(readings=day_of(TODAY, messages=messages, unsure=messages)),
    )

    assert finding(drift(few, TODAY), Figure.UNSURE).standing is standing


def test_a_model_without_first_weeks_is_not_judged() -> None:
    new = together(
        days(START, TODAY - 3 * DAY, messages=50, unsure=6),
        days(TODAY - 2 * DAY, TODAY, messages=50, unsure=40, model_version="8"),
    )

    found = drift(new, TODAY)

    assert found.model_version == "8"
    assert finding(found, Figure.UNSURE).standing is Standing.TOO_FEW
    assert finding(found, Figure.UNSURE).first.of == 0


def test_the_model_in_use_is_the_one_that_read_last_and_began_later() -> None:
    readings = (read(START, model_version="6"), read(TODAY, model_version="6"), read(TODAY, model_version="7"))

    assert model_in_use(Tallies(readings=readings)) == "7"
    assert model_in_use(Tallies(readings=readings[:2])) == "6"
    assert model_in_use(Tallies()) == ""


def test_after_a_rollback_the_old_model_is_compared_with_its_own_first_weeks() -> None:
    tallies = together(
        days(START, START + 30 * DAY, messages=50, unsure=6, model_version="a"),
        days(START + 31 * DAY, START + 60 * DAY, messages=50, unsure=30, model_version="b"),
        days(START + 61 * DAY, TODAY, messages=50, unsure=6, model_version="a"),
    )

    found = drift(tallies, TODAY)

    assert found.model_version == "a"
    assert finding(found, Figure.UNSURE).standing is Standing.STEADY


@pytest.mark.parametrize("wrong", [date(1970, 1, 1), date(2001, 1, 1), TODAY + DAY, date(9999, 12, 31)])
def test_a_clock_that_jumped_for_a_day_spoils_no_comparison(wrong: date) -> None:
    jumped = together(
        steady_then(MONDAY, unsure=12), Tallies(readings=(read(wrong, 3), read(wrong, 3, model_version="9")))
    )

    found = drift(jumped, TODAY)

    assert found.model_version == "7"
    assert finding(found, Figure.UNSURE).standing is Standing.WORSE
    assert finding(found, Figure.UNSURE).since == MONDAY
    assert len(found.weeks) == WEEKS


def test_the_language_that_grew_is_named_with_its_part() -> None:
    tallies = together(
        days(START, TODAY, messages=40, unsure=4),
        days(START, MONDAY - DAY, messages=10, unsure=1, language="nl"),
        days(MONDAY, TODAY, messages=20, unsure=9, language="nl"),
    )

    found = finding(drift(tallies, TODAY), Figure.UNSURE)

    assert found.language == ("nl", Proportion(63, 91))


def test_a_language_that_always_had_its_part_is_not_blamed() -> None:
    assert finding(drift(steady_then(MONDAY, unsure=12), TODAY), Figure.UNSURE).language is None


def test_an_unknown_language_is_a_language() -> None:
    tallies = together(steady_then(MONDAY, unsure=6), days(MONDAY, TODAY, messages=20, unsure=20, language="und"))

    found = drift(tallies, TODAY)

    assert finding(found, Figure.UNSURE).language == ("und", Proportion(140, 182))
    assert [language for language, _ in found.languages] == ["en", "und"]


def test_unfamiliar_wording_is_a_share_of_what_was_measured() -> None:
    readings = (
        read(TODAY, 10, unknown_up_to=30),
        read(TODAY, 4, unknown_up_to=50),
        read(TODAY, 1, unknown_up_to=100),
        read(TODAY, 85, unknown_up_to=None),
    )

    assert proportion(Figure.UNFAMILIAR, Tallies(readings=readings)) == Proportion(5, 15)


def test_agreement_counts_the_requests_that_reviewers_found() -> None:
    decisions = (
        decided(TODAY, 6),
        decided(TODAY, 2, agreement=Agreement.PARTLY),
        decided(TODAY, 2, agreement=Agreement.DISAGREED),
        decided(TODAY, 30, agreement=Agreement.NOT_PRIVACY),
        decided(TODAY, 9, decided_on=DecidedOn.CASE, agreement=Agreement.DISAGREED),
    )
    tallies = Tallies(decisions=decisions)

    assert proportion(Figure.AGREED, tallies) == Proportion(6, 10)
    assert proportion(Figure.NOT_PRIVACY, tallies) == Proportion(30, 40)
    assert weekly(tallies, TODAY)[-1].corrected == 9


def test_agreement_that_falls_is_worse() -> None:
    read_all = days(START, TODAY, messages=50, unsure=10)
    late = TODAY - 20 * DAY
    decisions = [decided(START + number * DAY, 9, language="de") for number in range(28)]
    decisions += [decided(late + number * DAY, 5, agreement=Agreement.DISAGREED, language="de") for number in range(20)]
    decisions += [decided(late + number * DAY, 5) for number in range(20)]

    found = finding(drift(Tallies(readings=read_all.readings, decisions=tuple(decisions)), TODAY), Figure.AGREED)

    assert found.standing is Standing.WORSE
    assert found.language is not None
    assert found.language[0] == "de"


def test_weeks_begin_on_monday_and_end_with_this_one() -> None:
    weeks = weekly(Tallies(readings=(read(date(2026, 11, 22), 3), read(date(2026, 11, 23), 4))), TODAY)

    assert [week.monday.weekday() for week in weeks] == [0] * WEEKS
    assert [(week.monday, week.messages) for week in weeks[-2:]] == [(date(2026, 11, 16), 3), (date(2026, 11, 23), 4)]


def test_years_of_rows_are_read_quickly() -> None:
    rows = [
        read(START - timedelta(days=number % 700), language=f"l{number % 13}", decision=list(Decision)[number % 3])
        for number in range(10_000)
    ]
    rows += [read(TODAY - timedelta(days=number % 28), 9, decision=Decision.UNSURE) for number in range(10_000)]

    began = time.perf_counter()
    found = drift(Tallies(readings=tuple(rows)), TODAY)

    assert time.perf_counter() - began < 2
    assert found.is_worse
