"""A later law, or another holiday table: which open cases would have other dates now, and moving them there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.case import Case, CaseId, CaseNumber
from bot.domain.case_clock import explanation, with_dates
from bot.domain.job import JobName
from bot.errors import StaleVersion
from bot.workflow.desk import SYSTEM, Desk, iter_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChange:
    """One open case whose dates are no longer what today's rules give; `why` are the steps to the new ones."""

    case_id: CaseId
    number: CaseNumber
    before: date
    after: date
    ack_before: date | None
    ack_after: date | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReview:
    """Works every open case's dates out again; nothing moves before somebody says so."""

    desk: Desk

    def find_changes(self) -> Sequence[DateChange]:
        """What is different under today's rules and holidays, the nearest old date first."""
        with self.desk.new_unit() as unit:
            ids = unit.cases.list_open_ids()
        return [change for change in map(self._change, iter_cases(self.desk, ids)) if change is not None]

    def apply(self, change: DateChange) -> bool:
        """Write the new dates of one case, with an audit event and its card; False when nothing is to be done.

        Whatever happened since the look counts: the dates are worked out anew from the case as it is.
        """
        try:
            return self._apply(change.case_id)
        except StaleVersion:
            return self._apply(change.case_id)

    def _apply(self, case_id: CaseId) -> bool:
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            change = self._change(case) if case.is_open else None
            if change is None:
                return False
            moved = with_dates(case, self.desk.rules.zone)
            details = {"ack_due": str(change.ack_after)} if change.ack_before != change.ack_after else {}
            self.desk.change(unit, case, moved, by=SYSTEM, event="dates_recomputed", details=details)
            self.desk.enqueue(unit, JobName.EDIT_CARD, case_id)
            unit.commit()
        return True

    def _change(self, case: Case) -> DateChange | None:
        zone = self.desk.rules.zone
        moved = with_dates(case, zone)
        if _dates(moved) == _dates(case):
            return None
        return DateChange(
            case_id=case.case_id,
            number=case.number,
            before=case.extended_until or case.due_on,
            after=moved.extended_until or moved.due_on,
            ack_before=case.ack_due_on,
            ack_after=moved.ack_due_on,
            why=explanation(case, zone),
        )


def _dates(case: Case) -> tuple[date | None, ...]:
    return case.due_on, case.ack_due_on, case.extended_until
