"""Verification: who is this person, and does the holder of the address on file agree?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from bot.domain.action import SystemName
from bot.domain.authority import is_about_another
from bot.domain.case import Case, CaseId, CaseNumber, CaseState, WaitsFor
from bot.domain.case_clock import with_dates
from bot.domain.identity import DataSubject, Identifiers, ProofMethod
from bot.domain.job import JobName
from bot.domain.keyring import token_hash
from bot.domain.letter import LetterKind
from bot.domain.link import LinkId, LinkPurpose, OneTimeLink
from bot.domain.policy import POLICY
from bot.domain.request import DenialReason, Language, RequestType
from bot.errors import LinkRefused, PermanentFailure, TemporaryFailure
from bot.ports.connector import Connector
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import CUSTOMER, SYSTEM, Desk
from bot.workflow.one_time_link import IdentityLinks, awaits_proof, may_be_asked, others_named

_PATIENCE: Final = timedelta(hours=12)
"""How long a system that does not answer may keep us from knowing who somebody is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """What the page behind a one-time link shows: no personal data, the link may have leaked."""

    number: CaseNumber
    request_type: RequestType
    language: Language
    state: CaseState
    waits_for: WaitsFor
    due_on: date
    may_confirm: bool
    may_stop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Find the address on file → one-time link to it → a POST proves or stops."""

    desk: Desk
    correspondence: Correspondence
    connectors: Sequence[Connector]

    @property
    def links(self) -> IdentityLinks:
        """Those that this step sends."""
        return IdentityLinks(desk=self.desk, correspondence=self.correspondence)

    def find_subject(self, case_id: CaseId) -> None:
        """Look the person up in the systems, then ask for proof or go on; unknown people are asked just the same."""
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
        if case.state is not CaseState.RECEIVED:
            return
        found = self._look_up(case)
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            if case.state is not CaseState.RECEIVED:
                return
            self._go_on(unit, case, found)
            unit.commit()

    def look(self, token: str) -> CustomerView:
        """Where the case stands; a GET, so nothing changes. Raises LinkRefused for a token that is none of ours."""
        with self.desk.new_unit() as unit:
            link = self._find_link(unit, token)
            return self._view(unit.cases.get(link.case_id), link)

    def confirm(self, token: str) -> CustomerView:
        """The holder of the address on file says "it is me"; works once."""
        with self.desk.new_unit() as unit:
            link, case = self._use(unit, token)
            if link.purpose is not LinkPurpose.PROVE_IDENTITY or not awaits_proof(case):
                raise LinkRefused("There is nothing left to confirm: your request has already moved on.")
            now = self.desk.clock.now()
            proved = replace(case, proof=ProofMethod.ONE_TIME_LINK, proved_at=now, waits_for=WaitsFor.PLAN)
            dated = with_dates(proved, self.desk.rules.zone)
            saved = self.desk.change(unit, case, dated, by=CUSTOMER, event="identity_proved")
            self.desk.enqueue(unit, JobName.BUILD_PLAN, case.case_id)
            unit.commit()
        return self._view(saved, replace(link, used_at=now))

    def stop(self, token: str) -> CustomerView:
        """The holder of the address on file says "not me" or "no longer"; works once, until systems are touched."""
        with self.desk.new_unit() as unit:
            link, case = self._use(unit, token)
            if not _may_stop(case):
                raise LinkRefused("It is too late to stop this: the work has begun. Please write to us.")
            saved = self._end(unit, case, CaseState.WITHDRAWN, LetterKind.WITHDRAWN, by=CUSTOMER)
            unit.commit()
        return self._view(saved, replace(link, used_at=self.desk.clock.now()))

    def expire(self, link_id: LinkId) -> None:
        """The time to prove identity is over, unless a link sent later is still good: say so, and close.

        A case about somebody else goes to a person instead.
        """
        with self.desk.new_unit() as unit:
            link = unit.links.get(link_id)
            case = unit.cases.get(link.case_id)
            if link.used_at is not None or not awaits_proof(case) or self.links.is_any_good(unit, case):
                return
            if is_about_another(case):
                # A relative's word is no proof, and a dead man's mailbox no refusal: a person looks.
                asking = replace(case, waits_for=WaitsFor.PLAN)
                self.desk.change(unit, case, asking, by=SYSTEM, event="identity_unanswered")
                self.desk.enqueue(unit, JobName.BUILD_PLAN, case.case_id)
            else:
                self._end(unit, case, CaseState.DENIED, LetterKind.IDENTITY_EXPIRED, by=SYSTEM)
            unit.commit()

    def _look_up(self, case: Case) -> DataSubject | None:
        failures: list[SystemName] = []
        for identifiers in _asked_about(case):
            for connector in self.connectors:
                try:
                    found = connector.find_subject(identifiers)
                except PermanentFailure:
                    # Its own actions will show it to people; the person must not wait for it.
                    continue
                except TemporaryFailure:
                    failures.append(connector.system)
                    continue
                if found is not None:
                    return found
        if failures and self._is_worth_waiting(case):
            raise TemporaryFailure(f"nobody found yet, and {', '.join(sorted(set(failures)))} did not answer")
        return None

    def _is_worth_waiting(self, case: Case) -> bool:
        """Opt-outs wait for nobody; and after half a day the link goes to who wrote: the law's clock is running."""
        age = self.desk.clock.now() - case.received_at
        return POLICY[case.request_type].needs_identity and age < _PATIENCE

    def _go_on(self, unit: UnitOfWork, case: Case, found: DataSubject | None) -> None:
        is_on_file = found is not None
        if found is None and _stops_for_another(case):
            found = DataSubject(address=others_named(case)[0])
        if found is not None:
            subject = replace(found, identifiers=case.payload.subject.identifiers)
            known = replace(
                case,
                payload=replace(case.payload, subject=subject, is_on_file=is_on_file),
                subject_key=self.desk.keyring.subject_key(subject.address),
            )
            case = self.desk.change(unit, case, known, by=SYSTEM, event="subject_found")
        if not POLICY[case.request_type].needs_identity or not may_be_asked(case):
            self.desk.enqueue(unit, JobName.BUILD_PLAN, case.case_id)
            return
        asked = replace(
            case.move_to(CaseState.AWAITING_VERIFICATION),
            waits_for=WaitsFor.IDENTITY_PROOF,
            identity_asked_at=self.desk.clock.now(),
        )
        case = self.desk.change(unit, case, asked, by=SYSTEM, event="identity_asked")
        self.links.send(unit, case)

    def _use(self, unit: UnitOfWork, token: str) -> tuple[OneTimeLink, Case]:
        now = self.desk.clock.now()
        link = self._find_link(unit, token)
        if not link.is_good(now) or not unit.links.use(link.link_id, now):
            raise LinkRefused("This link was used already or is too old. Write to us again and you get a new one.")
        return link, unit.cases.get(link.case_id)

    def _find_link(self, unit: UnitOfWork, token: str) -> OneTimeLink:
        link = unit.links.find(token_hash(token))
        if link is None:
            raise LinkRefused("This link does not work. Please open it again from our mail, or write to us.")
        return link

    def _end(self, unit: UnitOfWork, case: Case, state: CaseState, letter: LetterKind, *, by: str) -> Case:
        is_denied = state is CaseState.DENIED
        ended = replace(
            case.move_to(state),
            waits_for=WaitsFor.NOTHING,
            closed_at=self.desk.clock.now(),
            denial_reason=DenialReason.INSUFFICIENT_VERIFICATION if is_denied else None,
        )
        saved = self.desk.change(unit, case, ended, by=by, event=f"case_{state}")
        self.correspondence.write(unit, saved, letter, base_facts(saved))
        self.desk.enqueue(unit, JobName.EDIT_CARD, case.case_id)
        self.desk.enqueue(unit, JobName.CLOSE_TICKET, case.case_id)
        return saved

    def _view(self, case: Case, link: OneTimeLink) -> CustomerView:
        is_good = link.is_good(self.desk.clock.now())
        is_proof = link.purpose is LinkPurpose.PROVE_IDENTITY and awaits_proof(case)
        return CustomerView(
            number=case.number,
            request_type=case.request_type,
            language=case.language,
            state=case.state,
            waits_for=case.waits_for,
            due_on=case.extended_until or case.due_on,
            may_confirm=is_good and is_proof,
            may_stop=is_good and _may_stop(case),
        )


def _may_stop(case: Case) -> bool:
    return case.is_open and case.state is not CaseState.IN_FULFILMENT


def _asked_about(case: Case) -> tuple[Identifiers, ...]:
    """Whom a message may be about, in the order to look for them.

    With a link to the address on file it may be anybody named. Without one it is who wrote; only a stop may name
    another e-mail address, known or not, for holding it up is forbidden and keeping an address out harms nobody.
    Whoever writes for somebody else is never looked for: what is theirs must not be taken for the other's.
    """
    written_from, named = Identifiers(emails=(case.payload.requester,)), case.payload.subject.identifiers
    if is_about_another(case) and not POLICY[case.request_type].may_be_automatic:
        return (named,) if named != Identifiers() else ()
    if POLICY[case.request_type].needs_identity:
        return written_from, named
    if _stops_for_another(case):
        return (Identifiers(emails=others_named(case)[:1]),)
    return () if is_about_another(case) else (written_from,)


def _stops_for_another(case: Case) -> bool:
    return POLICY[case.request_type].may_be_automatic and bool(others_named(case))
