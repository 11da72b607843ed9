"""Fulfilment: every approved action once, one failing system never holding up the others, then the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.action import Action, ActionId, ActionKind, ActionOutcome, ActionState
from bot.domain.case import Case, CaseId, CaseState, WaitsFor
from bot.domain.condition import earliest_start
from bot.domain.export_page import Export, ExportSection, export_html, export_json
from bot.domain.hold import Hold, is_held_back
from bot.domain.job import JobName
from bot.domain.letter import CLOSING_LETTERS, LetterBook, LetterKind, results_by_system
from bot.domain.message import MailAttachment
from bot.domain.plan import plan_hash
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from bot.domain.staff import StaffMember
from bot.domain.suppression import Suppression, SuppressionKind
from bot.errors import DecisionRefused, PermanentFailure, TemporaryFailure
from bot.ports.connector import Connector
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import SYSTEM, Desk
from bot.workflow.planning import Planning
from bot.workflow.retention import outcome_under_hold, set_timer
from bot.workflow.teaching import forget_examples

_STAY_OUT: Final[dict[RequestType, tuple[SuppressionKind, ...]]] = {
    RequestType.ERASURE: (SuppressionKind.RE_IMPORT, SuppressionKind.MARKETING, SuppressionKind.ADVERTISING),
    RequestType.RESTRICTION: (SuppressionKind.PROCESSING,),
    RequestType.MARKETING_OPT_OUT: (SuppressionKind.MARKETING,),
    RequestType.ADVERTISING_OPT_OUT: (SuppressionKind.ADVERTISING,),
}
_ATTEMPTS: Final = 30
"""With the runner's back-off of at most an hour: about half a day, then a person looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """Start → perform each action → conclude."""

    desk: Desk
    planning: Planning
    correspondence: Correspondence
    letters: LetterBook
    connectors: Sequence[Connector]

    def start(self, case_id: CaseId) -> None:
        """Begin the approved work if the plan is still what was approved; else put the new plan before people."""
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            shown = unit.actions.list_of(case_id)
        if not _is_approved(case) or self._must_wait(case):
            return
        fresh = _with_known_previews(self.planning.preview(case, shown), shown)
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            if not _is_approved(case):
                return
            if plan_hash(case, fresh) == case.plan_hash:
                self._begin(unit, case)
            else:
                self._void(unit, case)
            unit.commit()

    def perform(self, action_id: ActionId) -> None:
        """Do one action and read it back; TemporaryFailure asks the runner to come again later."""
        started = self._mark_started(action_id)
        if started is None:
            return
        action, case, holds = started
        connector = next((each for each in self.connectors if each.system == action.system), None)
        try:
            outcome = _perform(connector, action, case, holds)
        except PermanentFailure as failure:
            self._save(replace(action, state=ActionState.NEEDS_PERSON, problem=str(failure)))
            return
        except TemporaryFailure as failure:
            is_hopeless = action.attempts >= _ATTEMPTS
            state = ActionState.NEEDS_PERSON if is_hopeless else ActionState.FAILING
            self._save(replace(action, state=state, problem=str(failure)))
            if is_hopeless:
                return
            raise
        now = self.desk.clock.now()
        self._save(replace(action, state=ActionState.FINISHED, outcome=outcome, problem="", verified_at=now))

    def retry(self, action_id: ActionId, *, by: StaffMember) -> None:
        """A person says: try that system again."""
        with self.desk.new_unit() as unit:
            action = unit.actions.get(action_id)
            case = unit.cases.get(action.case_id)
            if action.state is not ActionState.NEEDS_PERSON:
                raise DecisionRefused("This action is not waiting for anybody.")
            unit.actions.save(replace(action, state=ActionState.PLANNED, attempts=0, problem=""))
            facts = {"action": action_id, "system": action.system}
            self.desk.record(unit, "action_retried", by=f"staff:{by.staff_id}", case=case, details=facts)
            self.desk.enqueue(unit, JobName.PERFORM, action_id)
            self.desk.enqueue(unit, JobName.EDIT_CARD, action.case_id)
            unit.commit()

    def conclude(self, case_id: CaseId) -> None:
        """Everything is done: write the answer. The case is fulfilled when the answer has left."""
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            actions = unit.actions.list_of(case_id)
            is_done = all(action.state is ActionState.FINISHED for action in actions)
            if case.state is not CaseState.IN_FULFILMENT or case.waits_for is WaitsFor.NOTHING or not is_done:
                return
            answering = replace(case, waits_for=WaitsFor.NOTHING)
            saved = self.desk.change(unit, case, answering, by=SYSTEM, event="work_finished")
            titles = {each.system: each.title for each in self.connectors}
            # Who stops mail to another address learns that it stops, not what is held there.
            is_by_another = saved.payload.requester != saved.payload.subject.address
            is_stop_for_another = is_by_another and POLICY[saved.request_type].may_be_automatic
            is_complaint = saved.request_type is RequestType.COMPLAINT
            facts = replace(
                base_facts(saved),
                results=() if is_stop_for_another else results_by_system(actions, titles),
                answer=saved.payload.answer,
                agent_name=self.desk.rules.complaints_person if is_complaint else "",
            )
            self.correspondence.write(
                unit,
                saved,
                CLOSING_LETTERS[saved.request_type],
                facts,
                attachments=self._attachments(saved, actions),
                closes_case=True,
            )
            if facts.for_another and is_by_another and not is_stop_for_another:
                # The answer went to the person alone; who spoke for them hears that it did.
                self.correspondence.write(unit, saved, LetterKind.DONE_FOR_ANOTHER, base_facts(saved))
            unit.commit()

    def _begin(self, unit: UnitOfWork, case: Case) -> None:
        running = replace(case.move_to(CaseState.IN_FULFILMENT), waits_for=WaitsFor.SYSTEMS)
        self.desk.change(unit, case, running, by=SYSTEM, event="work_started")
        now = self.desk.clock.now()
        for kind in _kinds_to_keep_out(case):
            unit.suppressions.add(Suppression(subject_key=case.subject_key, kind=kind, since=now, case_id=case.case_id))
        if case.request_type in {RequestType.ERASURE, RequestType.RESTRICTION}:
            forget_examples(self.desk, unit, case)
        actions = unit.actions.list_of(case.case_id)
        for action in actions:
            self.desk.enqueue(unit, JobName.PERFORM, action.action_id)
        if not actions:
            self.desk.enqueue(unit, JobName.CONCLUDE, case.case_id)
        self.desk.enqueue(unit, JobName.EDIT_CARD, case.case_id)

    def _must_wait(self, case: Case) -> bool:
        """Before the day the customer named nothing begins; the timer is set again, whoever rang too early."""
        starts_at = earliest_start(case, self.desk.rules.zone)
        if starts_at is None or starts_at <= self.desk.clock.now():
            return False
        with self.desk.new_unit() as unit:
            self.desk.enqueue(unit, JobName.START, case.case_id, starts_at)
            unit.commit()
        return True

    def _void(self, unit: UnitOfWork, case: Case) -> None:
        """The plan changed after the yes: nothing has been done, and people are asked again."""
        voided = replace(case, waits_for=WaitsFor.PLAN)
        self.desk.change(unit, case, voided, by=SYSTEM, event="approval_void")
        self.desk.enqueue(unit, JobName.BUILD_PLAN, case.case_id)

    def _mark_started(self, action_id: ActionId) -> tuple[Action, Case, tuple[Hold, ...]] | None:
        with self.desk.new_unit() as unit:
            action = unit.actions.get(action_id)
            case = unit.cases.get(action.case_id)
            if case.state is not CaseState.IN_FULFILMENT or action.is_over:
                return None
            started = replace(action, state=ActionState.STARTED, attempts=action.attempts + 1)
            holds = unit.holds.list_on(case.subject_key)
            unit.actions.save(started)
            unit.commit()
        return started, case, holds

    def _save(self, action: Action) -> None:
        """Write how an attempt ended, and what the case waits for now; the last action's end concludes the case."""
        with self.desk.new_unit() as unit:
            case = unit.cases.get(action.case_id)
            unit.actions.save(action)
            facts = {
                "action": action.action_id,
                "system": action.system,
                "category": action.instruction.category,
                "state": action.state,
                "attempt": str(action.attempts),
                "outcome": action.outcome.kind if action.outcome else "none",
            }
            self.desk.record(unit, "action_attempted", by=SYSTEM, case=case, details=facts)
            set_timer(self.desk, unit, action)
            self._follow_up(unit, case, action)
            unit.commit()

    def _follow_up(self, unit: UnitOfWork, case: Case, ended: Action) -> None:
        if ended.state is ActionState.FINISHED:
            # Two actions that end at once do not see each other's end: each asks, and the later look finds all done.
            self.desk.enqueue(unit, JobName.CONCLUDE, case.case_id)
        actions = unit.actions.list_of(case.case_id)
        if all(action.state is ActionState.FINISHED for action in actions):
            return
        is_failing = any(action.state in {ActionState.FAILING, ActionState.NEEDS_PERSON} for action in actions)
        waits_for = WaitsFor.FAILING_SYSTEM if is_failing else WaitsFor.SYSTEMS
        if waits_for is not case.waits_for:
            self.desk.change(unit, case, replace(case, waits_for=waits_for), by=SYSTEM, event="systems_changed")
        if waits_for is not case.waits_for or ended.state is ActionState.NEEDS_PERSON:
            self.desk.enqueue(unit, JobName.EDIT_CARD, case.case_id)

    def _attachments(self, case: Case, actions: Sequence[Action]) -> tuple[MailAttachment, ...]:
        if POLICY[case.request_type].action_kind is not ActionKind.EXPORT:
            return ()
        titles = {each.system: each.title for each in self.connectors}
        sections = tuple(
            ExportSection(
                title=titles.get(action.system, action.system),
                system=action.system,
                category=action.instruction.category,
                records=action.outcome.records,
            )
            for action in actions
            if action.outcome is not None and action.outcome.records
        )
        export = Export(number=case.number, created_at=self.desk.clock.now(), sections=sections)
        page = export_html(export, self.letters.phrasebooks[case.language])
        return (
            MailAttachment(name=f"my-data-{case.number}.html", type="text/html", content=page),
            MailAttachment(name=f"my-data-{case.number}.json", type="application/json", content=export_json(export)),
        )


