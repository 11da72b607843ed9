"""One stretch of words carries one request."""

import numpy as np
import pytest

from bot.domain.request import RequestType
from nlp.calibration import LABELS, PRIVACY
from nlp.linear import Matrix
from nlp.ownership import SHARED, owned_labels, without_shared
from nlp.pipeline import new_reader
from nlp.reading import read_message
from nlp.scorer import MailScores, sentence_spans

ERASURE, ACCESS, COMPLAINT = (
    LABELS.index(label) for label in (RequestType.ERASURE, RequestType.ACCESS, RequestType.COMPLAINT)
)


def scored(text: str, *rows: dict[int, float]) -> MailScores:
    sentences = np.full((len(rows), PRIVACY + 1), -5.0, np.float32)
    for row, given in zip(sentences, rows, strict=True):
        row[list(given)] = list(given.values())
    none = np.zeros(PRIVACY + 1, np.float32)
    return MailScores(whole=none, whole_as_sentence=none, sentences=sentences, spans=sentence_spans(new_reader()(text)))


def by_word(words: str) -> Matrix:
    said = np.full(PRIVACY + 1, -5.0, np.float32)
    said[ERASURE] = 2 if "shred" in words.lower() else -5
    said[ACCESS] = 1 if "show" in words.lower() else -5
    return said


def owned(text: str, *rows: dict[int, float]) -> set[int]:
    found = owned_labels(read_message("", text), scored(text, *rows), by_word)
    return set(np.flatnonzero(found))


def test_a_sentence_belongs_to_the_label_it_scores_highest_for() -> None:
    assert owned("Shred what is there.", {ERASURE: 3, ACCESS: 2}) == {ERASURE}


def test_a_sentence_that_says_little_belongs_to_none() -> None:
    assert owned("The parcel came.", {COMPLAINT: -2}) == set()


def test_words_a_rule_knows_belong_to_its_label_whatever_the_scores() -> None:
    assert owned("Please delete all the data you hold about me.", {ERASURE: 1, ACCESS: 4}) == {ERASURE}


def test_each_sentence_may_carry_its_own_label() -> None:
    assert owned("Shred what is there. Show what was there.", {ERASURE: 3, ACCESS: 2}, {ACCESS: 1}) == {ERASURE, ACCESS}


def test_the_parts_of_a_joint_sentence_carry_one_label_each() -> None:
    assert owned("Show me the file and shred the file.", {ERASURE: 3, ACCESS: 2}) == {ERASURE, ACCESS}


@pytest.mark.parametrize(("chance", "is_plain"), [(0.7, False), (0.7, True), (0.9, True)])
def test_a_doubtful_label_without_words_of_its_own_is_held_down(chance: float, is_plain: bool) -> None:
    chances = np.full(PRIVACY + 1, chance)
    own = np.zeros(PRIVACY, np.bool_)
    own[ERASURE] = True

    held = without_shared(chances, own, is_plain=is_plain)

    assert held[ERASURE] == held[PRIVACY] == chance
    assert held[ACCESS] == SHARED


def test_a_sure_label_needs_no_words_unless_a_sentence_is_plainly_another_request() -> None:
    chances = np.full(PRIVACY + 1, 0.9)

    assert (without_shared(chances, np.zeros(PRIVACY, np.bool_), is_plain=False) == chances).all()


def test_the_best_label_stays_when_none_has_words() -> None:
    chances = np.zeros(PRIVACY + 1)
    chances[COMPLAINT], chances[ACCESS] = 0.8, 0.7

    held = without_shared(chances, np.zeros(PRIVACY, np.bool_), is_plain=False)

    assert held[COMPLAINT] == 0.8
    assert held[ACCESS] == SHARED
