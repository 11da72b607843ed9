"""What the desk itself keeps about people, and how it ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.action import Action
from bot.domain.case import Case, CaseId
from bot.domain.message import MessageId
from bot.domain.request_tally import RequestTally


class OwnDataStore(Protocol):
    """Every list leaves out whom a hold stands on, and is short: what was dealt with is not in the next one."""

    def list_to_empty(self, *, closed_before: datetime, limit: int) -> tuple[CaseId, ...]:
        """Closed cases whose contents are still there."""
        ...

    def empty(self, case: Case, *, kept: Sequence[Action], at: datetime) -> None:
        """Destroy the case's key, and those of its messages that no other case needs.

        What timers still need is sealed again under a fresh key: the address, and the outcomes of `kept`.
        """
        ...

    def list_without_timers(self, *, limit: int) -> tuple[CaseId, ...]:
        """Emptied cases that keep a minimum, for which no timer runs and no letter waits to leave."""
        ...

    def destroy_minimum(self, case_id: CaseId, *, at: datetime) -> None:
        """The last timer has rung: the address goes too."""
        ...

    def list_messages_to_empty(self, *, stored_before: datetime, limit: int) -> tuple[MessageId, ...]:
        """Messages that are about no privacy request and were dealt with."""
        ...

    def empty_message(self, message_id: MessageId, *, at: datetime) -> None:
        """Destroy its key, and what was taught by it."""
        ...

    def list_records_to_end(self, *, closed_before: datetime, limit: int) -> tuple[CaseId, ...]:
        """Emptied cases that keep no minimum any more."""
        ...

    def end_record(self, case_id: CaseId, tally: RequestTally) -> None:
        """Take out every row of the case but its audit events, and count it."""
        ...
