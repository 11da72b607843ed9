"""Dates as people write them, read as days of the calendar."""

from datetime import date

import pytest

from bot.domain.request import Language
from nlp.details.dates import find_date

RECEIVED = date(2026, 11, 24)
"""A Tuesday."""


def read(words: str, language: Language = Language.EN, received_on: date = RECEIVED) -> date | None:
    return find_date(words, language=language, received_on=received_on)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("from 1 March", Language.EN),
        ("from March 1st, 2027", Language.EN),
        ("from the 1st of March 2027", Language.EN),
        ("as of 2027-03-01", Language.EN),
        ("ab dem 1. März", Language.DE),
        ("ab 1.3.", Language.DE),
        ("zum 1.3.2027", Language.DE),
        ("zum 1.3.27", Language.DE),
        ("à partir du 1er mars", Language.FR),
        ("dès le 01/03/2027", Language.FR),
        ("a partir del 1 de marzo de 2027", Language.ES),
        ("dal 1° marzo", Language.IT),
        ("vanaf 1 maart", Language.NL),
        ("per 1-3-2027", Language.NL),
        ("from March", Language.EN),
        ("from 1 Mar. 2027", Language.EN),
    ],
)
def test_the_first_of_march_is_read_in_six_languages(words: str, language: Language) -> None:
    assert read(words, language) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("after 1 March", Language.EN, date(2027, 3, 2)),
        ("nach dem 1. März", Language.DE, date(2027, 3, 2)),
        ("après le 31 décembre", Language.FR, date(2027, 1, 1)),
        ("después del 28 de febrero de 2028", Language.ES, date(2028, 2, 29)),
        ("dopo il 15 dicembre", Language.IT, date(2026, 12, 16)),
        ("na 1 maart", Language.NL, date(2027, 3, 2)),
        ("after March", Language.EN, date(2027, 4, 1)),
        ("after May", Language.EN, date(2027, 6, 1)),
        ("after next week", Language.EN, date(2026, 12, 7)),
        ("after next year", Language.EN, date(2028, 1, 1)),
    ],
)
def test_after_a_day_or_a_stretch_means_the_day_that_follows(words: str, language: Language, day: date) -> None:
    assert read(words, language) == day


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("from tomorrow", Language.EN, date(2026, 11, 25)),
        ("ab Montag", Language.DE, date(2026, 11, 30)),
        ("from Tuesday", Language.EN, date(2026, 12, 1)),
        ("a partir de mañana", Language.ES, date(2026, 11, 25)),
        ("vanaf volgende maand", Language.NL, date(2026, 12, 1)),
        ("from next year", Language.EN, date(2027, 1, 1)),
        ("not before the end of the year", Language.EN, date(2026, 12, 31)),
        ("pas avant fin du mois", Language.FR, date(2026, 11, 30)),
        ("non prima di fine marzo", Language.IT, date(2027, 3, 31)),
        ("not before the end of March 2028", Language.EN, date(2028, 3, 31)),
        ("erst in zwei Wochen", Language.DE, date(2026, 12, 8)),
        ("only in 10 days", Language.EN, date(2026, 12, 4)),
        ("niet eerder dan over drie maanden", Language.NL, date(2027, 2, 24)),
    ],
)
def test_a_day_told_by_its_place_is_counted_from_the_day_of_receipt(words: str, language: Language, day: date) -> None:
    assert read(words, language) == day


def test_months_later_is_the_same_day_clipped_to_the_months_end() -> None:
    assert read("in three months", received_on=date(2026, 11, 30)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("words", "received_on", "day"),
    [
        ("from 1 March", date(2026, 2, 1), date(2026, 3, 1)),
        ("from 1 March", date(2026, 3, 2), date(2027, 3, 1)),
        ("from March", date(2026, 3, 2), date(2027, 3, 1)),
    ],
)
def test_a_date_without_its_year_is_the_next_one_to_come(words: str, received_on: date, day: date) -> None:
    assert read(words, received_on=received_on) == day


@pytest.mark.parametrize("words", ["from 01/03/2027", "as of 3/4"])
def test_nobody_guesses_which_of_two_numbers_is_the_month_in_english(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(("words", "month"), [("13/03/2027", 3), ("03/13/2027", 3), ("05/05/2027", 5)])
def test_a_number_that_can_only_be_a_day_is_one(words: str, month: int) -> None:
    found = read(words)

    assert found is not None
    assert found.month == month


@pytest.mark.parametrize(
    "words",
    [
        "",
        "once the refund is through",
        "from 1 March 2019",
        "from today, 24 November",
        "from 31 February",
        "from 0.0.",
        "from 99/99/2027",
        "from 1 March 2099",
        "order 12-34-5678",
        "in 999 months",
        "version 3.14",
        "you may ask",
        "once 10.30 is past",
        "from 29 February 2027",
    ],
)
def test_what_is_no_day_to_wait_for_is_none(words: str) -> None:
    assert read(words) is None


def test_a_thousand_numbers_cost_no_time_to_speak_of() -> None:
    assert read("1.1.1.1 " * 5_000 + "1 " * 5_000) is None
