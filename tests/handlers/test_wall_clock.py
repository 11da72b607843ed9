"""Time in words."""

from datetime import date, datetime, timedelta, timezone

import pytest

from handlers.wall_clock import WallClock
from tests.handlers.conftest import StoppedClock
from tests.handlers.stories import NOW

HERE = WallClock(clock=StoppedClock(), zone=timezone(timedelta(hours=-12)))


def test_the_day_is_the_office_s_own() -> None:
    assert HERE.today() == date(2026, 12, 1)
    assert WallClock(clock=StoppedClock()).today() == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "today 23:30"),
        (NOW - timedelta(days=1), "yesterday 23:30"),
        (NOW - timedelta(days=2), "Sun 29 Nov 23:30"),
        (NOW - timedelta(days=365), "Mon 1 Dec 2025 23:30"),
    ],
)
def test_a_moment_is_said_as_people_do(at: datetime, words: str) -> None:
    assert HERE.moment(at) == words


@pytest.mark.parametrize(("days", "word"), [(-1, "overdue"), (0, "soon"), (7, "soon"), (8, "calm")])
def test_urgency_follows_the_days_left(days: int, word: str) -> None:
    assert HERE.urgency(HERE.today() + timedelta(days=days)) == word
