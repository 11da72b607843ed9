"""Announcing: every card says what is true now; it is posted once and edited ever after."""

from dataclasses import dataclass

from bot.domain.card import ApprovalCard, ReviewCard, ReviewId
from bot.domain.case import Case, CaseId
from bot.domain.job import JobName
from bot.domain.review import Review
from bot.ports.approval_desk import ApprovalDesk
from bot.workflow.card_words import CardWriter
from bot.workflow.desk import SYSTEM, Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcing:
    """Read the case → post or edit outside the transaction → note where the card stands."""

    desk: Desk
    approval_desk: ApprovalDesk
    cards: CardWriter

    def post_card(self, case_id: CaseId) -> None:
        """Show a case to people; showing it again finds the first card."""
        case, card = self._case_card(case_id)
        ref = self.approval_desk.post_approval(card, key=case_id)
        with self.desk.new_unit() as unit:
            unit.cards.add(case_id, ref)
            self.desk.record(unit, "card_posted", by=SYSTEM, case=case, details={"channel": ref.channel})
            if unit.cases.get(case_id).version != case.version:
                # It changed between the look and the note: an edit that came in between found no card to edit.
                self.desk.enqueue(unit, JobName.EDIT_CARD, case_id)
            unit.commit()

    def edit_card(self, case_id: CaseId) -> None:
        """Make every posted copy say what is true now."""
        case, card = self._case_card(case_id)
        with self.desk.new_unit() as unit:
            refs = unit.cards.list_of(case_id)
        for ref in refs:
            self.approval_desk.edit_approval(ref, card)
        with self.desk.new_unit() as unit:
            if refs and unit.cases.get(case_id).version != case.version:
                # Another runner may have shown the newer state before we overwrote it.
                self.desk.enqueue(unit, JobName.EDIT_CARD, case_id)
                unit.commit()

    def post_review(self, review_id: ReviewId) -> None:
        """Show an unsure message to people."""
        review, card = self._review_card(review_id)
        ref = self.approval_desk.post_review(card, key=review_id)
        with self.desk.new_unit() as unit:
            unit.cards.add(review_id, ref)
            if unit.reviews.get(review_id).decided_at != review.decided_at:
                self.desk.enqueue(unit, JobName.EDIT_REVIEW, review_id)
            unit.commit()

    def edit_review(self, review_id: ReviewId) -> None:
        """Make every posted copy say what was decided."""
        _, card = self._review_card(review_id)
        with self.desk.new_unit() as unit:
            refs = unit.cards.list_of(review_id)
        for ref in refs:
            self.approval_desk.edit_review(ref, card)

    def _case_card(self, case_id: CaseId) -> tuple[Case, ApprovalCard]:
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            actions = unit.actions.list_of(case_id)
            decisions = unit.decisions.list_of(case_id, None)
        return case, self.cards.approval_card(case, actions, decisions, now=self.desk.clock.now())

    def _review_card(self, review_id: ReviewId) -> tuple[Review, ReviewCard]:
        with self.desk.new_unit() as unit:
            review = unit.reviews.get(review_id)
        return review, self.cards.review_card(review, now=self.desk.clock.now())
