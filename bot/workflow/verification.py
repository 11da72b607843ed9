"""Verification: who is this person, and does the holder of the address on file agree?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.authority import is_about_another, is_from_elsewhere
from bot.domain.candidate import Candidate
from bot.domain.case import Case, CaseId, CaseState, WaitsFor
from bot.domain.case_clock import with_dates
from bot.domain.identity import DataSubject, ProofMethod, SubjectKey
from bot.domain.job import JobName
from bot.domain.keyring import token_hash
from bot.domain.letter import LetterKind
from bot.domain.link import LinkId, LinkPurpose, OneTimeLink
from bot.domain.policy import POLICY
from bot.domain.proof import NO_ANSWERS, ProofAnswers, ProofRecord
from bot.domain.request import DenialReason
from bot.domain.staff import StaffMember
from bot.errors import DecisionRefused, LinkRefused, PlanChanged, ProofWrong, StaleVersion
from bot.ports.connector import Connector
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.alert import Alert
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.customer_view import CustomerView, customer_view, may_stop
from bot.workflow.desk import CUSTOMER, SYSTEM, Desk
from bot.workflow.matching import Matching, stops_for_another
from bot.workflow.one_time_link import (
    IdentityLinks,
    awaits_proof,
    list_proofs,
    may_be_asked,
    may_look_again,
    others_named,
)
from bot.workflow.proving import Proving


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Find the address on file → one-time link to it → a POST proves or stops."""

    desk: Desk
    correspondence: Correspondence
    connectors: Sequence[Connector]

    @property
    def proving(self) -> Proving:
        """Holds answers against what the systems know."""
        return Proving(desk=self.desk, connectors=self.connectors)

    @property
    def links(self) -> IdentityLinks:
        """Those that this step sends."""
        return IdentityLinks(desk=self.desk, correspondence=self.correspondence)

    def find_subject(self, case_id: CaseId) -> None:
        """Look the person up in the systems, then ask for proof or go on; unknown people are asked just the same."""
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            if not self._is_sought(unit, case):
                return
        payload = case.payload
        matching = Matching(connectors=self.connectors, clock=self.desk.clock)
        found = payload.candidates if payload.is_picked else matching.look_up(case)
        record = self.proving.collect(case, found[0]) if len(found) == 1 else ProofRecord()
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            if not self._is_sought(unit, case):
                return
            known = replace(case, payload=replace(case.payload, proof_record=record, candidates=()))
            if len(found) > 1 and POLICY[case.request_type].needs_identity:
                self._ask_which(unit, case, found)
            elif case.state is CaseState.RECEIVED:
                self._go_on(unit, case, known, found[0].subject if found else None)
            else:
                self.links.send(unit, self._know(unit, case, known, found[0].subject) if found else case)
            unit.commit()

    def pick(self, case_id: CaseId, *, choice: SubjectKey | None, by: StaffMember) -> Case:
        """Say whom of those who fit a message is about; None: nobody of them, so the link goes to who wrote.

        Picking proves nothing: the person picked is asked like anybody else.
        """
        actor = f"staff:{by.staff_id}"
        try:
            with self.desk.new_unit() as unit:
                case = unit.cases.get(case_id)
                if case.waits_for is not WaitsFor.WHICH_PERSON or not case.is_open:
                    raise DecisionRefused("Nobody has to be picked on this case.")
                keys = {each.key: each for each in case.payload.candidates}
                if choice is not None and choice not in keys:
                    raise DecisionRefused("That person is not among those who fit. Look again and pick.")
                picked = (keys[choice],) if choice is not None else ()
                payload = replace(case.payload, candidates=picked, is_picked=True)
                is_new = case.state is CaseState.RECEIVED
                # Links of a case that was looked up again are worthless: a fresh one follows.
                settled = replace(case, payload=payload, waits_for=WaitsFor.PLAN if is_new else WaitsFor.IDENTITY_PROOF)
                details = {"picked": choice or "nobody", "of": str(len(keys))}
                saved = self.desk.change(unit, case, settled, by=actor, event="person_picked", details=details)
                self.desk.enqueue(unit, JobName.FIND_SUBJECT, case_id)
                self.desk.enqueue(unit, JobName.EDIT_CARD, case_id)
                unit.commit()
        except StaleVersion as error:
            raise PlanChanged("Somebody else decided at the same moment. Look again and decide.") from error
        return saved

    def look(self, token: str) -> CustomerView:
        """Where the case stands; a GET, so nothing changes. Raises LinkRefused for a token that is none of ours."""
        with self.desk.new_unit() as unit:
            link = self._find_link(unit, token)
            return customer_view(unit.cases.get(link.case_id), link, now=self.desk.clock.now())

    def confirm(self, token: str, answers: ProofAnswers = NO_ANSWERS) -> CustomerView:
        """The holder of the address on file says "it is me", with what else the law asks for; works once.

        A wrong answer uses up no link but one of a few tries, and after the last of them the case is closed.
        Raises ProofIncomplete, ProofWrong or LinkRefused.
        """
        with self.desk.new_unit() as unit:
            link, case = self._use(unit, token)
            if link.purpose is not LinkPurpose.PROVE_IDENTITY or not awaits_proof(case):
                raise LinkRefused("There is nothing left to confirm: your request has already moved on.")
            now = self.desk.clock.now()
            shown = self.proving.check(case, answers)
            if shown is not None:
                saved = self._accept(unit, case, shown, now)
                unit.commit()
                return customer_view(saved, replace(link, used_at=now), now=self.desk.clock.now())
        # The link was used in a unit that is gone; only the wrong answer is written down.
        self._count_wrong(case)
        raise ProofWrong("That does not fit what we have on file.")

    def stop(self, token: str) -> CustomerView:
        """The holder of the address on file says "not me" or "no longer"; works once, until systems are touched."""
        with self.desk.new_unit() as unit:
            link, case = self._use(unit, token)
            if not may_stop(case):
                raise LinkRefused("It is too late to stop this: the work has begun. Please write to us.")
            owes = is_from_elsewhere(case) and not is_about_another(case) and case.proved_at is None
            stopped = replace(case, payload=replace(case.payload, owes_writer_a_word=owes))
            saved = self._end(unit, case, stopped.move_to(CaseState.WITHDRAWN), LetterKind.WITHDRAWN, by=CUSTOMER)
            unit.commit()
        return customer_view(saved, replace(link, used_at=self.desk.clock.now()), now=self.desk.clock.now())

    def expire(self, link_id: LinkId) -> None:
        """The time to prove identity is over, unless a link sent later is still good: say so, and close.

        A case about somebody else goes to a person instead.
        """
        with self.desk.new_unit() as unit:
            link = unit.links.get(link_id)
            case = unit.cases.get(link.case_id)
            if case.payload.owes_writer_a_word:
                self._tell_writer(unit, case)
                return
            if link.used_at is not None or not awaits_proof(case) or self.links.is_any_good(unit, case):
                return
            if is_about_another(case):
                # A relative's word is no proof, and a dead man's mailbox no refusal: a person looks.
                asking = replace(case, waits_for=WaitsFor.PLAN)
                self.desk.change(unit, case, asking, by=SYSTEM, event="identity_unanswered")
                self.desk.enqueue(unit, JobName.BUILD_PLAN, case.case_id)
            else:
                self._end(unit, case, case.move_to(CaseState.DENIED), LetterKind.IDENTITY_EXPIRED, by=SYSTEM)
            unit.commit()

    def _is_sought(self, unit: UnitOfWork, case: Case) -> bool:
        """A new case, or one whose links were made worthless because its writer told more."""
        if case.state is CaseState.RECEIVED:
            return case.waits_for is not WaitsFor.WHICH_PERSON
        return may_look_again(case) and not self.links.is_any_good(unit, case)

    def _tell_writer(self, unit: UnitOfWork, case: Case) -> None:
        """Who asked from elsewhere hears of a stop when, and in the words in which, nobody would have answered."""
        if max(link.expires_at for link in list_proofs(unit, case)) > self.desk.clock.now():
            return
        told = replace(case, payload=replace(case.payload, owes_writer_a_word=False))
        saved = self.desk.change(unit, case, told, by=SYSTEM, event="writer_told")
        self.correspondence.write(unit, saved, LetterKind.IDENTITY_EXPIRED, base_facts(saved))
        unit.commit()

    def _accept(self, unit: UnitOfWork, case: Case, shown: Case, now: datetime) -> Case:
        proved = replace(shown, proof=ProofMethod.ONE_TIME_LINK, proved_at=now, waits_for=WaitsFor.PLAN)
        dated = with_dates(proved, self.desk.rules.zone)
        points = {"points": ",".join(shown.payload.proof_record.points) or "none"}
        saved = self.desk.change(unit, case, dated, by=CUSTOMER, event="identity_proved", details=points)
        self.desk.enqueue(unit, JobName.BUILD_PLAN, case.case_id)
        return saved

    def _count_wrong(self, case: Case) -> None:
        """One answer at a time: of several sent at once, one is judged and the others find the case changed."""
        record = replace(case.payload.proof_record, tries=case.payload.proof_record.tries + 1)
        counted = replace(case, payload=replace(case.payload, proof_record=record))
        with self.desk.new_unit() as unit:
            details = {"tries": str(record.tries)}
            saved = self.desk.change(unit, case, counted, by=CUSTOMER, event="identity_answer_wrong", details=details)
            if self.proving.is_locked(saved):
                self.desk.record(unit, "identity_locked", by=SYSTEM, case=saved)
                owes = is_from_elsewhere(saved) and not is_about_another(saved)
                moved = replace(saved, payload=replace(saved.payload, owes_writer_a_word=owes)).move_to(
                    CaseState.DENIED
                )
                self._end(unit, saved, moved, LetterKind.REFUSAL, by=SYSTEM)
            unit.commit()

    def _ask_which(self, unit: UnitOfWork, case: Case, found: tuple[Candidate, ...]) -> None:
        """Guessing could send one person's link, and then their data, to another."""
        keyed = tuple(replace(each, key=self.desk.keyring.subject_key(each.subject.address)) for each in found)
        waiting = replace(case, payload=replace(case.payload, candidates=keyed), waits_for=WaitsFor.WHICH_PERSON)
        details = {"candidates": str(len(found))}
        self.desk.change(unit, case, waiting, by=SYSTEM, event="several_people_fit", details=details)
        self.desk.enqueue(unit, JobName.POST_CARD, case.case_id)

    def _go_on(self, unit: UnitOfWork, before: Case, case: Case, found: DataSubject | None) -> None:
        """`case` carries what was found out about `before` and is not written yet."""
        is_on_file = found is not None
        if found is None and stops_for_another(case):
            found = DataSubject(address=others_named(case)[0])
        if found is not None:
            case = self._know(unit, before, case, found, is_on_file=is_on_file)
        if not POLICY[case.request_type].needs_identity or not may_be_asked(case):
            self.desk.enqueue(unit, JobName.BUILD_PLAN, case.case_id)
            return
        asked = replace(
            case.move_to(CaseState.AWAITING_VERIFICATION),
            waits_for=WaitsFor.IDENTITY_PROOF,
            identity_asked_at=self.desk.clock.now(),
        )
        case = self.desk.change(unit, before if found is None else case, asked, by=SYSTEM, event="identity_asked")
        self.links.send(unit, case)

    def _know(self, unit: UnitOfWork, before: Case, case: Case, found: DataSubject, *, is_on_file: bool = True) -> Case:
        subject = replace(found, identifiers=case.payload.subject.identifiers)
        known = replace(
            case,
            payload=replace(case.payload, subject=subject, is_on_file=is_on_file),
            subject_key=self.desk.keyring.subject_key(subject.address),
        )
        saved = self.desk.change(unit, before, known, by=SYSTEM, event="subject_found")
        if is_on_file:
            Alert(desk=self.desk, correspondence=self.correspondence).send(unit, saved)
        return saved

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

    def _end(self, unit: UnitOfWork, case: Case, moved: Case, letter: LetterKind, *, by: str) -> Case:
        is_denied = moved.state is CaseState.DENIED
        ended = replace(
            moved,
            waits_for=WaitsFor.NOTHING,
            closed_at=self.desk.clock.now(),
            denial_reason=DenialReason.INSUFFICIENT_VERIFICATION if is_denied else None,
        )
        saved = self.desk.change(unit, case, ended, by=by, event=f"case_{ended.state}")
        self.correspondence.write(unit, saved, letter, replace(base_facts(saved), reason=saved.denial_reason))
        self.desk.enqueue(unit, JobName.EDIT_CARD, case.case_id)
        self.desk.enqueue(unit, JobName.CLOSE_TICKET, case.case_id)
        return saved
