"""Receipts, inside a unit of work."""

from typing import Protocol

from bot.domain.audit import AuditEvent
from bot.domain.case import CaseId
from bot.domain.receipt import Receipt


class Receipts(Protocol):
    """One a case at most; never changed."""

    def add(self, case_id: CaseId, receipt: Receipt) -> bool:
        """False when the case has one already."""
        ...

    def find(self, case_id: CaseId) -> Receipt | None:
        """The receipt of a case."""
        ...

    def find_event(self, case_id: CaseId) -> AuditEvent | None:
        """The audit event that holds its digest."""
        ...
