"""Every request type has all that a request needs: policy, date, letters, words."""

from datetime import date

import pytest

from bot.domain.action import ActionKind
from bot.domain.deadline import earliest_deadline
from bot.domain.job import JobName
from bot.domain.legal_clock import ClockFacts
from bot.domain.letter import CLOSING_LETTERS, LETTER_TYPES, LetterKind
from bot.domain.policy import POLICY
from bot.domain.request import REGIME_WORDS, REQUEST_WORDS, Language, Regime, RequestType
from bot.letters import load_letter_book
from integrations.connectors.catalogue import SHIPPED, read_declarations
from integrations.sandbox.holdings import SYSTEMS
from tests.integrations.connectors.test_shipped_connectors import ABILITIES


@pytest.mark.parametrize("request_type", RequestType)
def test_a_request_has_a_policy_words_and_a_closing_letter(request_type: RequestType) -> None:
    assert POLICY[request_type].citation
    assert POLICY[request_type].approvals in {1, 2}
    assert REQUEST_WORDS[request_type]
    assert request_type in LETTER_TYPES[CLOSING_LETTERS[request_type]]


@pytest.mark.parametrize("regime", Regime)
@pytest.mark.parametrize("request_type", RequestType)
def test_a_request_has_a_date_under_each_law(request_type: RequestType, regime: Regime) -> None:
    received = date(2026, 11, 25)

    dates = earliest_deadline([regime], request_type, ClockFacts(received_on=received))

    assert dates.due_on >= received
    assert dates.explanation
    assert REGIME_WORDS[regime]


@pytest.mark.parametrize("request_type", RequestType)
def test_what_may_run_unasked_touches_nothing_that_needs_a_proof(request_type: RequestType) -> None:
    row = POLICY[request_type]

    assert not (row.may_be_automatic and (row.needs_identity or row.needs_answer))
    assert (row.action_kind is None) == row.needs_answer


def test_only_an_erasure_takes_two_people() -> None:
    assert {kind for kind, row in POLICY.items() if row.approvals == 2} == {RequestType.ERASURE}


def test_every_letter_is_written_for_some_request() -> None:
    assert {kind for kind, types in LETTER_TYPES.items() if not types} == set()
    assert set(LETTER_TYPES) == set(LetterKind)


def test_every_language_has_its_phrases() -> None:
    assert set(load_letter_book().phrasebooks) == set(Language)


def test_every_kind_of_action_is_asked_by_some_request_and_done_by_some_system() -> None:
    asked = {row.action_kind for row in POLICY.values()} - {None}
    done = {kind for declaration in read_declarations(SHIPPED).values() for kind in declaration.rules}

    assert asked == done == set(ActionKind)


def test_every_shipped_connector_is_held_to_the_contract_for_all_it_can_do() -> None:
    under_contract = {str(each.values[0]) for each in ABILITIES}
    able = {
        str((system, kind, category))
        for system, declaration in read_declarations(SHIPPED).items()
        for kind, rule in declaration.rules.items()
        for category in rule.categories
    }

    assert able == under_contract
    assert set(read_declarations(SHIPPED)) == set(SYSTEMS)


def test_every_job_has_a_name_of_its_own() -> None:
    assert len({name.value for name in JobName}) == len(JobName)
