"""Variations of mails keep their labels honest."""

import random

import pytest

from bot.domain.request import RequestType
from nlp.encoder.lesson import Lesson, Passage, lesson_of, passage_of, round_of, sample_of
from nlp.encoder.word_pieces import WordPieces
from nlp.pipeline import new_reader
from nlp.study import StudiedMail, study
from nlp.training_mail import TrainingMail, read_corpus

REQUEST = Passage(
    text="My lamp is broken. Please erase my record. Thanks!",
    language="en",
    labels=frozenset({RequestType.ERASURE}),
    shown=((RequestType.ERASURE, 19, 42),),
    sentences=((0, 18), (19, 42), (43, 50)),
)
ORDINARY = Passage(
    text="Where is my parcel? It is late.", language="en", labels=frozenset(), sentences=((0, 19), (20, 31))
)


PIECES = WordPieces(numbers={"[UNK]": 0}, longest=1)


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - varies training mails


@pytest.fixture(scope="module")
def studied() -> list[StudiedMail]:
    reader = new_reader()
    return [study(mail, reader) for mail in read_corpus()[::60]]


def words_shown(passage: Passage) -> list[str]:
    return [passage.text[start:end] for _, start, end in passage.shown]


def test_a_part_has_the_labels_whose_words_it_holds() -> None:
    assert REQUEST.cut(0, 18).labels == frozenset()
    asked = REQUEST.cut(19, 42)
    assert asked.labels == {RequestType.ERASURE}
    assert words_shown(asked) == ["Please erase my record."]


def test_two_texts_together_have_the_labels_of_both_and_the_words_in_their_places() -> None:
    both = ORDINARY.followed_by(REQUEST, "\n")

    assert both.labels == {RequestType.ERASURE}
    assert words_shown(both) == ["Please erase my record."]


def test_variations_show_words_for_every_label_and_only_for_those(studied: list[StudiedMail]) -> None:
    lesson = lesson_of(studied)
    complete = [one for one in lesson.passages if {label for label, _, _ in one.shown} == one.labels]
    samples = round_of(
        Lesson(passages=tuple(complete), requests=lesson.requests, ordinary=lesson.ordinary), PIECES, chance(5)
    )

    assert len(samples) == len(complete)
    for sample in samples:
        assert ((sample.by_token.max(axis=0) > 0) <= (sample.target > 0)).all()


def test_some_ordinary_mails_get_a_request_and_most_stay_as_they_are() -> None:
    lesson = Lesson(passages=(ORDINARY,) * 200, requests={"en": (REQUEST.cut(19, 42),)}, ordinary={"en": (ORDINARY,)})
    samples = round_of(lesson, PIECES, chance(1))

    asked = sum(bool(sample.target.any()) for sample in samples)
    assert 10 <= asked <= 60


def test_the_same_chance_gives_the_same_round(studied: list[StudiedMail]) -> None:
    lesson = lesson_of(studied)
    first, second = (round_of(lesson, PIECES, chance(3)) for _ in range(2))

    assert all((one.ids == other.ids).all() for one, other in zip(first, second, strict=True))


def test_a_mail_borrows_only_in_its_own_language() -> None:
    spanish = Passage(text="¿Dónde está? Es tarde.", language="es", labels=frozenset(), sentences=((0, 12), (13, 22)))
    lesson = Lesson(passages=(spanish,) * 100, requests={"en": (REQUEST.cut(19, 42),)}, ordinary={})

    assert not any(sample.target.any() for sample in round_of(lesson, PIECES, chance(2)))


def test_a_sample_marks_the_pieces_that_led_to_the_label() -> None:
    sample = sample_of(REQUEST, PIECES)

    assert sample.by_token[:, -1].sum() == 5  # four words and the full stop
    assert sample.target[-1] == 1


def test_a_corpus_mail_becomes_a_passage_with_its_own_words() -> None:
    mail = TrainingMail(
        mail_id="x",
        brief="x",
        subject="Hi",
        body="Please erase my record.",
        labels=frozenset({RequestType.ERASURE}),
        evidence=((RequestType.ERASURE, "erase my record"),),
    )

    assert words_shown(passage_of(study(mail, new_reader()))) == ["erase my record"]
