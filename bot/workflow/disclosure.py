"""Disclosure: one of our people drew the curtain, and the log says who and on what."""

from dataclasses import dataclass

from bot.domain.card import ReviewId
from bot.domain.case import CaseId
from bot.domain.staff import StaffMember
from bot.workflow.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Written before the data is shown; raises NotFound, and then nothing is shown."""

    desk: Desk

    def open_case(self, case_id: CaseId, *, by: StaffMember) -> None:
        """Note that the personal data of a case is about to be shown."""
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            self.desk.record(unit, "personal_data_opened", by=f"staff:{by.staff_id}", case=case)
            unit.commit()

    def open_review(self, review_id: ReviewId, *, by: StaffMember) -> None:
        """Note that the words of an unsure message are about to be shown."""
        with self.desk.new_unit() as unit:
            review = unit.reviews.get(review_id)
            facts = {"review": review.review_id}
            self.desk.record(unit, "personal_data_opened", by=f"staff:{by.staff_id}", details=facts)
            unit.commit()
