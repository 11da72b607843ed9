"""The readers that the classifier is compared with."""

import pytest

from bot.domain.classification import Decision
from bot.domain.request import RequestType
from nlp.measuring.rivals import KeywordRule, TfidfRival
from nlp.training_mail import TrainingMail
from tests.nlp.judging import ACCESS, ERASURE, mail

LESSONS = [
    *[mail(ERASURE, body="please erase everything about me")] * 6,
    *[mail(ACCESS, body="kindly send a copy of everything held on us")] * 6,
    *[mail(body="the parcel is late again")] * 12,
]


@pytest.fixture(scope="module")
def rival() -> TfidfRival:
    return TfidfRival.trained_on(LESSONS)


@pytest.mark.parametrize(
    "words", ["Please delete it", "REMOVED from the list?", "erased", "I have forgotten my parcel"]
)
def test_the_keyword_rule_takes_its_words_anywhere_for_a_deletion(words: str) -> None:
    for said in (KeywordRule().classify(subject=words, body=""), KeywordRule().classify(subject="", body=words)):
        assert (said.decision, said.probability) == (Decision.PRIVACY, 1.0)
        assert [found.label for found in said.labels] == [RequestType.ERASURE]


def test_the_keyword_rule_finds_nothing_else() -> None:
    said = KeywordRule().classify(subject="GDPR", body="Send me all you hold on me, under article 15.")

    assert (said.decision, said.labels) == (Decision.NONE, ())


@pytest.mark.parametrize(
    ("body", "label"), [("erase everything about me", ERASURE), ("a copy of everything held", ACCESS)]
)
def test_the_trained_rival_names_the_label_it_learnt(rival: TfidfRival, body: str, label: RequestType) -> None:
    said = rival.classify(subject="", body=body)

    assert said.decision is Decision.PRIVACY
    assert said.labels[0].label is label


def test_the_trained_rival_lets_ordinary_mail_pass(rival: TfidfRival) -> None:
    said = rival.classify(subject="", body="my parcel is late")

    assert said.decision is Decision.NONE
    assert said.labels == ()


def test_the_trained_rival_reads_the_subject_as_well(rival: TfidfRival) -> None:
    assert rival.classify(subject="Erase everything about me", body="").decision is Decision.PRIVACY


def test_the_trained_rival_names_a_label_even_when_none_is_likely() -> None:
    lessons: list[TrainingMail] = [
        mail(label, body="please look after my rights now") for label in (ERASURE, ACCESS, RequestType.COMPLAINT)
    ]
    rival = TfidfRival.trained_on([*lessons, mail(body="the parcel is late again")])

    said = rival.classify(subject="", body="please look after my rights now")

    assert len(said.labels) == 1
    assert said.labels[0].confidence < 0.5
