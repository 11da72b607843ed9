"""Own data: what the desk keeps about people ends too, day by day, a few at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.action import Action, ActionOutcome
from bot.domain.case import Case
from bot.domain.job import Job, JobName
from bot.domain.request_tally import RequestTally
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import SYSTEM, Desk
from bot.workflow.retention import set_timer

DAILY: Final = "daily"
_Step = Callable[[UnitOfWork, datetime], int]

BATCH: Final = 25
"""Cases or messages ended in one transaction; while there are more, the job asks for itself again at once."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """Contents go after a while, the record of request and answer later, then there are counts only.

    Every step is one short transaction and leaves nothing for itself to do again: killed anywhere, it goes on there.
    """

    desk: Desk

    def schedule(self) -> None:
        """Look at once, whatever was planned: a process that starts may have been gone for long."""
        with self.desk.new_unit() as unit:
            self._set_timer(unit, None)
            unit.commit()

    def end_what_is_over(self, argument: str = DAILY) -> None:
        """One batch of each kind; then again at once, or tomorrow."""
        del argument
        steps = (self._empty_cases, self._destroy_minimums, self._empty_messages, self._end_records)
        ended = [self._step_over(step) for step in steps]
        now = self.desk.clock.now()
        with self.desk.new_unit() as unit:
            self._set_timer(unit, now if max(ended) >= BATCH else now + _DAY)
            unit.commit()

    def _step_over(self, step: _Step) -> int:
        with self.desk.new_unit() as unit:
            ended = step(unit, self.desk.clock.now())
            unit.commit()
        return ended

    def _empty_cases(self, unit: UnitOfWork, now: datetime) -> int:
        ids = unit.own_data.list_to_empty(closed_before=now - self.desk.rules.keep_contents, limit=BATCH)
        for case_id in ids:
            case = unit.cases.get(case_id)
            kept = [
                _without_words(each) for each in unit.actions.list_of(case_id) if each.outcome and each.outcome.kept
            ]
            unit.own_data.empty(case, kept=kept, at=now)
            facts = {"still_kept": str(len(kept))}
            self.desk.record(unit, "contents_erased", by=SYSTEM, case=case, details=facts)
        return len(ids)

    def _destroy_minimums(self, unit: UnitOfWork, now: datetime) -> int:
        ids = unit.own_data.list_without_timers(limit=BATCH)
        for case_id in ids:
            waiting = [each for each in unit.actions.list_of(case_id) if each.outcome and each.outcome.kept]
            for action in waiting:
                # A promise whose timer was lost is a promise still.
                set_timer(self.desk, unit, action)
            if not waiting:
                unit.own_data.destroy_minimum(case_id, at=now)
                self.desk.record(unit, "address_erased", by=SYSTEM, case=unit.cases.get(case_id))
        return len(ids)

    def _empty_messages(self, unit: UnitOfWork, now: datetime) -> int:
        ids = unit.own_data.list_messages_to_empty(stored_before=now - self.desk.rules.keep_messages, limit=BATCH)
        for message_id in ids:
            unit.own_data.empty_message(message_id, at=now)
        if ids:
            self.desk.record(unit, "messages_erased", by=SYSTEM, details={"messages": str(len(ids))})
        return len(ids)

    def _end_records(self, unit: UnitOfWork, now: datetime) -> int:
        before = _months_before(now, self.desk.rules.keep_records_months)
        ids = unit.own_data.list_records_to_end(closed_before=before, limit=BATCH)
        for case_id in ids:
            case: Case = unit.cases.get(case_id)
            self.desk.record(unit, "record_ended", by=SYSTEM, case=case)
            unit.own_data.end_record(case_id, RequestTally.of(case, zone=self.desk.rules.zone))
        return len(ids)

    def _set_timer(self, unit: UnitOfWork, at: datetime | None) -> None:
        unit.jobs.set_timer(Job(name=JobName.END_OWN_DATA, argument=DAILY, run_at=at))


def _without_words(action: Action) -> Action:
    """What a timer needs of an outcome: what is kept, and how many were erased."""
    outcome = action.outcome
    if outcome is None:
        return action
    bare = ActionOutcome(kind=outcome.kind, counts=outcome.counts, kept=outcome.kept)
    return replace(action, outcome=bare)


def _months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months ago, or the first that month is too short for: never a day too early."""
    count = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(count, 12)
    try:
        return moment.replace(year=year, month=month + 1)
    except ValueError:
        return moment.replace(year=year, month=month + 1, day=28)
