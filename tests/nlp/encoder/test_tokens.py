"""What is read of a mail too long to be read whole."""

import numpy as np

from nlp.encoder.tokens import READ_AT_MOST, Tokens, excerpt

WORDS = 600
PER_SENTENCE = 100


def long_mail() -> tuple[Tokens, list[tuple[int, int]]]:
    """Six sentences of a hundred one-letter words, each followed by a space."""
    starts = np.arange(WORDS) * 2
    tokens = Tokens(ids=np.arange(WORDS) + 1_000, starts=starts, ends=starts + 1)
    return tokens, [(first * 2, (first + PER_SENTENCE) * 2 - 1) for first in range(0, WORDS, PER_SENTENCE)]


def test_a_short_mail_is_read_whole_between_its_marks() -> None:
    tokens = Tokens(ids=np.array([7, 8]), starts=np.array([0, 2]), ends=np.array([1, 3]))

    assert excerpt(tokens, [(0, 3)], [0.0]).ids.tolist() == [101, 7, 8, 102]


def test_of_a_long_mail_the_beginning_and_the_weightiest_sentence_are_read_in_order() -> None:
    tokens, sentences = long_mail()

    read = excerpt(tokens, sentences, [0, 0, 0, 0, 9, 1])

    assert len(read.ids) <= READ_AT_MOST
    assert read.ids.tolist() == [101, *range(1_000, 1_100), *range(1_400, 1_500), 102]


def test_a_mail_that_is_one_endless_sentence_is_read_from_its_beginning() -> None:
    tokens, _ = long_mail()

    read = excerpt(tokens, [(0, WORDS * 2)], [1.0])

    assert read.ids.tolist() == [101, *range(1_000, 1_000 + READ_AT_MOST - 2), 102]


def test_the_marks_at_both_ends_stand_in_no_sentence() -> None:
    tokens, sentences = long_mail()
    read = excerpt(tokens, sentences, [0.0] * 6)

    assert not read.inside((0, WORDS * 2))[[0, -1]].any()
    assert read.inside((0, WORDS * 2))[1:-1].all()
