"""Sealing: once a day is over, one hash fixes its events and is posted where this database cannot reach it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.audit_check import SEALED
from bot.domain.audit_root import AuditRoot
from bot.domain.job import JobName
from bot.domain.legal_clock import local_day
from bot.domain.merkle import merkle_root
from bot.domain.written_date import written_date
from bot.errors import NotFound
from bot.ports.approval_desk import ApprovalDesk
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import SYSTEM, Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """Looked after by a poller: a desk that was switched off for days seals each of them when it is back."""

    desk: Desk
    approval_desk: ApprovalDesk

    def seal_due(self) -> int:
        """Make the root of every day that is over and has none; how many were made."""
        count = 0
        while self._seal_next():
            count += 1
        return count

    def post(self, day: date) -> None:
        """Show a root to people, once; they are outside this database, and so is what they saw."""
        with self.desk.new_unit() as unit:
            root = unit.roots.find(day)
        if root is None:
            raise NotFound(f"The audit log of {day} has no root.")
        self.approval_desk.post_notice(_notice(root), key=f"audit-root/{day}")

    def _seal_next(self) -> bool:
        with self.desk.new_unit() as unit:
            root = self._next_root(unit)
            if root is None or not unit.roots.add(root):
                return False
            facts = {"day": str(root.day), "first": str(root.first), "last": str(root.last), "root": root.root}
            self.desk.record(unit, SEALED, by=SYSTEM, details=facts)
            self.desk.enqueue(unit, JobName.POST_ROOT, str(root.day))
            unit.commit()
        return True

    def _next_root(self, unit: UnitOfWork) -> AuditRoot | None:
        unsealed = unit.roots.find_unsealed()
        if unsealed is None:
            return None
        first, at = unsealed
        zone, newest = self.desk.rules.zone, unit.roots.find_newest()
        day = local_day(at, zone)
        if newest is not None:
            # An event that was under way at midnight came after its day was sealed: it belongs to the next.
            day = max(day, newest.day + timedelta(days=1))
        if day >= local_day(self.desk.clock.now(), zone):
            return None
        leaves = unit.roots.list_leaves(
            first, before=datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(1)
        )
        last = leaves[-1]
        return AuditRoot(
            day=day,
            first=first,
            last=last.sequence,
            root=merkle_root([leaf.hash for leaf in leaves]),
            last_hash=last.hash,
        )


def _notice(root: AuditRoot) -> str:
    day = written_date(root.day, None)
    events = f"event {root.first}" if root.events == 1 else f"events {root.first} to {root.last}"
    return (
        f"The audit log of {day} is sealed: {events}, root {root.root}. Leave this message where it is: with it "
        f"anybody can tell whether the log was changed later (privacy-desk audit verify --root {root.day}={root.root})."
    )
