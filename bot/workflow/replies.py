"""Replies: what a customer who asks where it stands, or writes to a closed case, hears at once."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.domain.case import Case
from bot.domain.identity import EmailAddress, Identifiers
from bot.domain.job import JobName
from bot.domain.legal_clock import local_day
from bot.domain.letter import LetterFacts, LetterKind
from bot.domain.standing import Standing, standing
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import CUSTOMER, SYSTEM, Desk
from bot.workflow.one_time_link import IdentityLinks, may_look_again

_ONCE_IN: Final = timedelta(days=1)
_THESE: Final = frozenset({LetterKind.STATUS, LetterKind.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Short letters that say nothing personal, to a participant of the case, at most one a day and case."""

    desk: Desk
    correspondence: Correspondence

    def tell_status(self, unit: UnitOfWork, case: Case, asker: EmailAddress) -> None:
        """Where it stands, what it waits for, and until when they hear from us."""
        facts = base_facts(case)
        stands = standing(case, asker)
        if case.is_overdue(local_day(self.desk.clock.now(), self.desk.rules.zone)) or stands is Standing.QUESTION:
            # A date that has passed is no promise, and one that waits for their answer is not known.
            facts = replace(facts, due_on=None)
        self._write(unit, case, LetterKind.STATUS, replace(facts, standing=stands), asker)

    def tell_closed(self, unit: UnitOfWork, case: Case, asker: EmailAddress, *, person_reads: bool) -> None:
        """That the case is closed and how to ask anew; and whether a person looks at what they wrote."""
        self._write(unit, case, LetterKind.CLOSED, replace(base_facts(case), person_reads=person_reads), asker)

    def note_identifiers(self, unit: UnitOfWork, case: Case, found: Identifiers) -> Case:
        """Keep what the customer names to be found by, and look for them again, as long as nobody was found.

        The links sent so far are worthless from then on, whoever is found: a proof by the writer's address must not
        hold for somebody that an order number leads to, and nobody shall see from it whether we know anybody.
        """
        payload = case.payload
        named = found.without(payload.subject.identifiers, Identifiers(emails=(payload.requester,)))
        links = IdentityLinks(desk=self.desk, correspondence=self.correspondence)
        if named == Identifiers() or not may_look_again(case) or not links.void(unit, case):
            return case
        subject = replace(payload.subject, identifiers=payload.subject.identifiers.joined(named))
        told = replace(case, payload=replace(payload, subject=subject, is_picked=False))
        saved = self.desk.change(unit, case, told, by=CUSTOMER, event="identifiers_added")
        self.desk.enqueue(unit, JobName.FIND_SUBJECT, case.case_id)
        return saved

    def _write(self, unit: UnitOfWork, case: Case, kind: LetterKind, facts: LetterFacts, asker: EmailAddress) -> None:
        since = self.desk.clock.now() - _ONCE_IN
        if any(letter.kind in _THESE and letter.created_at > since for letter in unit.outbox.list_of(case.case_id)):
            self.desk.record(unit, "status_withheld", by=SYSTEM, case=case, details={"kind": kind})
            return
        self.correspondence.write_to(unit, case, kind, facts, participant=asker)
