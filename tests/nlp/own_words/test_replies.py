"""How exactly replies are parted from what they answer, on mails written for it (see replies/README.md)."""

import time

import pytest

from nlp.own_words.cleaning import clean
from tests.nlp.reply_case import ReplyCase, read_cases

PARTS = ("tuned", "held_out", "last")
CASES = [case for part in PARTS for case in read_cases(part)]


EXACT_AT_LEAST = 1.0
"""Reached on every part; what the parts scored when they were first read stands in replies/README.md."""


@pytest.mark.parametrize("part", PARTS)
def test_the_share_parted_exactly_stays_where_it_is(part: str) -> None:
    cases = read_cases(part)

    exact = {case.case_id for case in cases if case.is_exact(clean(case.body).kept)}

    assert len(exact) >= EXACT_AT_LEAST * len(cases), {case.case_id for case in cases} - exact


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case_id)
def test_no_line_that_its_writer_wrote_is_cut(case: ReplyCase) -> None:
    assert not case.has_lost_words(clean(case.body).kept)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case_id)
def test_nothing_is_made_up_and_nothing_is_thrown_away(case: ReplyCase) -> None:
    cleaned = clean(case.body)

    left = [line for line in cleaned.kept.split("\n") if line.strip()]
    cut = [line for part in cleaned.cut for line in part.text.split("\n") if line.strip()]
    assert sorted([*left, *cut]) == sorted(line for line in case.body.split("\n") if line.strip())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case_id)
def test_cleaning_what_was_kept_changes_nothing(case: ReplyCase) -> None:
    kept = clean(case.body).kept

    assert clean(kept).kept == kept


def test_there_are_cases_of_every_language_and_of_many_mail_programs() -> None:
    assert len(CASES) >= 180
    assert {case.language for case in CASES} == {"en", "de", "fr", "es", "it", "nl"}
    assert len({case.client for case in CASES}) >= 25
    assert len({case.case_id for case in CASES}) == len(CASES)


HOSTILE = [
    "a" * 1_000_000,
    "> " * 500_000,
    "\n" * 1_000_000,
    "this message " * 70_000,
    "Sent from my " * 70_000,
    "Regards\n\n" * 10_000,
    "On 8 Apr 2025 at 9:51 <a\n" * 8_000,
    "From: a\nTo: b\nDate: c\n" * 8_000,
    "Steps:\n> a\n\n" * 15_000,
    "Thanks\nJo\n" * 8_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_very_long_texts_take_bounded_time(text: str) -> None:
    started = time.process_time()

    clean(text)

    assert time.process_time() - started < 10
