"""Whom a request is about, what it shall wait for, and whether one is taken back, as the classifier says it."""

import pytest

from bot.domain.classification import LabelScore
from bot.domain.request import RequestType
from nlp.classifier import SpacyClassifier
from nlp.reading import read_message
from nlp.terms import message_terms, with_terms

ERASURE, MARKETING = RequestType.ERASURE, RequestType.MARKETING_OPT_OUT


def about(body: str, *labels: RequestType) -> dict[str, list[str]]:
    """Whom each request is about: "me" is the writer."""
    scores = [LabelScore(label=label, confidence=0.9) for label in labels]
    return {
        score.label: [person.words if person else "me" for person in score.about]
        for score in with_terms(scores, read_message("", body))
    }


@pytest.mark.parametrize(
    ("body", "condition"),
    [
        ("Please delete all my data once the refund is through.", "once the refund is through"),
        ("Please delete all my personal data as of 1 March 2027.", "as of 1 March 2027"),
        ("Please delete all my personal data.", ""),
    ],
)
def test_a_condition_stands_beside_the_request_it_holds_for(
    classifier: SpacyClassifier, body: str, condition: str
) -> None:
    found = classifier.classify(subject="", body=body)

    assert found.condition_for(RequestType.ERASURE) == condition
    assert found.condition == condition


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("I withdraw my deletion request.", "withdraw my deletion request"),
        ("Please ignore my last mail, I want to keep the account.", "ignore my last mail"),
        ("Thank you for the parcel.", ""),
        ("", ""),
    ],
)
def test_taking_a_request_back_is_said_with_its_words(classifier: SpacyClassifier, body: str, words: str) -> None:
    assert words in classifier.classify(subject="", body=body).takes_back
    assert bool(words) == bool(classifier.classify(subject="", body=body).takes_back)


@pytest.mark.parametrize(
    ("body", "waiting"),
    [
        ("Delete everything once the refund is through and stop the newsletter now.", {ERASURE}),
        ("Once my refund is here, delete everything and stop the newsletter.", {ERASURE, MARKETING}),
        ("Stop the newsletter. Delete everything after my refund has arrived.", {ERASURE}),
        ("Get rid of it all once the refund is through. Thanks.", {ERASURE, MARKETING}),
        ("Delete everything and stop the newsletter.", set()),
    ],
)
def test_a_condition_holds_for_the_requests_it_stands_with(body: str, waiting: set[RequestType]) -> None:
    scores = [LabelScore(label=label, confidence=0.9) for label in (ERASURE, MARKETING)]

    found = with_terms(scores, read_message("", body))

    assert {score.label for score in found if score.condition} == waiting


def test_two_requests_of_one_message_may_be_about_two_people() -> None:
    body = "Please delete my late father's account and stop my own newsletters."

    assert about(body, ERASURE, MARKETING) == {ERASURE: ["my late father"], MARKETING: ["me"]}


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("Please delete all my data.", ["me"]),
        ("Remove me and my wife anna@example.com.", ["me", "my wife"]),
        ("Delete my account and also delete my wife's account.", ["me", "my wife"]),
        ("Delete my wife's account and my data.", ["me", "my wife"]),
        ("Delete my account and my husband's account and my son's account.", ["me", "my husband", "my son"]),
        ("I write on behalf of my mother. Delete everything.", ["my mother"]),
        ("I bought it through my sister's account, and mine has been empty since: delete my account.", ["me"]),
        ("Löschen Sie die Daten meines Vaters und auch meine Daten.", ["me", "meines Vaters"]),
        ("Cancellate i dati di mia madre e anche i miei dati.", ["me", "mia madre"]),
    ],
)
def test_a_request_may_be_about_several_people(body: str, people: list[str]) -> None:
    assert about(body, ERASURE) == {ERASURE: people}


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("Remove me and my wife anna@example.com. I am ben@example.com.", "anna@example.com"),
        ("I write on behalf of my mother. Delete all. Her address is mum@example.org.", "mum@example.org"),
        ("We are authorised agent for H. Pell (pell@example.net). Delete the data of our client.", "pell@example.net"),
    ],
)
def test_an_address_that_is_named_for_a_person_stands_beside_them(body: str, address: str) -> None:
    (score,) = with_terms([LabelScore(label=ERASURE, confidence=0.9)], read_message("", body))

    person = score.about[-1]
    assert person is not None
    assert [each.value for each in person.identifiers.emails] == [address]


def test_of_two_people_each_has_their_own_address() -> None:
    body = "Delete the account of my husband, ray@example.com, and delete the account of my son, tim@example.com."
    (score,) = with_terms([LabelScore(label=ERASURE, confidence=0.9)], read_message("", body))

    assert [person.identifiers.emails[0].value for person in score.about if person] == [
        "ray@example.com",
        "tim@example.com",
    ]


def test_a_request_that_only_a_person_finds_is_about_whom_the_message_speaks_for() -> None:
    terms = message_terms(read_message("", "I write on behalf of my mother."))

    assert [person.words for person in terms["about"]] == ["my mother"]
    assert message_terms(read_message("", "Remove my wife's account."))["about"] == (None,)
