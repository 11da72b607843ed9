"""Requests that shall wait for a day."""

import pytest

from nlp.details.conditions import dated_condition
from nlp.rules import Turn, read_rules


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Please delete my account from 1 March.", "from 1 March"),
        ("Please do not delete it before 1 March, but not before 1 March delete all.", "not before 1 March"),
        ("Erase everything as of January 15, 2027.", "as of January 15, 2027"),
        ("Please wait until the end of March, then remove my data.", "wait until the end of March"),
        ("Bitte löschen Sie mein Konto zum 31.12.2026.", "zum 31.12.2026"),
        ("Ab dem 1. März sollen alle Daten gelöscht werden", "Ab dem 1. März"),
        ("Bitte erst in zwei Wochen löschen", "erst in zwei Wochen"),
        ("Supprimez mon compte à partir du 1er mars.", "à partir du 1er mars"),
        ("Borren mis datos a partir del 1 de marzo", "a partir del 1 de marzo"),
        ("Cancellate i miei dati non prima del 15 dicembre.", "non prima del 15 dicembre"),
        ("Verwijder mijn account vanaf 1 maart", "vanaf 1 maart"),
        ("Stop my\nnewsletters from\n1 March.", "from\n1 March"),
    ],
)
def test_a_day_to_wait_for_is_seen_in_six_languages(text: str, words: str) -> None:
    assert dated_condition(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Delete my account.",
        "Delete my account. I live in Leeds from 1 March.",
        "Send me a copy of the e-mail from 1 March.",
        "Please remove the order placed after 1 March from my list",
        "Send me a copy of my calls, from 1 March to 5 May",
        "Bitte löschen Sie die Rechnung vom 1. März",
        "Ich bitte um Löschung bis zum 1. März",
        "Delete my data by 1 March",
        "I will report you after Monday",
    ],
)
def test_a_day_that_nothing_waits_for_is_left_alone(text: str) -> None:
    assert dated_condition(text) == ""


def test_the_rules_know_a_dated_condition_as_they_know_one_in_words() -> None:
    assert read_rules("", "Please delete all my data as of 1 March.").turns == {Turn.CONDITION: "as of 1 March"}
    both = read_rules("", "Delete everything once the refund is through, not before 1 March.")
    assert "refund" in both.turns[Turn.CONDITION]


def test_a_megabyte_costs_no_time_to_speak_of() -> None:
    assert dated_condition("from 1 march delete to " * 50_000 + "ab ") is not None
