"""Holds: set and lifted by people, written down, and obeyed by every erasure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.action import ActionKind
from bot.domain.case import Case, CaseId, CaseNumber, CaseState, WaitsFor
from bot.domain.hold import HOLD_REASONS, Hold, HoldId, HoldKind, HoldReason
from bot.domain.identity import EmailAddress, SubjectKey
from bot.domain.job import JobName
from bot.domain.policy import POLICY
from bot.domain.staff import Role, StaffMember
from bot.errors import DecisionRefused, NotFound
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import SYSTEM, Desk
from bot.workflow.retention import ring_early

_PLANNED: Final = frozenset({WaitsFor.APPROVAL, WaitsFor.SECOND_APPROVAL, WaitsFor.COOL_OFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """A hold changes what may happen, so plans made before it are made anew; lifting rings every timer it stopped."""

    desk: Desk

    def put_on_case(self, case_id: CaseId, *, kind: HoldKind, reason: HoldReason, by: StaffMember) -> Hold:
        """Hold all that systems have of a case's person; raises DecisionRefused or NotFound."""
        with self.desk.new_unit() as unit:
            hold = self._new(unit.cases.get(case_id).subject_key, kind, reason, by)
            self._add(unit, replace(hold, case_id=case_id), by)
            unit.commit()
        return hold

    def find_case(self, number: CaseNumber) -> CaseId:
        """The case people call by that number; raises NotFound."""
        with self.desk.new_unit() as unit:
            case = unit.cases.find_by_number(number)
        if case is None:
            raise NotFound(f"There is no case {number[:20]}.")
        return case.case_id

    def put_on_address(self, address: EmailAddress, *, kind: HoldKind, reason: HoldReason, by: StaffMember) -> Hold:
        """Hold somebody who may not have asked for anything yet; their address is not kept."""
        with self.desk.new_unit() as unit:
            hold = self._new(self.desk.keyring.subject_key(address), kind, reason, by)
            self._add(unit, hold, by)
            unit.commit()
        return hold

    def lift(self, hold_id: HoldId, *, by: StaffMember) -> None:
        """The ground has ended: what was kept for it is erased by its timer; raises DecisionRefused or NotFound."""
        _must_be_manager(by)
        with self.desk.new_unit() as unit:
            hold = unit.holds.get(hold_id)
            if not unit.holds.lift(hold_id, by=by.staff_id, at=self.desk.clock.now()):
                raise DecisionRefused("This hold was lifted before.")
            self._record(unit, "hold_lifted", hold, by)
            cases = unit.cases.list_about(hold.subject_key)
            self._plan_anew(unit, cases)
            if not unit.holds.list_on(hold.subject_key):
                for case in cases:
                    ring_early(self.desk, unit, case)
            unit.commit()

    def list_standing(self) -> tuple[Hold, ...]:
        """All that stand."""
        with self.desk.new_unit() as unit:
            return unit.holds.list_standing()

    def _new(self, subject_key: SubjectKey, kind: HoldKind, reason: HoldReason, by: StaffMember) -> Hold:
        _must_be_manager(by)
        if reason not in HOLD_REASONS[kind]:
            fitting = ", ".join(HOLD_REASONS[kind])
            raise DecisionRefused(f"“{reason}” is no reason for a {kind} hold: choose one of {fitting}.")
        return Hold(
            hold_id=HoldId(self.desk.ids.new_id()),
            subject_key=subject_key,
            kind=kind,
            reason=reason,
            set_by=by.staff_id,
            set_at=self.desk.clock.now(),
        )

    def _add(self, unit: UnitOfWork, hold: Hold, by: StaffMember) -> None:
        if any(each.kind is hold.kind for each in unit.holds.list_on(hold.subject_key)):
            raise DecisionRefused(f"A {hold.kind} hold stands on this person already.")
        unit.holds.add(hold)
        self._record(unit, "hold_set", hold, by)
        self._plan_anew(unit, unit.cases.list_about(hold.subject_key))

    def _record(self, unit: UnitOfWork, event: str, hold: Hold, by: StaffMember) -> None:
        case = unit.cases.find(hold.case_id) if hold.case_id else None
        facts = {"hold": hold.hold_id, "kind": hold.kind, "reason": hold.reason, "subject": hold.subject_key}
        self.desk.record(unit, event, by=f"staff:{by.staff_id}", case=case, details=facts)

    def _plan_anew(self, unit: UnitOfWork, cases: Sequence[Case]) -> None:
        """What people said yes to is no longer what would happen."""
        for case in cases:
            is_planned = case.state is CaseState.AWAITING_APPROVAL and case.waits_for in _PLANNED
            if is_planned and POLICY[case.request_type].action_kind is ActionKind.ERASE:
                voided = replace(case, waits_for=WaitsFor.PLAN)
                self.desk.change(unit, case, voided, by=SYSTEM, event="approval_void", details={"because": "hold"})
                self.desk.enqueue(unit, JobName.BUILD_PLAN, case.case_id)


def _must_be_manager(member: StaffMember) -> None:
    if member.role is not Role.MANAGER:
        raise DecisionRefused("Only a manager may set or lift a hold.")
