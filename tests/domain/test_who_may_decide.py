"""Who may say yes, and how many have to."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.action import Action, ActionKind, DataCategory, Instruction, Preview
from bot.domain.agent import Agent
from bot.domain.case import Case, CaseState, StaffId, WaitsFor
from bot.domain.identity import EmailAddress
from bot.domain.person import AnotherPerson
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from bot.domain.staff import Role, StaffMember
from bot.domain.who_may_decide import (
    SENSITIVE,
    approvals_needed,
    refuse_conflict,
    refuse_not_open,
    refuse_role,
    refuse_without_manager,
)
from bot.errors import DecisionRefused
from tests.store.samples import a_case, an_action

AMINA = StaffMember(staff_id=StaffId("amina"), name="Amina", email="amina@example.com", role=Role.AGENT)
BRAM = replace(AMINA, staff_id=StaffId("bram"), name="Bram", email="bram@example.com", role=Role.MANAGER)


def case_of(request_type: RequestType = RequestType.ACCESS, **payload: Any) -> Case:
    case = a_case("case-1", request_type=request_type, state=CaseState.AWAITING_APPROVAL, waits_for=WaitsFor.APPROVAL)
    return replace(case, payload=replace(case.payload, **payload))


def action(kind: ActionKind, category: DataCategory, preview: Preview, *, irreversible: bool = False) -> Action:
    instruction = Instruction(kind=kind, category=category)
    return replace(an_action(case_of(), "a1"), instruction=instruction, preview=preview, irreversible=irreversible)


SOME, NONE, UNKNOWN = Preview(counts={"charge": 1}), Preview(counts={}), Preview(counts={}, is_known=False)


@pytest.mark.parametrize("category", DataCategory)
def test_a_copy_of_sensitive_data_takes_two_people(category: DataCategory) -> None:
    needed = approvals_needed(case_of(), [action(ActionKind.EXPORT, category, SOME)])

    assert needed == (2 if category in SENSITIVE else 1)


def test_a_system_that_could_not_be_asked_may_hold_what_is_sensitive_and_an_empty_one_does_not() -> None:
    assert approvals_needed(case_of(), [action(ActionKind.EXPORT, DataCategory.PAYMENT, UNKNOWN)]) == 2
    assert approvals_needed(case_of(), [action(ActionKind.EXPORT, DataCategory.PAYMENT, NONE)]) == 1


def test_what_hands_nothing_out_takes_as_many_as_its_policy_says() -> None:
    restricted = [action(ActionKind.RESTRICT, DataCategory.PAYMENT, SOME)]

    for request_type in RequestType:
        assert approvals_needed(case_of(request_type), restricted) == POLICY[request_type].approvals
        assert approvals_needed(case_of(request_type), []) == POLICY[request_type].approvals


def test_a_reviewer_decides_on_no_case() -> None:
    with pytest.raises(DecisionRefused, match="may read messages, but not decide") as refused:
        refuse_role(replace(AMINA, role=Role.REVIEWER))

    assert refused.value.code == "role"
    refuse_role(AMINA)
    refuse_role(BRAM)


def test_who_opened_a_case_by_hand_does_not_approve_it_too() -> None:
    case = case_of(filed_by=StaffId("amina"))

    with pytest.raises(DecisionRefused, match="You filed this case") as refused:
        refuse_conflict(case, AMINA)
    assert refused.value.code == "filed_it"
    refuse_conflict(case, BRAM)


@pytest.mark.parametrize("email", ["wrenfield.quillgarth@example.com", " Wrenfield.Quillgarth@Example.com "])
def test_nobody_approves_what_they_asked_themselves(email: str) -> None:
    with pytest.raises(DecisionRefused, match="about you or came from you") as refused:
        refuse_conflict(case_of(), replace(BRAM, email=email))

    assert refused.value.code == "own_case"


def test_the_requesters_agent_does_not_approve() -> None:
    agent = Agent(name="Broomline", reply_to=EmailAddress.parse("amina@example.com"))
    case = case_of(about=AnotherPerson(words="my client", agent=agent))

    with pytest.raises(DecisionRefused, match="You act for the person who asks") as refused:
        refuse_conflict(case, AMINA)
    assert refused.value.code == "agent_of_requester"
    refuse_conflict(case, BRAM)
    refuse_conflict(case_of(about=AnotherPerson(words="my client", agent=Agent())), AMINA)


def test_what_cannot_be_undone_takes_a_manager_among_those_who_say_yes() -> None:
    for_good = [action(ActionKind.ERASE, DataCategory.CONTACT, SOME, irreversible=True)]

    with pytest.raises(DecisionRefused, match="has to be a manager") as refused:
        refuse_without_manager(for_good, [AMINA, AMINA])
    assert refused.value.code == "needs_manager"
    refuse_without_manager(for_good, [AMINA, BRAM])
    refuse_without_manager([action(ActionKind.EXPORT, DataCategory.CONTACT, SOME)], [AMINA])


@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.AWAITING_APPROVAL])
def test_a_case_that_is_not_peoples_to_decide_on_says_why(state: CaseState) -> None:
    with pytest.raises(DecisionRefused, match=str(case_of().number)) as refused:
        refuse_not_open(replace(case_of(), state=state), None)

    assert refused.value.code == "too_late"
