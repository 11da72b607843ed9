"""What was said about what."""

import pytest

from bot.domain.classification import Classification
from bot.domain.request import RequestType
from nlp.measuring.confusion import COLUMNS, ROWS, Outcome, Said, confusion_of
from nlp.training_mail import TrainingMail
from tests.nlp.judging import ACCESS, COMPLAINT, ERASURE, judged, mail, nothing, sure, unsure


@pytest.mark.parametrize(
    ("read", "said", "cells"),
    [
        (mail(ERASURE), sure(0.9, ERASURE), {(ERASURE, ERASURE)}),
        (mail(ERASURE), sure(0.9, ACCESS, ERASURE), {(ERASURE, ERASURE)}),
        (mail(ERASURE), sure(0.9, ACCESS), {(ERASURE, ACCESS)}),
        (mail(ERASURE), unsure(0.5, ERASURE), {(ERASURE, Outcome.UNSURE)}),
        (mail(ERASURE), nothing(0.1), {(ERASURE, Outcome.NONE)}),
        (mail(), sure(0.9, ACCESS), {(None, ACCESS)}),
        (mail(), unsure(0.5), {(None, Outcome.UNSURE)}),
        (mail(), nothing(0.1), {(None, Outcome.NONE)}),
        (mail(ERASURE, ACCESS), sure(0.9, ERASURE), {(ERASURE, ERASURE), (ACCESS, Outcome.OTHERS)}),
        (mail(ERASURE, ACCESS), sure(0.9, COMPLAINT, ACCESS), {(ERASURE, COMPLAINT), (ACCESS, ACCESS)}),
        (mail(ERASURE, also=(COMPLAINT,)), sure(0.9, COMPLAINT), {(ERASURE, Outcome.OTHERS)}),
        (mail(also=(ERASURE,)), sure(0.9, ERASURE), set()),
    ],
)
def test_each_label_counts_once(
    read: TrainingMail, said: Classification, cells: set[tuple[RequestType | None, Said]]
) -> None:
    confusion = confusion_of([judged(read, said)])

    assert {(row, column) for row in ROWS for column in COLUMNS if confusion.count(row, column)} == cells
    assert sum(confusion.total(row) for row in ROWS) == len(cells)
