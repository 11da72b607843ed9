"""Reminders: before every legal date, for prompts and customers that stay silent; each is said once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId
from bot.domain.case_clock import paused_since
from bot.domain.forecast import HORIZON, Breach, Pace, find_breach
from bot.domain.job import JobName
from bot.domain.legal_clock import local_day
from bot.domain.letter import LetterKind
from bot.domain.reminder import Addressee, Reminder, due_reminders
from bot.errors import NotFound, TemporaryFailure
from bot.ports.approval_desk import ApprovalDesk
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import SYSTEM, Desk, iter_cases

REVIEW_AFTER: Final = timedelta(days=1)
REVIEW_CALLED_AFTER: Final = timedelta(days=3)
"""A message nobody has read may hold a request whose time is running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """Looks at every open case again and again; what is due is noted and enqueued in one unit of work.

    A reminder that is noted is never noted again, however often and from how many processes the look is taken.
    """

    desk: Desk
    approval_desk: ApprovalDesk
    correspondence: Correspondence

    def look(self) -> int:
        """Note and enqueue all that is due; returns how many reminders that were."""
        with self.desk.new_unit() as unit:
            cases, reviews = unit.cases.list_open_ids(), unit.reviews.list_open_ids()
        return sum(map(self._look_at, cases)) + sum(map(self._look_at_review, reviews))

    def tell(self, argument: str) -> None:
        """Say a noted reminder in the card's thread, if it is still true; `argument` is `<case>/<key>`."""
        subject_id, _, key = argument.partition("/")
        with self.desk.new_unit() as unit:
            reminder = self._find(unit, subject_id, key)
            refs = unit.cards.list_of(subject_id)
        if reminder is None:
            return
        if not refs:
            raise TemporaryFailure(f"the card of {subject_id} is not posted yet")
        for ref in refs:
            match reminder.to:
                case Addressee.CALLED:
                    self.approval_desk.call_people(ref, reminder.line, key=argument)
                case _:
                    self.approval_desk.tell_thread(ref, reminder.line, key=argument)

    def list_breaches(self) -> Sequence[Breach]:
        """The cases that will miss their legal date as things go, the nearest first."""
        today = local_day(self.desk.clock.now(), self.desk.rules.zone)
        with self.desk.new_unit() as unit:
            ids = unit.cases.list_open_ids(due_by=today + HORIZON)
        found = [self._find_breach(case) for case in iter_cases(self.desk, ids)]
        return sorted((each for each in found if each is not None), key=lambda each: (each.legal_date, each.number))

    def _look_at(self, case_id: CaseId) -> int:
        with self.desk.new_unit() as unit:
            fresh = [each for each in self._due(unit, unit.cases.get(case_id)) if self._note(unit, case_id, each)]
            if fresh:
                unit.commit()
        return len(fresh)

    def _note(self, unit: UnitOfWork, case_id: CaseId, reminder: Reminder) -> bool:
        """Write down that it is said, with what says it; False when it was said before."""
        if not unit.reminders.add(case_id, reminder.key, self.desk.clock.now()):
            return False
        case = unit.cases.get(case_id)
        self.desk.record(unit, "reminder_due", by=SYSTEM, case=case, details={"reminder": reminder.key})
        if reminder.to is Addressee.CUSTOMER:
            pauses = paused_since(case, self.desk.rules.zone) is not None
            facts = replace(base_facts(case), question=case.payload.question, clock_pauses=pauses)
            self.correspondence.write(unit, case, LetterKind.INFORMATION_REMINDER, facts)
            return True
        if not unit.cards.list_of(case_id):
            self.desk.enqueue(unit, JobName.POST_CARD, case_id)
        self.desk.enqueue(unit, JobName.REMIND, f"{case_id}/{reminder.key}")
        return True

    def _look_at_review(self, review_id: ReviewId) -> int:
        with self.desk.new_unit() as unit:
            reminder = self._review_reminder(unit, review_id)
            if reminder is None or not unit.reminders.add(review_id, reminder.key, self.desk.clock.now()):
                return 0
            self.desk.enqueue(unit, JobName.REMIND, f"{review_id}/{reminder.key}")
            unit.commit()
        return 1

    def _find(self, unit: UnitOfWork, subject_id: str, key: str) -> Reminder | None:
        """The reminder as it reads now; None for what is settled, or has been overtaken by a more urgent one."""
        if key.startswith("review/"):
            try:
                reminder = self._review_reminder(unit, ReviewId(subject_id))
            except NotFound:
                return None
            return reminder if reminder is not None and reminder.key == key else None
        case = unit.cases.find(CaseId(subject_id))
        due = self._due(unit, case) if case is not None else ()
        return next((each for each in due if each.key == key), None)

    def _due(self, unit: UnitOfWork, case: Case) -> Sequence[Reminder]:
        due = due_reminders(
            case,
            self.desk.clock.now(),
            zone=self.desk.rules.zone,
            acknowledged=case.ack_due_on is None or unit.outbox.has_sent(case.case_id),
            breach=self._find_breach(case),
        )
        # Without its words nothing can be asked again: questions from before this was known are told to people.
        return [each for each in due if each.to is not Addressee.CUSTOMER or case.payload.question]

    def _review_reminder(self, unit: UnitOfWork, review_id: ReviewId) -> Reminder | None:
        review = unit.reviews.get(review_id)
        age = self.desk.clock.now() - review.asked_at
        if review.decided_at is not None or age < REVIEW_AFTER:
            return None
        if age < REVIEW_CALLED_AFTER:
            return Reminder(key="review/waits", line="Nobody has read this message yet. Is it a privacy request?")
        line = f"Nobody has read this message for {age.days} days. If it is a privacy request, its time is running."
        return Reminder(key="review/waits_long", line=line, to=Addressee.CALLED)

    def _find_breach(self, case: Case) -> Breach | None:
        pace = Pace(cool_off=self.desk.rules.cool_off)
        return find_breach(case, self.desk.clock.now(), pace=pace, zone=self.desk.rules.zone)
