"""Who may say yes to a plan, how many have to, and why somebody may not: sentences for whoever pressed."""

from collections.abc import Sequence
from typing import Final

from bot.domain.action import Action, ActionKind, DataCategory
from bot.domain.case import Case, CaseState, PlanHash, WaitsFor
from bot.domain.plan import is_irreversible, waits_for_people
from bot.domain.policy import POLICY
from bot.domain.staff import Role, StaffMember
from bot.errors import DecisionRefused, PlanChanged

PLANNING: Final = "A new plan is being made right now. Look again in a moment."

SENSITIVE: Final = frozenset({DataCategory.PAYMENT, DataCategory.CONVERSATIONS})
"""A copy of these in the wrong hands does harm that nobody can undo, so two people look before it leaves (GDPR
art. 5(1)(f) and 32(1): measures in proportion to the risk; Cal. Civ. 1798.100(e); 11 CCR 7024 on what is disclosed)."""

_PEOPLE_FOR_SENSITIVE: Final = 2
_TO_BE_ANSWERED: Final = frozenset({WaitsFor.APPROVAL, WaitsFor.SECOND_APPROVAL, WaitsFor.INFORMATION})


def approvals_needed(case: Case, actions: Sequence[Action]) -> int:
    """How many different people have to say yes to this plan."""
    is_sensitive = any(_discloses(action) for action in actions)
    return max(POLICY[case.request_type].approvals, _PEOPLE_FOR_SENSITIVE if is_sensitive else 1)


def refuse_role(by: StaffMember) -> None:
    """Raise DecisionRefused for somebody who may read messages, and no more."""
    if by.role is Role.REVIEWER:
        raise DecisionRefused("You may read messages, but not decide on cases: ask an agent or a manager.", code="role")


def refuse_conflict(case: Case, by: StaffMember) -> None:
    """Raise DecisionRefused for whoever has a stake in this case: it needs somebody else's eyes."""
    payload, own = case.payload, by.email.strip().lower()
    if payload.filed_by == by.staff_id:
        raise DecisionRefused("You filed this case, so someone else has to approve it.", code="filed_it")
    agent = payload.about.agent if payload.about else None
    if own in {payload.requester.value, payload.subject.address.value}:
        raise DecisionRefused(
            "This case is about you or came from you: someone else has to approve it.", code="own_case"
        )
    if agent is not None and agent.reply_to is not None and agent.reply_to.value == own:
        raise DecisionRefused(
            "You act for the person who asks: someone else has to approve it.", code="agent_of_requester"
        )


def refuse_without_manager(actions: Sequence[Action], givers: Sequence[StaffMember]) -> None:
    """Raise DecisionRefused when what cannot be undone would begin without a manager's yes."""
    if is_irreversible(actions) and all(giver.role is not Role.MANAGER for giver in givers):
        raise DecisionRefused(
            "This cannot be undone, so one of those who approve has to be a manager.", code="needs_manager"
        )


def refuse_not_open(case: Case, plan_hash: PlanHash | None) -> None:
    """Raise DecisionRefused unless people can decide on this case, and on this plan if one is named."""
    if case.state is not CaseState.AWAITING_APPROVAL:
        raise DecisionRefused(too_late(case), code="too_late")
    if plan_hash is not None and case.plan_hash != plan_hash:
        raise PlanChanged("The plan has changed since this card was shown. Look again and decide.")


def refuse_unready(case: Case) -> None:
    """Raise DecisionRefused while something has to be written or decided first, or nothing is left to decide."""
    if case.waits_for is WaitsFor.COOL_OFF:
        raise DecisionRefused(f"Case {case.number} has all the approvals it needs already.", code="too_late")
    missing = waits_for_people(case)
    if missing is WaitsFor.AUTHORITY:
        raise DecisionRefused(
            "First say whether the writer may speak for this person: press Open, fill in the form.", code="unready"
        )
    if missing is WaitsFor.CORRECTION_DETAILS:
        raise DecisionRefused(
            "First write down what is to be corrected: press Open, then fill in the form.", code="unready"
        )
    if missing is WaitsFor.ANSWER:
        raise DecisionRefused(
            "First write the answer that the customer will read: press Open, then fill it in.", code="unready"
        )
    if case.waits_for not in _TO_BE_ANSWERED:
        raise PlanChanged(PLANNING)


def too_late(case: Case) -> str:
    """Why a case is not people's to decide on (any more)."""
    match case.state:
        case CaseState.IN_FULFILMENT | CaseState.FULFILLED:
            return f"Case {case.number} was approved already and the work has begun."
        case CaseState.DENIED:
            return f"Case {case.number} was refused already."
        case CaseState.WITHDRAWN:
            return f"The customer has withdrawn case {case.number}."
        case _:
            return f"Case {case.number} is not ready to be decided: the customer has not confirmed who they are yet."


def _discloses(action: Action) -> bool:
    """Whether it hands out what is sensitive; a system that could not be asked may hold it."""
    instruction = action.instruction
    is_export = instruction.kind is ActionKind.EXPORT and instruction.category in SENSITIVE
    return is_export and not action.preview.is_empty
