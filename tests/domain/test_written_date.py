"""Rules about dates in words."""

from datetime import date

import pytest

from bot.domain.written_date import days_left_in_words, written_date


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 12, 2), "27 days left · due Tue 29 Dec"),
        (date(2026, 12, 28), "1 day left · due Tue 29 Dec"),
        (date(2026, 12, 29), "due today"),
        (date(2026, 12, 30), "1 day overdue"),
        (date(2027, 1, 8), "10 days overdue"),
        (date(2025, 12, 29), "365 days left · due Tue 29 Dec 2026"),
    ],
)
def test_time_left_is_said_in_words(today: date, words: str) -> None:
    assert days_left_in_words(date(2026, 12, 29), today) == words


def test_a_date_carries_its_year_unless_it_is_this_one() -> None:
    day = date(2026, 12, 29)

    assert written_date(day, date(2026, 1, 1)) == "Tue 29 Dec"
    assert written_date(day, date(2027, 1, 1)) == "Tue 29 Dec 2026"
    assert written_date(day, None) == "Tue 29 Dec 2026"
