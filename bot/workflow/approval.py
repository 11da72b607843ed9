"""Approval: nothing runs without a yes to exactly this plan, from the right number of different people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.authority import lacks_authority
from bot.domain.case import Case, CaseId, CaseState, PlanHash, WaitsFor
from bot.domain.case_clock import asked, paused_since
from bot.domain.condition import earliest_start, is_for_people
from bot.domain.correction import Correction
from bot.domain.decision import PlanDecision, Verdict
from bot.domain.identity import DataSubject, EmailAddress, ProofMethod
from bot.domain.job import JobName
from bot.domain.legal_clock import local_day
from bot.domain.letter import LetterFacts, LetterKind
from bot.domain.link import LinkPurpose
from bot.domain.plan import plan_hash as hash_of_plan
from bot.domain.plan import waits_for_people
from bot.domain.policy import POLICY
from bot.domain.refusal import ProposedRefusal
from bot.domain.request import DenialReason, RequestType
from bot.domain.staff import StaffDirectory, StaffMember
from bot.domain.who_may_decide import (
    PLANNING,
    approvals_needed,
    refuse_conflict,
    refuse_not_open,
    refuse_role,
    refuse_unready,
    refuse_without_manager,
    too_late,
)
from bot.errors import DecisionRefused, PlanChanged, StaleVersion
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.alert import Alert
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import Desk
from bot.workflow.one_time_link import new_link
from bot.workflow.refusals import noting_refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The same step behind every surface; a refusal is a sentence for the person who clicked."""

    desk: Desk
    correspondence: Correspondence
    staff: StaffDirectory

    def approve(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember) -> Case:
        """Say yes to the plan that was shown; the last yes needed starts the work, after the cool-off."""
        with noting_refusals(self.desk, case_id, "approve", by=by, plan_hash=plan_hash), self.desk.new_unit() as unit:
            case = self._get_open(unit, case_id, plan_hash, by)
            refuse_unready(case)
            refuse_conflict(case, by)
            saved = self._add_yes(unit, case, plan_hash, by)
            unit.commit()
        return saved

    def may_decide(self, case_id: CaseId, *, plan_hash: PlanHash | None, by: StaffMember) -> None:
        """Refuse before a form is opened what would be refused when it is sent."""
        with noting_refusals(self.desk, case_id, "look", by=by, plan_hash=plan_hash), self.desk.new_unit() as unit:
            self._get_open(unit, case_id, plan_hash, by)

    def deny(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember, reason: DenialReason, words: str) -> Case:
        """Refuse the request with a coded reason; the customer reads `words`."""
        if not words.strip():
            raise DecisionRefused("Please write the sentence that the customer will read.")
        with noting_refusals(self.desk, case_id, "deny", by=by, plan_hash=plan_hash), self.desk.new_unit() as unit:
            case = self._get_open(unit, case_id, plan_hash, by)
            unit.decisions.add(self._decision(case_id, plan_hash, by, Verdict.DENIED))
            now = self.desk.clock.now()
            denied = replace(
                case.move_to(CaseState.DENIED), waits_for=WaitsFor.NOTHING, denial_reason=reason, closed_at=now
            )
            saved = self._change(unit, case, denied, by, "case_denied", {"reason": reason})
            facts = replace(base_facts(saved), reason=reason, reason_words=words.strip())
            self.correspondence.write(unit, saved, LetterKind.REFUSAL, facts)
            self.desk.enqueue(unit, JobName.CLOSE_TICKET, case_id)
            unit.commit()
        return saved

    def propose_refusals(self, case_id: CaseId) -> Mapping[DenialReason, ProposedRefusal]:
        """Our usual sentence for each reason, in the customer's language; empty where only a person can say why."""
        with self.desk.new_unit() as unit:
            language = unit.cases.get(case_id).language
        return self.correspondence.letters.refusals(language)

    def ask(self, case_id: CaseId, *, by: StaffMember, words: str) -> Case:
        """Ask the customer for information; the case waits for their answer, and its clock where the law stops it."""
        if not words.strip():
            raise DecisionRefused("Please write what you need to know from the customer.")
        with noting_refusals(self.desk, case_id, "ask", by=by), self.desk.new_unit() as unit:
            case = self._get_open(unit, case_id, None, by)
            if case.waits_for is WaitsFor.COOL_OFF:
                raise DecisionRefused("This case is approved already; there is nothing left to ask.")
            if case.waits_for is WaitsFor.PLAN:
                raise PlanChanged(PLANNING)
            zone, payload = self.desk.rules.zone, replace(case.payload, question=words.strip())
            waiting = replace(asked(case, self.desk.clock.now(), zone), waits_for=WaitsFor.INFORMATION, payload=payload)
            pauses = paused_since(waiting, zone) is not None
            details = {"clock": "paused" if pauses else "runs"}
            saved = self._change(unit, case, waiting, by, "information_asked", details)
            facts: LetterFacts = replace(base_facts(saved), question=words.strip(), clock_pauses=pauses)
            self.correspondence.write(unit, saved, LetterKind.INFORMATION_REQUEST, facts)
            unit.commit()
        return saved

    def correct(self, case_id: CaseId, *, correction: Correction, by: StaffMember) -> Case:
        """Say what is to be corrected; a new plan follows, and decisions on the old one are void."""
        with self.desk.new_unit() as unit:
            case = self._get_open(unit, case_id, None, by)
            if case.request_type is not RequestType.RECTIFICATION or case.waits_for is WaitsFor.COOL_OFF:
                raise DecisionRefused("There is nothing to correct on this case.")
            payload = replace(case.payload, correction=correction)
            changed = replace(case, payload=payload, waits_for=WaitsFor.PLAN)
            saved = self._change(unit, case, changed, by, "correction_written", {})
            self.desk.enqueue(unit, JobName.BUILD_PLAN, case_id)
            unit.commit()
        return saved

    def write_answer(self, case_id: CaseId, *, answer: str, by: StaffMember) -> Case:
        """Change the drafted answer; it is part of the plan, so decisions on the old one are void."""
        if not answer.strip():
            raise DecisionRefused("Please write an answer: an empty one cannot be sent.")
        if self.correspondence.letters.is_unedited_draft(answer):
            raise DecisionRefused("The answer still has a line that ends in “…”: please fill it in first.")
        with self.desk.new_unit() as unit:
            case = self._get_open(unit, case_id, None, by)
            if not POLICY[case.request_type].needs_answer or case.waits_for is WaitsFor.COOL_OFF:
                raise DecisionRefused("No answer is written by hand on this case.")
            rewritten = replace(case, payload=replace(case.payload, answer=answer.strip(), is_draft=False))
            rehashed = replace(rewritten, plan_hash=hash_of_plan(rewritten, ()), waits_for=WaitsFor.APPROVAL)
            saved = self._change(unit, case, rehashed, by, "answer_written", {})
            unit.commit()
        return saved

    def postpone(self, case_id: CaseId, *, until: date | None, by: StaffMember) -> Case:
        """Say before which day nothing shall be done, or that there is nothing to wait for (None).

        It is part of the plan, so decisions on the old one are void. The legal date stays.
        """
        with self.desk.new_unit() as unit:
            case = self._get_open(unit, case_id, None, by)
            if POLICY[case.request_type].needs_answer:
                raise DecisionRefused("An answer waits for nothing.")
            if until is not None and until <= local_day(self.desk.clock.now(), self.desk.rules.zone):
                raise DecisionRefused(
                    "That day has come already: choose a later one, or say that nothing is waited for."
                )
            if case.waits_for is WaitsFor.PLAN:
                raise PlanChanged(PLANNING)
            words = case.payload.condition if until is not None else ""
            changed = replace(case, not_before=until, payload=replace(case.payload, condition=words))
            waits_for = case.waits_for if case.waits_for is WaitsFor.INFORMATION else waits_for_people(changed)
            hashed = hash_of_plan(changed, unit.actions.list_of(case_id))
            rehashed = replace(changed, plan_hash=hashed, waits_for=waits_for)
            details = {"until": until.isoformat() if until else "none"}
            saved = self._change(unit, case, rehashed, by, "wait_changed", details)
            unit.commit()
        return saved

    def accept_authority(self, case_id: CaseId, *, address: EmailAddress, by: StaffMember) -> Case:
        """Say that papers show the writer may speak for the person, whose address on file this is; a plan follows.

        Whatever is found about the person goes to that address, so it cannot be the writer's.
        """
        with self.desk.new_unit() as unit:
            case = self._get_open(unit, case_id, None, by)
            if not lacks_authority(case):
                raise DecisionRefused("Nobody has to be vouched for on this case.")
            if address == case.payload.requester:
                raise DecisionRefused("That is the writer's own address. What is found may go only to the person's.")
            subject = case.payload.subject
            known = (
                subject if address == subject.address else DataSubject(address=address, identifiers=subject.identifiers)
            )
            seen = replace(
                case,
                payload=replace(case.payload, subject=known),
                subject_key=self.desk.keyring.subject_key(address),
                proof=ProofMethod.AUTHORITY,
                proved_at=self.desk.clock.now(),
                waits_for=WaitsFor.PLAN,
            )
            saved = self._change(unit, case, seen, by, "authority_accepted", {})
            alert = Alert(desk=self.desk, correspondence=self.correspondence)
            if known is not subject or not alert.was_sent(unit, case):
                alert.send(unit, saved)
            self.desk.enqueue(unit, JobName.BUILD_PLAN, case_id)
            unit.commit()
        return saved

    def withdraw(self, case_id: CaseId, *, by: StaffMember) -> Case:
        """Close a request that the customer took back in later words; a person has read them."""
        try:
            with self.desk.new_unit() as unit:
                refuse_role(by)
                case = unit.cases.get(case_id)
                if not case.may_be_withdrawn:
                    raise DecisionRefused(too_late(case))
                if not case.payload.added:
                    raise DecisionRefused(
                        "The customer has not written since: there is nothing by which to withdraw it."
                    )
                ended = replace(
                    case.move_to(CaseState.WITHDRAWN), waits_for=WaitsFor.NOTHING, closed_at=self.desk.clock.now()
                )
                saved = self._change(unit, case, ended, by, "case_withdrawn", {})
                self.correspondence.write(unit, saved, LetterKind.TAKEN_BACK, base_facts(saved))
                self.desk.enqueue(unit, JobName.CLOSE_TICKET, case_id)
                unit.commit()
        except StaleVersion as error:
            raise PlanChanged("Something changed at the same moment. Look again and decide.") from error
        return saved

    def _get_open(self, unit: UnitOfWork, case_id: CaseId, plan_hash: PlanHash | None, by: StaffMember) -> Case:
        refuse_role(by)
        case = unit.cases.get(case_id)
        refuse_not_open(case, plan_hash)
        return case

    def _add_yes(self, unit: UnitOfWork, case: Case, plan_hash: PlanHash, by: StaffMember) -> Case:
        is_new = unit.decisions.add(self._decision(case.case_id, plan_hash, by, Verdict.APPROVED))
        given = [each for each in unit.decisions.list_of(case.case_id, plan_hash) if _is_yes(each)]
        actions = unit.actions.list_of(case.case_id)
        needed = approvals_needed(case, actions)
        # A plan that changed and changed back has all its yeses already: pressing again confirms them.
        if not is_new and len(given) < needed:
            raise DecisionRefused("You have approved this already; it takes a second person now.", code="twice")
        details = {"plan": plan_hash, "given": str(len(given)), "needed": str(needed)}
        if is_for_people(case):
            details["condition"] = "said_to_be_met"
        if len(given) < needed:
            waiting = replace(case, waits_for=WaitsFor.SECOND_APPROVAL)
            return self._change(unit, case, waiting, by, "plan_approved_in_part", details)
        refuse_without_manager(actions, [by, *filter(None, (self.staff.find(each.by) for each in given))])
        approved = replace(case, waits_for=WaitsFor.COOL_OFF)
        saved = self._change(unit, case, approved, by, "plan_approved", details)
        self._start_later(unit, saved)
        return saved

    def _start_later(self, unit: UnitOfWork, case: Case) -> None:
        now, is_erasure = self.desk.clock.now(), case.request_type is RequestType.ERASURE
        cooled_off = now + self.desk.rules.cool_off if is_erasure else now
        starts_at = max(cooled_off, earliest_start(case, self.desk.rules.zone) or now)
        self.desk.enqueue(unit, JobName.START, case.case_id, starts_at if starts_at > now else None)
        if not is_erasure or starts_at <= now:
            return
        _, address = new_link(self.desk, unit, case, LinkPurpose.CANCEL, until=starts_at)
        expires = starts_at.astimezone(self.desk.rules.zone)
        facts = replace(base_facts(case), link=address, link_expires=expires)
        self.correspondence.write(unit, case, LetterKind.ERASURE_SCHEDULED, facts)

    def _change(
        self, unit: UnitOfWork, before: Case, after: Case, by: StaffMember, event: str, details: Mapping[str, str]
    ) -> Case:
        # Whoever decides or asks first looks after it from then on.
        owned = replace(after, owner=after.owner or by.staff_id)
        saved = self.desk.change(unit, before, owned, by=f"staff:{by.staff_id}", event=event, details=details)
        self.desk.enqueue(unit, JobName.EDIT_CARD, before.case_id)
        return saved

    def _decision(self, case_id: CaseId, plan_hash: PlanHash, by: StaffMember, verdict: Verdict) -> PlanDecision:
        return PlanDecision(
            case_id=case_id,
            plan_hash=plan_hash,
            by=by.staff_id,
            verdict=verdict,
            decided_at=self.desk.clock.now(),
        )


def _is_yes(decision: PlanDecision) -> bool:
    return decision.verdict is Verdict.APPROVED
