"""Receipts; see bot.ports.receipts.Receipts. They hold no personal data beyond the case's number."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.domain.audit import AuditEvent
from bot.domain.case import CaseId, CaseNumber
from bot.domain.receipt import ISSUED, Receipt
from bot.store.audit_rows import read_event
from bot.store.root_tables import receipts
from bot.store.tables import audit_events
from bot.store.upsert import insert_once


@dataclass(frozen=True, slots=True)
class ReceiptRows:
    """The `receipts` table."""

    connection: Connection

    def add(self, case_id: CaseId, receipt: Receipt) -> bool:
        """False when the case has one already."""
        values = {
            "case_id": case_id,
            "number": receipt.number,
            "content": receipt.content,
            "signature": receipt.signature,
        }
        return insert_once(self.connection, receipts, values)

    def find(self, case_id: CaseId) -> Receipt | None:
        """The receipt of a case."""
        row = self.connection.execute(select(receipts).where(receipts.c.case_id == case_id)).first()
        if row is None:
            return None
        return Receipt(number=CaseNumber(row.number), content=row.content, signature=row.signature)

    def find_event(self, case_id: CaseId) -> AuditEvent | None:
        """The audit event that holds its digest."""
        wanted = select(audit_events).where(audit_events.c.case_id == case_id, audit_events.c.action == ISSUED)
        row = self.connection.execute(wanted.order_by(audit_events.c.sequence).limit(1)).first()
        return read_event(row) if row is not None else None
