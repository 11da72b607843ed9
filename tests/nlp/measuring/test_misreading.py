"""The worst mistakes, fit to be shown."""

from dataclasses import replace

import pytest

from bot.domain.classification import Classification
from nlp.measuring.misreading import LENGTH, WORST, Kind, worst_of
from nlp.training_mail import TrainingMail
from tests.nlp.judging import ACCESS, COMPLAINT, ERASURE, judged, mail, nothing, sure, unsure


@pytest.mark.parametrize(
    ("read", "said", "kind"),
    [
        (mail(ERASURE), nothing(0.1), Kind.MISSED),
        (mail(), sure(0.9, ERASURE), Kind.WRONGLY_SURE),
        (mail(ERASURE), sure(0.9, ACCESS), Kind.WRONG_LABEL),
        (mail(ERASURE), sure(0.9, ERASURE, ACCESS), None),
        (mail(ERASURE, also=(ACCESS,)), sure(0.9, ACCESS), None),
        (mail(also=(ERASURE,)), sure(0.9, COMPLAINT), None),
        (mail(ERASURE), unsure(0.5, ACCESS), None),
        (mail(), nothing(0.1), None),
    ],
)
def test_a_mistake_is_of_one_kind(read: TrainingMail, said: Classification, kind: Kind | None) -> None:
    worst = worst_of([judged(read, said)])

    assert [found for found, mistakes in worst.items() if mistakes] == ([kind] if kind else [])


def test_the_most_confident_mistakes_come_first_and_only_so_many() -> None:
    missed = [judged(mail(ERASURE), nothing(chance / 100)) for chance in range(40, 0, -1)]
    wrong = [judged(mail(), sure(chance / 100, ERASURE)) for chance in range(60, 100)]

    worst = worst_of([*missed, *wrong])

    assert [mistake.probability for mistake in worst[Kind.MISSED]][:2] == [0.01, 0.02]
    assert [mistake.probability for mistake in worst[Kind.WRONGLY_SURE]][:2] == [0.99, 0.98]
    assert len(worst[Kind.MISSED]) == WORST


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ("Write to zdenka.vrbova@example.com please", "zdenka"),
        ("Ring me on 020 7946 0123", "7946"),
        ("My card is 4111 1111 1111 1111", "4111"),
        ("Where is order 884213?", "8842"),
        ("Delete it all.\nKind regards\nZdenka", "Zdenka"),
        ("Delete it all, and soon.\n\nZdenka Vrbova", "Vrbova"),
        ("I was told so, said Zdenka.\n– Zdenka", "Zdenka"),
    ],
)
def test_what_identifies_somebody_is_masked(body: str, hidden: str) -> None:
    [mistake] = worst_of([judged(mail(ERASURE, body=body), nothing(0.1))])[Kind.MISSED]

    assert hidden not in mistake.words
    assert "•••" in mistake.words


@pytest.mark.parametrize(
    "body", ["Stop", "Remove Me Now", "Dear all,\nstop writing to me", "Hello,\nPlease delete me."]
)
def test_a_short_message_is_not_taken_for_a_signature(body: str) -> None:
    [mistake] = worst_of([judged(mail(ERASURE, body=body), nothing(0.1))])[Kind.MISSED]

    assert mistake.words == body.replace("\n", " ")


def test_a_long_mail_is_cut_around_the_words_that_matter() -> None:
    body = f"{'The parcel is late. ' * 40}Please erase me. {'It rains all day. ' * 40}"
    long = replace(mail(ERASURE, body=body), evidence=((ERASURE, "Please erase me."),))

    [mistake] = worst_of([judged(long, nothing(0.1))])[Kind.MISSED]

    assert len(mistake.words) <= LENGTH
    assert "Please erase me." in mistake.words


def test_an_id_that_is_an_address_is_masked_too() -> None:
    odd = replace(mail(ERASURE), mail_id="zdenka@example.com")

    [mistake] = worst_of([judged(odd, nothing(0.1))])[Kind.MISSED]

    assert "zdenka" not in mistake.mail_id
