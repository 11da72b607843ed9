"""What holds for a request when one message makes several."""

from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.person import AnotherPerson
from bot.domain.request import RequestType

FATHER = AnotherPerson(words="my late father")
FOUND = Classification(
    decision=Decision.UNSURE,
    probability=0.7,
    labels=(LabelScore(label=RequestType.ERASURE, confidence=0.7, about=(FATHER,), condition="after my refund"),),
    condition="from 1 March",
)


def test_a_request_that_was_found_has_its_own_terms() -> None:
    assert FOUND.about_for(RequestType.ERASURE) == (FATHER,)
    assert FOUND.condition_for(RequestType.ERASURE) == "after my refund"


def test_a_request_that_only_a_person_found_has_those_of_the_message() -> None:
    assert FOUND.about_for(RequestType.ACCESS) == (None,)
    assert FOUND.condition_for(RequestType.ACCESS) == "from 1 March"


def test_the_words_about_a_person_are_not_printed() -> None:
    assert "father" not in repr(FOUND)
