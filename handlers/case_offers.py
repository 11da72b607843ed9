"""Which decisions a case page offers to the person looking at it; the steps decide again when one is taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.action import Action
from bot.domain.authority import lacks_authority
from bot.domain.case import Case, CaseState, PlanHash, StaffId, WaitsFor
from bot.domain.decision import PlanDecision, Verdict
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from bot.domain.staff import Role, StaffMember
from bot.domain.who_may_decide import approvals_needed, refuse_conflict, refuse_role
from bot.errors import DecisionRefused

_TO_APPROVE: Final = frozenset({WaitsFor.APPROVAL, WaitsFor.SECOND_APPROVAL, WaitsFor.INFORMATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOffers:
    """What can be pressed. `given` of `needed` people have said yes to the plan as it stands now.
    `barred` is why this person may not approve."""

    approve: bool
    deny: bool
    ask: bool
    correct: bool
    write_answer: bool
    postpone: bool
    vouch: bool
    pick: bool
    withdraw: bool
    given: int
    needed: int
    is_mine: bool
    barred: str = ""

    @property
    def any(self) -> bool:
        """Whether there is anything to press at all."""
        return (
            self.approve
            or self.deny
            or self.ask
            or self.correct
            or self.write_answer
            or self.postpone
            or self.vouch
            or self.pick
            or self.withdraw
        )


def case_offers(
    case: Case, decisions: Iterable[PlanDecision], member: StaffMember, actions: Sequence[Action] = ()
) -> CaseOffers:
    """The offers of this case to this person."""
    policy = POLICY[case.request_type]
    yes = approvers(decisions, case.plan_hash)
    is_mine = member.staff_id in yes
    is_ours = case.state is CaseState.AWAITING_APPROVAL and member.role is not Role.REVIEWER
    barred = _why_not(case, member) if case.state is CaseState.AWAITING_APPROVAL else ""
    has_plan = is_ours and case.plan_hash is not None
    is_unsettled = is_ours and case.waits_for is not WaitsFor.COOL_OFF
    return CaseOffers(
        approve=has_plan and case.waits_for in _TO_APPROVE and not is_mine and not lacks_authority(case) and not barred,
        deny=has_plan,
        ask=is_unsettled,
        correct=is_unsettled and case.request_type is RequestType.RECTIFICATION,
        write_answer=is_unsettled and policy.needs_answer,
        vouch=is_unsettled and lacks_authority(case) and case.waits_for is not WaitsFor.PLAN,
        pick=case.waits_for is WaitsFor.WHICH_PERSON and case.is_open,
        withdraw=member.role is not Role.REVIEWER and case.may_be_withdrawn and bool(case.payload.added),
        postpone=is_ours and not policy.needs_answer and case.waits_for is not WaitsFor.PLAN,
        given=len(yes),
        needed=approvals_needed(case, actions),
        barred=barred,
        is_mine=is_mine,
    )


def approvers(decisions: Iterable[PlanDecision], plan_hash: PlanHash | None) -> frozenset[StaffId]:
    """Who said yes to exactly this plan; a plan that changed since voids their word."""
    if plan_hash is None:
        return frozenset()
    yes = (one for one in decisions if one.verdict is Verdict.APPROVED)
    return frozenset(one.by for one in yes if one.plan_hash == plan_hash)


def _why_not(case: Case, member: StaffMember) -> str:
    try:
        refuse_role(member)
        refuse_conflict(case, member)
    except DecisionRefused as refusal:
        return str(refusal)
    return ""
