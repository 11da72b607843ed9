"""Retention: what had to be kept is erased when its time is over, as the customer was told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.domain.action import Action, ActionId, ActionKind, ActionOutcome, OutcomeKind, Preview
from bot.domain.case import Case, CaseState
from bot.domain.hold import Hold, held_back
from bot.domain.identity import DataSubject
from bot.domain.job import Job, JobName
from bot.domain.letter import LetterKind
from bot.errors import PermanentFailure
from bot.ports.connector import Connector
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import SYSTEM, Desk

_LOOK_AGAIN: Final = timedelta(days=7)
"""For grounds that end by an event (a parcel arrives), not on a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """A promise with a date, kept: one timer an action, set again as long as something still has to stay."""

    desk: Desk
    connectors: Sequence[Connector]
    correspondence: Correspondence

    def erase_kept(self, action_id: ActionId) -> None:
        """Erase what no longer has to stay; TemporaryFailure asks the runner to come again later."""
        with self.desk.new_unit() as unit:
            action = unit.actions.get(action_id)
            case = unit.cases.get(action.case_id)
            holds = unit.holds.list_on(case.subject_key)
        now = self.desk.clock.now()
        if action.outcome is None or not action.outcome.kept:
            return
        if holds:
            self._note_held(action, holds)
            return
        if _is_same_day(action.verified_at, now):
            return
        connector = next((each for each in self.connectors if each.system == action.system), None)
        if connector is None:
            self._note_gone(action)
            raise PermanentFailure(f"{action.system} is no longer connected: erase there by hand what was kept")
        # The system has answered under the action's own id already; this is another deed, once a day at most.
        deed = replace(action, action_id=ActionId(f"{action_id}-{now:%Y%m%d}"), preview=_left(action.outcome))
        outcome = connector.perform(deed, case.payload.subject)
        with self.desk.new_unit() as unit:
            self._note(unit, replace(action, verified_at=now), outcome)
            unit.commit()

    def _note(self, unit: UnitOfWork, action: Action, outcome: ActionOutcome) -> None:
        case = unit.cases.get(action.case_id)
        unit.actions.save(replace(action, outcome=_together(action.outcome or outcome, outcome)))
        facts = {
            "action": action.action_id,
            "system": action.system,
            "erased": str(sum(outcome.counts.values())),
            "still_kept": str(sum(item.count for item in outcome.kept)),
        }
        self.desk.record(unit, "kept_data_revisited", by=SYSTEM, case=case, details=facts)
        set_timer(self.desk, unit, replace(action, outcome=outcome))
        if case.state is CaseState.FULFILLED and not self._is_anything_kept(unit, case):
            self.correspondence.write(unit, case, LetterKind.KEPT_ERASED, base_facts(case))

    def _is_anything_kept(self, unit: UnitOfWork, case: Case) -> bool:
        actions = unit.actions.list_of(case.case_id)
        return any(each.outcome is not None and each.outcome.kept for each in actions)

    def _note_held(self, action: Action, holds: Sequence[Hold]) -> None:
        """Its time is over, but a hold was set meanwhile: it stays, and lifting the hold rings again."""
        with self.desk.new_unit() as unit:
            action = unit.actions.get(action.action_id)
            if action.outcome is None:
                return
            stays = held_back(_left(action.outcome), holds).kept
            held = replace(action, outcome=replace(action.outcome, kept=stays))
            unit.actions.save(held)
            facts = {"action": action.action_id, "system": action.system, "hold": holds[0].hold_id}
            case = unit.cases.get(action.case_id)
            self.desk.record(unit, "kept_data_held", by=SYSTEM, case=case, details=facts)
            set_timer(self.desk, unit, held)
            unit.commit()

    def _note_gone(self, action: Action) -> None:
        with self.desk.new_unit() as unit:
            case = unit.cases.get(action.case_id)
            facts = {"action": action.action_id, "system": action.system}
            self.desk.record(unit, "kept_data_out_of_reach", by=SYSTEM, case=case, details=facts)
            unit.commit()


def outcome_under_hold(
    connector: Connector, action: Action, subject: DataSubject, holds: Sequence[Hold]
) -> ActionOutcome:
    """What an erasure comes to while a hold stands: all stays, nothing is touched."""
    kept = held_back(connector.preview(action.instruction, subject), holds).kept
    return ActionOutcome(kind=OutcomeKind.RETAINED if kept else OutcomeKind.NOTHING_FOUND, kept=kept)


def set_timer(desk: Desk, unit: UnitOfWork, action: Action) -> None:
    """Ask to come back for what an erasure had to leave."""
    if action.instruction.kind is not ActionKind.ERASE or action.outcome is None:
        return
    at = _next_visit(action.outcome, now=desk.clock.now(), zone=desk.rules.zone)
    if at is not None:
        unit.jobs.set_timer(Job(name=JobName.ERASE_KEPT, argument=action.action_id, run_at=at))


def ring_early(desk: Desk, unit: UnitOfWork, case: Case) -> None:
    """A ground has ended before anybody expected: look at once, or tomorrow where the system was asked today."""
    now = desk.clock.now()
    for action in unit.actions.list_of(case.case_id):
        if action.outcome is not None and action.outcome.kept:
            at = now + timedelta(days=1) if _is_same_day(action.verified_at, now) else now
            unit.jobs.set_timer(Job(name=JobName.ERASE_KEPT, argument=action.action_id, run_at=at))


def _next_visit(outcome: ActionOutcome, *, now: datetime, zone: tzinfo) -> datetime | None:
    """The day after the first ground ends, or a week from now for a ground without a date."""
    if not outcome.kept:
        return None
    visits = [
        datetime(item.until.year, item.until.month, item.until.day, tzinfo=zone) + timedelta(days=1)
        if item.until
        else now + _LOOK_AGAIN
        for item in outcome.kept
    ]
    return max(min(visits), now + timedelta(days=1))


def _is_same_day(visited_at: datetime | None, now: datetime) -> bool:
    """A visit that runs again after a crash must not count the same deed twice."""
    return visited_at is not None and f"{visited_at:%Y%m%d}" == f"{now:%Y%m%d}"


def _left(outcome: ActionOutcome) -> Preview:
    return Preview(counts={item.what: item.count for item in outcome.kept})


def _together(before: ActionOutcome, after: ActionOutcome) -> ActionOutcome:
    """One outcome of both deeds: everything erased so far, and what stays now."""
    counts = dict(before.counts)
    for what, count in after.counts.items():
        counts[what] = counts.get(what, 0) + count
    return replace(before, counts=counts, kept=after.kept)
