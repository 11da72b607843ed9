"""How long a message takes."""

from math import isnan

from bot.domain.classification import Classification
from nlp.measuring.speed import LETTER, SHORT, speed_of, time_letter
from nlp.pipeline import new_reader
from nlp.scorer import sentence_spans
from tests.nlp.judging import judged, mail, nothing


class Counting:
    """Counts the letters it was given."""

    def __init__(self) -> None:
        self.letters = 0

    def classify(self, *, subject: str, body: str) -> Classification:
        self.letters += bool(subject) and body == LETTER
        return nothing(0.0)


def test_short_messages_are_timed_by_themselves() -> None:
    times = [judged(mail(body="x"), nothing(0), each) for each in (1.0, 3.0)]
    times += [judged(mail(body="x" * (SHORT + 1)), nothing(0), each) for each in (5.0, 7.0, 9.0)]

    speed = speed_of(times, letter=4.0)

    assert (speed.median, speed.short, speed.letter) == (5.0, 2.0, 4.0)
    assert 8.9 < speed.slowest < 9.0


def test_nothing_timed_is_no_speed() -> None:
    assert isnan(speed_of([], letter=1.0).slowest)
    assert isnan(speed_of([judged(mail(body="x" * 300), nothing(0))], letter=1.0).short)


def test_the_letter_is_read_more_than_once() -> None:
    reader = Counting()

    assert time_letter(reader) >= 0
    assert reader.letters > 5


def test_the_letter_has_thirty_sentences_between_greeting_and_closing() -> None:
    assert len(sentence_spans(new_reader()(LETTER))) == 30 + 2
