"""The verdict as people read it."""

from datetime import date

import pytest

from bot.domain.drift import Figure, Finding, Standing, drift
from bot.domain.drift_words import interval, language_words, percent, sentence, verdict
from bot.domain.proportion import Proportion
from bot.domain.tally import Tallies
from tests.domain.tallies import START, TODAY, days, together

MONDAY = date(2026, 11, 9)


def a_finding(recent: tuple[int, int], first: tuple[int, int], standing: Standing, **changes: object) -> Finding:
    plain: dict[str, object] = {"figure": Figure.UNSURE, "standing": standing, "days": 7, "since": None}
    parts = {"recent": Proportion(*recent), "first": Proportion(*first)}
    return Finding(**(plain | parts | changes))  # type: ignore[arg-type]


def test_a_change_for_the_worse_says_what_since_when_where_and_what_to_do() -> None:
    found = a_finding((24, 100), (12, 100), Standing.WORSE, since=MONDAY, language=("nl", Proportion(60, 100)))

    assert sentence(found, TODAY) == (
        "Unsure has doubled since Mon 9 Nov: 12 % → 24 % of messages; 60 % of it in Dutch: "
        "look at the review queue, then train anew."
    )


@pytest.mark.parametrize(
    ("was", "now", "verb"),
    [
        (100, 130, "has risen"),
        (100, 200, "has doubled"),
        (100, 300, "has more than doubled"),
        (0, 100, "has more than doubled"),
        (100, 50, "has halved"),
        (100, 20, "has fallen"),
    ],
)
def test_the_verb_fits_the_change(was: int, now: int, verb: str) -> None:
    found = a_finding((now, 1000), (was, 1000), Standing.WORSE)

    assert sentence(found, TODAY).startswith(f"Unsure {verb} in the last 7 days: ")


@pytest.mark.parametrize("figure", Figure)
def test_every_figure_has_its_sentence_for_each_standing(figure: Figure) -> None:
    told = {sentence(a_finding((60, 100), (80, 100), standing, figure=figure), TODAY) for standing in Standing}

    assert len(told) == len(Standing)
    assert all(words.endswith(".") for words in told)


def test_too_few_says_which_are_too_few() -> None:
    assert sentence(a_finding((31, 31), (0, 500), Standing.TOO_FEW), TODAY) == (
        "Too few to say: 31 messages in the last 7 days (a comparison needs 50)."
    )
    assert sentence(a_finding((9, 90), (1, 1), Standing.TOO_FEW, figure=Figure.AGREED), TODAY) == (
        "Nothing to compare with yet: 1 decision in the model’s first weeks (a comparison needs 50)."
    )


def test_the_verdict_names_what_got_worse_and_nothing_else() -> None:
    worse = together(days(START, MONDAY, messages=50, unsure=6), days(MONDAY, TODAY, messages=50, unsure=12))

    (told,) = verdict(drift(worse, TODAY), TODAY)

    assert told.startswith("Unsure has doubled since Mon 9 Nov")


@pytest.mark.parametrize(
    ("tallies", "words"),
    [
        (Tallies(), "No message has been read yet"),
        (days(TODAY, TODAY, messages=3, unsure=1), "too little to compare yet"),
        (days(START, TODAY, messages=50, unsure=6), "Nothing has changed"),
        (
            together(days(START, MONDAY, messages=50, unsure=12), days(MONDAY, TODAY, messages=50, unsure=3)),
            "Unsure has fallen since",
        ),
    ],
)
def test_otherwise_the_verdict_says_so_in_one_sentence(tallies: Tallies, words: str) -> None:
    (told,) = verdict(drift(tallies, TODAY), TODAY)

    assert words in told


@pytest.mark.parametrize(
    ("count", "of", "words"), [(0, 0, "–"), (0, 9, "0 %"), (1, 24, "4.2 %"), (12, 100, "12 %"), (9, 9, "100 %")]
)
def test_a_share_is_written_as_exactly_as_it_is_worth(count: int, of: int, words: str) -> None:
    assert percent(Proportion(count, of)) == words


def test_the_interval_is_written_in_whole_percents() -> None:
    assert interval(Proportion(12, 100)) == "7–20 %"
    assert interval(Proportion(0, 0)) == "–"


def test_a_language_without_a_name_keeps_its_code() -> None:
    assert [language_words(code) for code in ("nl", "und", "pl")] == [
        "Dutch",
        "a language we cannot tell",
        "the language “pl”",
    ]
