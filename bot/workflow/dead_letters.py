"""Dead letters: what could not be handled is kept, shown, and tried again when a person says so."""

from dataclasses import dataclass

from bot.domain.job import JobName
from bot.domain.message import MessageId
from bot.domain.staff import StaffMember
from bot.workflow.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetters:
    """The way back for a message."""

    desk: Desk

    def reprocess(self, message_id: MessageId, *, by: StaffMember | None = None) -> None:
        """Take a dead letter through triage again from its kept bytes; raises NotFound when it is none."""
        actor = f"staff:{by.staff_id}" if by else "operator"
        with self.desk.new_unit() as unit:
            unit.messages.revive(message_id)
            self.desk.record(unit, "message_reprocessed", by=actor, details={"message": message_id})
            self.desk.enqueue(unit, JobName.TRIAGE, message_id)
            unit.commit()
