"""Rules about the facts of a clock and the calendar's arithmetic."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.legal_clock import ClockFacts, ImpossibleFacts, Pause, add_months, local_day
from bot.errors import UserError


@given(day=st.dates(date(2018, 1, 1), date(2100, 12, 31)), count=st.integers(0, 24))
def test_adding_months_keeps_the_day_or_takes_the_last_of_the_month(day: date, count: int) -> None:
    end = add_months(day, count)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == count
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("proved", "asked", "answered", "words"),
    [
        (date(2026, 8, 31), None, None, "identity was proved on 2026-08-31, before 2026-09-01"),
        (None, date(2026, 8, 1), None, "clarification was asked for on 2026-08-01"),
        (None, date(2026, 9, 5), date(2026, 9, 4), "the answer came on 2026-09-04"),
        (None, date(2101, 1, 1), None, "2018 to 2100"),
    ],
)
def test_facts_that_cannot_be_are_refused_in_a_sentence(
    proved: date | None, asked: date | None, answered: date | None, words: str
) -> None:
    pauses = (Pause(asked_on=asked, answered_on=answered),) if asked else ()

    with pytest.raises(ImpossibleFacts, match=words) as refused:
        ClockFacts(received_on=date(2026, 9, 1), identity_proved_on=proved, pauses=pauses)

    assert isinstance(refused.value, UserError)


@pytest.mark.parametrize("received", [date(2017, 12, 31), date(2101, 1, 1), date.min, date.max])
def test_years_the_rules_do_not_know_are_refused(received: date) -> None:
    with pytest.raises(ImpossibleFacts, match="the years 2018 to 2100"):
        ClockFacts(received_on=received)


def test_the_day_of_receipt_is_that_of_the_controllers_zone() -> None:
    late_in_london = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert local_day(late_in_london, ZoneInfo("Europe/London")) == date(2026, 7, 1)
    assert local_day(late_in_london, ZoneInfo("Europe/Berlin")) == date(2026, 7, 2)
    assert local_day(late_in_london, ZoneInfo("America/Los_Angeles")) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_hour_that_summer_time_takes_or_gives_is_counted(at: datetime, day: date) -> None:
    assert local_day(at, ZoneInfo("Europe/London")) == day


def test_a_moment_without_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="zone"):
        local_day(datetime(2026, 7, 1, 22, 30), UTC)  # noqa: DTZ001 - the mistake under test
