"""What a request shall wait for, and whether one is taken back, as the classifier says it."""

import pytest

from bot.domain.request import RequestType
from nlp.classifier import SpacyClassifier


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
