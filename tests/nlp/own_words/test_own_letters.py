"""Our own letters, sent back to us, ask for nothing."""

import textwrap
from collections.abc import Callable

import pytest

from bot.domain.classification import Decision
from bot.domain.letter import LETTER_TYPES, LetterKind
from bot.domain.request import Language, RequestType
from nlp.classifier import SpacyClassifier
from nlp.own_words.cleaning import CutKind, clean
from nlp.own_words.own_letters import is_own_subject, own_lines
from tests.domain.sample_letter import BOOK, facts

WRITABLE = [(kind, asked) for kind in LetterKind for asked in sorted(LETTER_TYPES[kind])]
SENT_BACK: dict[str, Callable[[str], str]] = {
    "as it was": lambda text: text,
    "quoted": lambda text: f"On 8 Apr 2025 Us <us@example.com> wrote:\n{textwrap.indent(text, '> ', lambda _: True)}",
    "folded": lambda text: "\n".join(textwrap.fill(line, 64) for line in text.split("\n")),
    "under a robot's words": lambda text: f"I am on holiday until Monday and will answer then.\n\n{text}",
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("way", SENT_BACK)
def test_a_letter_of_ours_sent_back_is_no_request(classifier: SpacyClassifier, way: str, language: Language) -> None:
    for kind, asked in WRITABLE:
        letter = BOOK.compose(kind, language, facts(asked))

        said = classifier.classify(subject=f"Re: {letter.subject}", body=SENT_BACK[way](letter.text))

        assert said.decision is Decision.NONE, (kind, asked)


def test_new_words_above_our_letter_are_read(classifier: SpacyClassifier) -> None:
    letter = BOOK.compose(LetterKind.ACKNOWLEDGEMENT, Language.EN, facts(RequestType.ERASURE))

    said = classifier.classify(subject=letter.subject, body=f"Please send me a copy of my data.\n\n{letter.text}")

    assert [found.label for found in said.labels] == [RequestType.ACCESS]


def test_words_between_our_lines_are_kept() -> None:
    lines = BOOK.compose(LetterKind.ACKNOWLEDGEMENT, Language.EN, facts()).text.splitlines()

    cleaned = clean("\n".join([*lines[:3], "No, I only want the newsletter to stop.", "", *lines[3:]]))

    assert cleaned.kept.startswith("No, I only want the newsletter to stop.")
    assert cleaned.list_cut(CutKind.OURS)


def test_what_one_of_us_wrote_into_a_letter_is_ours_and_an_answer_below_it_is_not() -> None:
    text = BOOK.compose(LetterKind.INFORMATION_REQUEST, Language.EN, facts()).text
    asked = next(line for line in text.splitlines() if line.startswith("    "))

    assert clean(text).kept.strip(" \n-") == ""
    answered = clean(text.replace(asked, f"{asked}\n\nThe one from May."))
    assert answered.kept.strip(" \n-") == f"{asked.strip()}\n\nThe one from May."


@pytest.mark.parametrize(
    "text",
    ["Delete my account and the data you hold about me.", "No.", "Stopped.", "Thank you for writing.", "Name", ""],
)
def test_words_anybody_might_write_are_not_ours(text: str) -> None:
    assert own_lines(text.splitlines()) == frozenset()


@pytest.mark.parametrize(
    "topic", ["Your request to delete your data (26-0142)", "Ihre Beschwerde", "Votre réclamation"]
)
def test_our_subjects_are_known(topic: str) -> None:
    assert is_own_subject(topic)


@pytest.mark.parametrize("topic", ["", "Delete my data", "Your request to delete your data was slow"])
def test_other_subjects_are_not_ours(topic: str) -> None:
    assert not is_own_subject(topic)
