"""Letters that were worded for many are known, and their fields read; what only sounds like them is not."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.domain.template_letter import TemplateKind
from nlp.letters.template_letters import read_template
from tests.nlp.letter_case import LANGUAGES, LetterCase, letters, others

LETTERS = letters()
OTHERS = others()
ERASURE = LETTERS[0]


def ids(case: LetterCase) -> str:
    return case.case_id


@pytest.mark.parametrize("case", LETTERS, ids=ids)
def test_every_field_of_a_letter_is_read(case: LetterCase) -> None:
    read = read_template(case.text, title=case.title)

    assert read is not None
    assert replace(read, acting="") == case.letter


@pytest.mark.parametrize("case", LETTERS, ids=ids)
def test_only_an_agents_letter_has_words_that_speak_for_somebody(case: LetterCase) -> None:
    read = read_template(case.text, title=case.title)

    assert read is not None
    assert bool(read.acting) == (read.kind is TemplateKind.AGENT) == (read.agent is not None)


@pytest.mark.parametrize("case", OTHERS, ids=ids)
def test_what_only_sounds_like_a_letter_is_none(case: LetterCase) -> None:
    assert read_template(case.text, title=case.title) is None


def test_all_languages_and_kinds_are_tried() -> None:
    tried = Counter((case.case_id[:2], case.letter.kind) for case in LETTERS if case.letter)

    assert len(LETTERS) >= 40
    assert set(tried) == {(language, kind) for language in LANGUAGES for kind in TemplateKind}


@pytest.mark.parametrize("case", LETTERS, ids=ids)
def test_line_ends_and_indents_change_nothing(case: LetterCase) -> None:
    indented = "\r\n".join(f"   {line}\t " if line else line for line in case.text.split("\n"))

    assert read_template(indented, title=case.title) == read_template(case.text, title=case.title)


def test_a_letter_without_its_law_asks_by_no_article() -> None:
    text = ERASURE.text.replace("GDPR", "our rules")

    assert read_template(text, title="Erasure under Article 17 of our rules") is None


def test_an_unticked_box_asks_for_nothing() -> None:
    form = next(case for case in LETTERS if case.case_id == "it-association-form")
    ticked = read_template(form.text.replace("[ ]", "[x]"), title=form.title)

    assert form.letter is not None
    assert len(form.letter.requests) == 1
    assert ticked is not None
    assert len(ticked.requests) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "GDPR",
        "behalf",
        "\x00\x01 gdpr \u202e",
        "gdpr " * 200000,
        "x" * 1000000,
        "art. 17 gdpr, " * 70000,
        "on behalf of our client " * 40000,
        "Name: " * 160000,
        "a: b gdpr\n" * 100000,
        "[x] art. 17 gdpr\n" * 60000,
        f"gdpr{' ' * 999996}",
        f"gdpr{chr(10) * 999996}",
        "gdpr I hereby request " * 45000,
        "(1) 1798." * 110000,
        "reply to gdpr " * 70000,
        "We are A" + " B" * 500000 + " gdpr",
        "gdpr " + "a@" * 490000,
        "A. gdpr" * 140000,
    ],
    ids=str.__len__,
)
def test_a_megabyte_of_anything_is_read_in_bounded_time(text: str) -> None:
    read = read_template(text, title=text[:300])

    assert read is None or read.kind in TemplateKind
