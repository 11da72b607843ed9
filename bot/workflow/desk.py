"""What every step shares: transactions, time, ids, secrets and the house rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bot.domain.audit import NewEvent
from bot.domain.case import Case
from bot.domain.job import Job, JobName
from bot.domain.keyring import Keyring
from bot.domain.request import RequestType
from bot.ports.clock import Clock, IdSource
from bot.ports.unit_of_work import NewUnit, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """What RetailOps decided for itself.

    `zone` is the controller's, in which days are counted. `automatic` request types need no person's yes.
    `keep_contents` counts from a case's end, `keep_messages` from the arrival of mail that asks for nothing.
    `public_url` has no slash at its end; `mail_domain` goes into our Message-IDs.
    """

    zone: tzinfo
    public_url: str
    mail_domain: str
    complaints_person: str
    cool_off: timedelta = timedelta(hours=72)
    link_life: timedelta = timedelta(hours=72)
    keep_contents: timedelta = timedelta(days=90)
    keep_messages: timedelta = timedelta(days=90)
    keep_records_months: int = 24
    has_portal: bool = True
    automatic: frozenset[RequestType] = frozenset({RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The one helper for each state change stands here."""

    new_unit: NewUnit
    clock: Clock
    ids: IdSource
    keyring: Keyring
    rules: HouseRules

    def change(
        self,
        unit: UnitOfWork,
        before: Case,
        after: Case,
        *,
        by: str,
        event: str,
        details: Mapping[str, str] | None = None,
    ) -> Case:
        """Save a case with the audit event that says why; raises StaleVersion, and then nothing is written."""
        now = self.clock.now()
        if after.waits_for is not before.waits_for:
            after = replace(after, waiting_since=now)
        saved = unit.cases.save(before, after, at=now, by=by)
        facts = {"state": str(saved.state), "version": str(saved.version), **_moved(before, saved), **(details or {})}
        self.record(unit, event, by=by, case=saved, details=facts, at=now)
        return saved

    def record(
        self,
        unit: UnitOfWork,
        event: str,
        *,
        by: str,
        case: Case | None = None,
        details: Mapping[str, str] | None = None,
        at: datetime | None = None,
    ) -> None:
        """Append one audit event."""
        case_id = case.case_id if case else None
        moment = at or self.clock.now()
        unit.audit.append(NewEvent(at=moment, actor=by, action=event, case_id=case_id, details=details or {}))

    @staticmethod
    def enqueue(unit: UnitOfWork, name: JobName, argument: str, run_at: datetime | None = None) -> None:
        """Ask for a job after the commit."""
        unit.jobs.enqueue(Job(name=name, argument=argument, run_at=run_at))


SYSTEM = "system"
CUSTOMER = "customer"


def _moved(before: Case, after: Case) -> Mapping[str, str]:
    """A legal date never moves unseen."""
    was, is_now = (case.extended_until or case.due_on for case in (before, after))
    return {"due_before": was.isoformat(), "due": is_now.isoformat()} if was != is_now else {}
