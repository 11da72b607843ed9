"""Planning: what would happen in which system, counted by a dry run, hashed so that a yes means this and no other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.action import Action, ActionId, Instruction, Preview
from bot.domain.authority import lacks_authority
from bot.domain.case import Case, CaseId, CaseState, WaitsFor
from bot.domain.condition import earliest_start, is_for_people
from bot.domain.hold import Hold, held_back, is_held_back
from bot.domain.job import JobName
from bot.domain.plan import lacks_correction, plan_hash, waits_for_people
from bot.domain.policy import POLICY
from bot.errors import OutsideFailure
from bot.ports.connector import Connector
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import SYSTEM, Desk

_PLANNABLE: Final = frozenset({CaseState.RECEIVED, CaseState.AWAITING_VERIFICATION, CaseState.AWAITING_APPROVAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Preview everywhere → plan → ask people, or start at once where the house rules say so."""

    desk: Desk
    connectors: Sequence[Connector]

    def build(self, case_id: CaseId) -> None:
        """Make the plan and put it before people; a plan made before is replaced and decisions on it are void."""
        with self.desk.new_unit() as unit:
            case, shown = unit.cases.get(case_id), unit.actions.list_of(case_id)
        if not _may_be_planned(case):
            return
        actions = self.preview(case, shown)
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            if not _may_be_planned(case):
                return
            self._put_forward(unit, case, actions)
            unit.commit()

    def preview(self, case: Case, shown: Sequence[Action] = ()) -> tuple[Action, ...]:
        """The actions this case needs today; asks every system, changes nothing.

        A system of the plan `shown` before that is no longer connected stays in it, and says so: what people agreed
        to must not shrink unseen.
        """
        row = POLICY[case.request_type]
        kind = row.action_kind
        if kind is None or lacks_correction(case) or lacks_authority(case):
            return ()
        with self.desk.new_unit() as unit:
            holds = unit.holds.list_on(case.subject_key)
        wanted = [
            (connector, Instruction(kind=kind, category=category, scope=case.scope, correction=case.payload.correction))
            for connector in self.connectors
            for category in sorted(connector.abilities.get(kind, frozenset()) & row.categories)
        ]
        planned = tuple(
            Action(
                action_id=ActionId(self.desk.ids.new_id()),
                case_id=case.case_id,
                system=connector.system,
                instruction=instruction,
                preview=_preview(connector, instruction, case, holds),
                irreversible=connector.is_irreversible(kind),
                position=position,
            )
            for position, (connector, instruction) in enumerate(wanted)
        )
        return (*planned, *self._vanished(shown, len(planned)))

    def _vanished(self, shown: Sequence[Action], count: int) -> tuple[Action, ...]:
        connected = {connector.system for connector in self.connectors}
        gone = [action for action in shown if action.system not in connected]
        return tuple(
            replace(
                action,
                action_id=ActionId(self.desk.ids.new_id()),
                preview=Preview(counts={}, is_known=False, is_connected=False),
                position=count + place,
            )
            for place, action in enumerate(gone)
        )

    def _put_forward(self, unit: UnitOfWork, case: Case, actions: Sequence[Action]) -> None:
        is_new = case.plan_hash is None
        unit.actions.replace(case.case_id, actions)
        state = case if case.state is CaseState.AWAITING_APPROVAL else case.move_to(CaseState.AWAITING_APPROVAL)
        planned = replace(state, plan_hash=plan_hash(case, actions), waits_for=waits_for_people(case))
        for action in actions:
            if not action.preview.is_connected:
                gone = {"system": action.system, "category": action.instruction.category}
                self.desk.record(unit, "system_vanished", by=SYSTEM, case=case, details=gone)
        is_for_us = is_for_people(case) or lacks_authority(case)
        is_automatic = case.request_type in self.desk.rules.automatic and not is_for_us
        if is_automatic:
            planned = replace(planned, waits_for=WaitsFor.COOL_OFF)
        details = {"plan": planned.plan_hash or "", "actions": str(len(actions))}
        self.desk.change(unit, case, planned, by=SYSTEM, event="plan_made", details=details)
        if is_automatic:
            self.desk.record(unit, "approved_by_house_rule", by=SYSTEM, case=planned, details=details)
            self.desk.enqueue(unit, JobName.START, case.case_id, earliest_start(case, self.desk.rules.zone))
        if is_new:
            self.desk.enqueue(unit, JobName.POST_CARD, case.case_id)
        if not is_new or case.payload.taken_back:
            # A case that was taken back had a card before its plan.
            self.desk.enqueue(unit, JobName.EDIT_CARD, case.case_id)


def _preview(connector: Connector, instruction: Instruction, case: Case, holds: Sequence[Hold]) -> Preview:
    try:
        preview = connector.preview(instruction, case.payload.subject)
    except OutsideFailure:
        # One system that is down must not keep the others from being decided on.
        return Preview(counts={}, is_known=False)
    return held_back(preview, holds) if is_held_back(instruction.kind, holds) else preview


def _may_be_planned(case: Case) -> bool:
    if case.state not in _PLANNABLE or case.waits_for is not WaitsFor.PLAN:
        return False
    has_proof = case.proved_at is not None or not POLICY[case.request_type].needs_identity
    return has_proof or lacks_authority(case)
