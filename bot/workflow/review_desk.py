"""The review desk: a person reads what the classifier could not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.card import ReviewId
from bot.domain.job import JobName
from bot.domain.message import MessageOutcome
from bot.domain.request import RequestType
from bot.domain.staff import StaffMember
from bot.domain.tally import DecidedOn
from bot.errors import DecisionRefused, KeyDestroyed
from bot.ports.mail import MessageParser
from bot.workflow.desk import Desk
from bot.workflow.opening import Opening
from bot.workflow.reading import read
from bot.workflow.tallying import tally_decision
from bot.workflow.teaching import keep_example

_GONE: Final = "The words of this message are gone: the time to keep them ended. There is nothing left to decide."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """One decision a message: each chosen request becomes a case, none leaves it alone; either way it teaches."""

    desk: Desk
    parser: MessageParser
    opening: Opening

    def decide(self, review_id: ReviewId, *, labels: Sequence[RequestType], by: StaffMember) -> None:
        """A person's reading of an unsure message; raises DecisionRefused when somebody was faster."""
        try:
            self._decide(review_id, labels, by)
        except KeyDestroyed as error:
            raise DecisionRefused(_GONE) from error

    def _decide(self, review_id: ReviewId, labels: Sequence[RequestType], by: StaffMember) -> None:
        with self.desk.new_unit() as unit:
            review = unit.reviews.get(review_id)
            stored = unit.messages.get(review.message_id)
        reading = read(stored, self.parser)
        decided = replace(
            review,
            labels=tuple(dict.fromkeys(labels)),
            decided_by=by.staff_id,
            decided_at=self.desk.clock.now(),
        )
        actor = f"staff:{by.staff_id}"
        with self.desk.new_unit() as unit:
            if not unit.reviews.decide(decided):
                raise DecisionRefused("Somebody has already decided on this message. The card shows what they chose.")
            for label in decided.labels or ():
                self.opening.open(unit, reading, review.classification, label, by=actor)
            unit.messages.settle(
                review.message_id,
                _outcome(stored.outcome, has_chosen=bool(decided.labels)),
                rfc_message_id=reading.mail.rfc_message_id,
                classification=review.classification,
            )
            tally_decision(self.desk, unit, review.classification, decided.labels or (), decided_on=DecidedOn.REVIEW)
            keep_example(self.desk, unit, reading, review.classification, labels=decided.labels or (), by=by.staff_id)
            facts = {"review": review_id, "labels": ",".join(decided.labels or ()) or "none"}
            self.desk.record(unit, "review_decided", by=actor, details=facts)
            self.desk.enqueue(unit, JobName.EDIT_REVIEW, review_id)
            unit.commit()


def _outcome(before: MessageOutcome, *, has_chosen: bool) -> MessageOutcome:
    """A message that belonged to a case already, or opened one, stays where it is when nothing more is in it."""
    if has_chosen:
        return MessageOutcome.CASES_OPENED
    return MessageOutcome.LEFT_ALONE if before is MessageOutcome.IN_REVIEW else before
