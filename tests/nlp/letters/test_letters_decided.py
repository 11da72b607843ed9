"""What the classifier makes of letters that were worded for many."""

import pytest

from bot.domain.classification import Decision
from bot.domain.identity import EmailAddress
from bot.domain.request import RequestType
from bot.domain.template_letter import TemplateKind
from nlp.classifier import SpacyClassifier
from tests.nlp.letter_case import LetterCase, letters, others

BY_AGENTS = [case for case in letters() if case.letter and case.letter.kind is TemplateKind.AGENT]
TELLING = [case for case in others() if case.case_id.startswith(("newsletter", "questionnaire"))]
BY_ONESELF = [case for case in letters() if case not in BY_AGENTS]


def ids(case: LetterCase) -> str:
    return case.case_id


@pytest.mark.parametrize("case", BY_ONESELF, ids=ids)
def test_the_articles_of_a_letter_settle_what_it_asks(case: LetterCase, classifier: SpacyClassifier) -> None:
    found = classifier.classify(subject=case.title, body=case.text)

    assert case.letter is not None
    assert found.decision is Decision.PRIVACY
    assert found.letter is not None
    assert set(case.letter.requests) <= {score.label for score in found.labels if score.confidence >= 0.95}


def test_an_article_cited_beside_the_request_makes_none(classifier: SpacyClassifier) -> None:
    case = next(case for case in BY_ONESELF if case.case_id == "de-generator-erasure")

    found = classifier.classify(subject=case.title, body=case.text)

    assert RequestType.RESTRICTION not in {score.label for score in found.labels}


@pytest.mark.parametrize("case", BY_AGENTS, ids=ids)
def test_an_agents_letter_is_for_a_person_to_look_at(case: LetterCase, classifier: SpacyClassifier) -> None:
    found = classifier.classify(subject=case.title, body=case.text)

    assert case.letter is not None
    assert found.decision is Decision.UNSURE
    assert any(reason.endswith("speaks for someone else") for reason in found.reasons)
    assert set(case.letter.requests) <= {score.label for score in found.labels}


@pytest.mark.parametrize("case", BY_AGENTS, ids=ids)
def test_what_an_agent_asks_is_about_one_other_person(case: LetterCase, classifier: SpacyClassifier) -> None:
    found = classifier.classify(subject=case.title, body=case.text)

    assert case.letter is not None
    for label in case.letter.requests:
        (person,) = found.about_for(label)
        assert person is not None
        assert person.agent == case.letter.agent


def test_the_agents_own_address_does_not_locate_the_person(classifier: SpacyClassifier) -> None:
    case = next(case for case in BY_AGENTS if case.case_id == "nl-agent-service")

    (person,) = classifier.classify(subject=case.title, body=case.text).about

    assert person is not None
    assert person.identifiers.emails == (EmailAddress.parse("sanne.blok@example.nl"),)


@pytest.mark.parametrize("case", others(), ids=ids)
def test_no_letter_no_fields(case: LetterCase, classifier: SpacyClassifier) -> None:
    assert classifier.classify(subject=case.title, body=case.text).letter is None


@pytest.mark.parametrize("case", TELLING, ids=ids)
def test_who_only_tells_of_rights_opens_no_case(case: LetterCase, classifier: SpacyClassifier) -> None:
    assert classifier.classify(subject=case.title, body=case.text).decision is not Decision.PRIVACY


def test_a_doubt_names_the_words_that_tell_of_rights(classifier: SpacyClassifier) -> None:
    case = next(case for case in others() if case.case_id == "newsletter-en")

    found = classifier.classify(subject=case.title, body=case.text)

    assert "because of “our privacy policy”: tells of rights, may not use them" in found.reasons


def test_a_quoted_letter_is_nobodys_own(classifier: SpacyClassifier) -> None:
    case = BY_ONESELF[0]
    quoted = "\n".join(f"> {line}" for line in case.text.split("\n"))

    found = classifier.classify(subject="", body=f"On 3 Nov 2026, Lou wrote:\n{quoted}")

    assert found.letter is None