def _perform(connector: Connector | None, action: Action, case: Case, holds: Sequence[Hold]) -> ActionOutcome:
    if connector is None:
        raise PermanentFailure(f"{action.system} is no longer connected: do it there by hand, or connect it again")
    if is_held_back(action.instruction.kind, holds):
        return outcome_under_hold(connector, action, case.payload.subject, holds)
    outcome = connector.perform(action, case.payload.subject)
    if not connector.verify(action, case.payload.subject):
        raise TemporaryFailure(f"{action.system} says it is done, but the read-back does not show it yet")
    return outcome


def _is_approved(case: Case) -> bool:
    return case.state is CaseState.AWAITING_APPROVAL and case.waits_for is WaitsFor.COOL_OFF


def _with_known_previews(fresh: Sequence[Action], shown: Sequence[Action]) -> tuple[Action, ...]:
    """A system that could not be asked then or now has not changed the plan: it delays its own actions only."""
    before = {(each.system, each.instruction.category): each for each in shown}
    return tuple(
        known
        if (known := before.get((each.system, each.instruction.category)))
        and each.preview.is_connected
        and not (known.preview.is_known and each.preview.is_known)
        else each
        for each in fresh
    )


def _kinds_to_keep_out(case: Case) -> tuple[SuppressionKind, ...]:
    kinds = _STAY_OUT.get(case.request_type, ())
    if case.request_type is RequestType.MARKETING_OPT_OUT and case.scope.service_messages:
        return (*kinds, SuppressionKind.SERVICE_MESSAGES)
    return kinds
