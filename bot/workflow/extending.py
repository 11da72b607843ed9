"""Extending: more time for a case, once, with a reason that the customer reads."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.case import Case, CaseId
from bot.domain.case_clock import extended, paused_since, why_not_extended
from bot.domain.extension import ExtensionReason
from bot.domain.job import JobName
from bot.domain.legal_clock import local_day
from bot.domain.letter import LetterKind
from bot.domain.staff import StaffMember
from bot.errors import DecisionRefused, StaleVersion
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import Desk

_LONGEST: Final = 2_000
"""Characters of the words; a letter is no essay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extending:
    """The new date, the letter that tells it and the card that shows it, all or nothing."""

    desk: Desk
    correspondence: Correspondence

    def extend(self, case_id: CaseId, *, reason: ExtensionReason, words: str, by: StaffMember) -> Case:
        """Give a case the longer time of its law; raises DecisionRefused where that cannot be."""
        if not words.strip():
            raise DecisionRefused("Please write why we need more time: the customer reads it.")
        if len(words) > _LONGEST:
            raise DecisionRefused(f"Please say it in fewer words: {_LONGEST} characters at most.")
        return self._again(lambda: self._extend(case_id, reason, words.strip(), by))

    def _extend(self, case_id: CaseId, reason: ExtensionReason, words: str, by: StaffMember) -> Case:
        zone, now = self.desk.rules.zone, self.desk.clock.now()
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            obstacle = why_not_extended(case, local_day(now, zone), zone)
            if obstacle:
                raise DecisionRefused(obstacle)
            longer = extended(case, now, reason, zone)
            details = {"reason": reason, "first_due": case.due_on.isoformat()}
            actor = f"staff:{by.staff_id}"
            saved = self.desk.change(unit, case, longer, by=actor, event="case_extended", details=details)
            pauses = paused_since(saved, zone) is not None
            facts = replace(base_facts(saved), extension_reason=reason, reason_words=words, clock_pauses=pauses)
            self.correspondence.write(unit, saved, LetterKind.EXTENSION, facts)
            self.desk.enqueue(unit, JobName.EDIT_CARD, case_id)
            unit.commit()
        return saved

    @staticmethod
    def _again(attempt: Callable[[], Case]) -> Case:
        """Once more where something else changed the case at that moment; what is refused stays refused."""
        try:
            return attempt()
        except StaleVersion:
            return attempt()
