"""One case: its story, and beside it the decisions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain.action import ActionId, SystemName
from bot.domain.case import NOBODY, Case, CaseId, CaseState, PlanHash, WaitsFor
from bot.domain.condition import is_for_people, legal_date, reaches_beyond_the_law
from bot.domain.correction import CorrectableField, Correction
from bot.domain.extension import EXTENSION_WORDS, ExtensionReason
from bot.domain.identity import SubjectKey
from bot.domain.identity_check import level_of, proof_words
from bot.domain.plan import is_irreversible
from bot.domain.plan_words import by_system
from bot.domain.policy import POLICY
from bot.domain.request import REQUEST_WORDS, DenialReason, RequestType
from bot.domain.staff import StaffDirectory
from bot.errors import DecisionRefused, NotFound
from bot.ports.queue_view import QueueView
from handlers import case_words
from handlers.case_offers import case_offers
from handlers.curtain import Curtain
from handlers.error_pages import show_user_error
from handlers.form_fields import (
    IncompleteForm,
    choice,
    choices_ticked,
    optional_date,
    optional_text,
    required_address,
    required_text,
)
from handlers.gate import current_member
from handlers.steps import Approval, Disclosure, Extending, Fulfilment, Relabelling, Verification
from handlers.trail import actor_names


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePages:
    """A refused or incomplete decision shows the case again as it is now, with what was typed."""

    queue: QueueView
    approval: Approval
    extending: Extending
    disclosure: Disclosure
    fulfilment: Fulfilment
    relabelling: Relabelling
    verification: Verification
    staff: StaffDirectory
    system_titles: Mapping[SystemName, str]

    def blueprint(self) -> Blueprint:
        """The routes."""
        pages = Blueprint("case", __name__, url_prefix="/cases/<case_id>")
        pages.add_url_rule("", view_func=self.show_case)
        posts: tuple[Callable[..., ResponseReturnValue], ...] = (
            self.reveal, self.approve, self.deny, self.ask, self.correct, self.answer, self.retry,
            self.relabel, self.postpone, self.extend, self.authority, self.withdraw,
            self.relabel, self.postpone, self.authority, self.withdraw, self.person,
        )  # fmt: skip
        for view in posts:
            pages.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])
        pages.register_error_handler(DecisionRefused, self.show_refusal)
        pages.register_error_handler(IncompleteForm, self.show_refusal)
        return pages

    def show_case(self, case_id: CaseId) -> str:
        """The story with personal data behind the curtain."""
        return self._page(case_id)

    def reveal(self, case_id: CaseId) -> str:
        """The same page with the curtain open, this once; who opened it is written down first."""
        self.disclosure.open_case(case_id, by=current_member())
        return self._page(case_id, drawn=False)

    def approve(self, case_id: CaseId) -> ResponseReturnValue:
        """Say yes to the plan that was on the page."""
        if is_for_people(self.queue.get_story(case_id).case) and not request.form.get("happened"):
            raise IncompleteForm("Tick that what the customer waits for has happened, or do not approve yet.")
        case = self.approval.approve(case_id, plan_hash=_plan_hash(), by=current_member())
        return _back(case, _what_follows(case))

    def deny(self, case_id: CaseId) -> ResponseReturnValue:
        """Refuse, with a reason for us and words for the customer."""
        reason = choice("reason", DenialReason, missing="Choose why the request is refused.")
        proposed = self.approval.propose_refusals(case_id)[reason].words
        words = optional_text("words") or proposed or required_text("words", missing="Write why, for the customer.")
        case = self.approval.deny(case_id, plan_hash=_plan_hash(), by=current_member(), reason=reason, words=words)
        return _back(case, "You refused the request. The customer is told now.")

    def ask(self, case_id: CaseId) -> ResponseReturnValue:
        """Ask the customer for information."""
        words = required_text("words", missing="Write what you want to ask the customer.")
        case = self.approval.ask(case_id, by=current_member(), words=words)
        return _back(case, "Your question goes to the customer now. The case waits for their answer.")

    def correct(self, case_id: CaseId) -> ResponseReturnValue:
        """Say what is to be corrected."""
        what = choice("what", CorrectableField, missing="Choose what is to be corrected.")
        new = required_text("new", missing="Write what is right.")
        correction = Correction(what=what, new=new, old=optional_text("old"))
        case = self.approval.correct(case_id, correction=correction, by=current_member())
        return _back(case, "The correction is noted. The plan is being made anew for people to approve.")

    def postpone(self, case_id: CaseId) -> ResponseReturnValue:
        """Say before which day nothing shall be done, or that there is nothing to wait for."""
        until = None if request.form.get("decision") == "at_once" else optional_date("until")
        if until is None and request.form.get("decision") != "at_once":
            raise IncompleteForm("Choose the day, or press “Nothing to wait for”.")
        case = self.approval.postpone(case_id, until=until, by=current_member())
        return _back(case, "Noted. Approvals given so far are void, because they were for another day.")

    def extend(self, case_id: CaseId) -> ResponseReturnValue:
        """Give the case the longer time of its law."""
        reason = choice("reason", ExtensionReason, missing="Choose why more time is needed.")
        words = required_text("words", missing="Write what the customer should read.")
        case = self.extending.extend(case_id, reason=reason, words=words, by=current_member())
        return _back(case, "Extended. The customer is told the new date now.")

    def authority(self, case_id: CaseId) -> ResponseReturnValue:
        """Say that somebody may speak for the person the case is about."""
        address = required_address("address", missing="Write the address that we have on file for this person.")
        if not request.form.get("seen"):
            raise IncompleteForm("Tick that you have seen the papers, or ask for them first.")
        case = self.approval.accept_authority(case_id, address=address, by=current_member())
        return _back(case, "Noted. The plan for this person is being made now, for people to approve.")

    def person(self, case_id: CaseId) -> ResponseReturnValue:
        """Say whom of those who fit the message is about."""
        picked = request.form.get("person", "")
        if not picked:
            raise IncompleteForm("Pick the person, or say that it is nobody of them.")
        choice = None if picked == "nobody" else SubjectKey(picked)
        case = self.verification.pick(case_id, choice=choice, by=current_member())
        return _back(case, "Noted. The proof is asked for at the address on file, as of anybody.")

    def withdraw(self, case_id: CaseId) -> ResponseReturnValue:
        """Close a request that the customer took back."""
        case = self.approval.withdraw(case_id, by=current_member())
        return _back(case, "Closed as withdrawn. The customer is told now.")

    def answer(self, case_id: CaseId) -> ResponseReturnValue:
        """Change the drafted answer."""
        answer = required_text("answer", missing="Write the answer the customer should read.")
        case = self.approval.write_answer(case_id, answer=answer, by=current_member())
        return _back(case, "The answer is saved. It leaves only after somebody approves it.")

    def retry(self, case_id: CaseId) -> ResponseReturnValue:
        """Try a stuck system again."""
        self.fulfilment.retry(ActionId(request.form.get("action_id", "")), by=current_member())
        return _back(self.queue.get_story(case_id).case, "The system is tried again now.")

    def relabel(self, case_id: CaseId) -> ResponseReturnValue:
        """Say what the message really asks, or that it asks nothing when the other button was pressed."""
        is_privacy = request.form.get("decision") != "not_privacy"
        labels = choices_ticked("label", RequestType) if is_privacy else ()
        if is_privacy and not labels:
            raise IncompleteForm("Tick what the message asks for, or press “Not privacy”.")
        words = optional_text("words")
        case = self.relabelling.relabel(case_id, labels=labels, words=words, by=current_member())
        return _back(case, _what_was_read(case, labels))

    def show_refusal(self, refused: DecisionRefused | IncompleteForm) -> ResponseReturnValue:
        """The case as it is now, with the reason on top."""
        case_id = CaseId((request.view_args or {})["case_id"])
        status = 409 if isinstance(refused, DecisionRefused) else 400
        try:
            return self._page(case_id, problem=str(refused)), status
        except NotFound as missing:
            return show_user_error(missing)

    def _page(self, case_id: CaseId, *, drawn: bool = True, problem: str = "") -> str:
        story = self.queue.get_story(case_id)
        case = story.case
        return render_template(
            "case.html",
            story=story,
            case=case,
            policy=POLICY[case.request_type],
            proof_words=proof_words(case),
            level=level_of(case),
            systems=by_system(story.actions, self.system_titles),
            system_titles=self.system_titles,
            is_irreversible=is_irreversible(story.actions),
            is_for_people=is_for_people(case),
            is_nobody=case.payload.subject.address == NOBODY,
            is_beyond=reaches_beyond_the_law(case),
            legal_date=legal_date(case),
            offers=case_offers(case, story.decisions, current_member(), story.actions),
            names={member.staff_id: member.name for member in self.staff.members},
            actors=actor_names(story.events, self.staff),
            curtain=Curtain.before(case, story.message, drawn=drawn),
            words=case_words,
            requests=REQUEST_WORDS,
            extensions=EXTENSION_WORDS,
            refusals=self.approval.propose_refusals(case_id),
            problem=problem,
            typed=request.form if problem else {},
            tried=(request.endpoint or "").rpartition(".")[2] if problem else "",
        )


def _what_follows(case: Case) -> str:
    if case.waits_for is WaitsFor.SECOND_APPROVAL:
        return "You approved. A second, different person has to approve before anything starts."
    if POLICY[case.request_type].needs_answer:
        return "You approved. The answer leaves now."
    if case.request_type is RequestType.ERASURE:
        named = ", and not before the day the customer named" if case.not_before else ""
        return f"You approved. It starts once the cool-off time is over{named}; the customer can cancel until then."
    if case.not_before is not None:
        return "You approved. The work starts on the day the customer named."
    return "You approved. The work starts now."


def _what_was_read(case: Case, labels: tuple[RequestType, ...]) -> str:
    asked = " and ".join(REQUEST_WORDS[label].lower() for label in labels) or "nothing about privacy"
    ended = case.state is CaseState.DENIED and case.request_type not in labels
    then = "This case is closed, and the customer is told." if ended else "This case goes on as it was."
    return f"Noted: the message asks for {asked}. {then} The desk learns from it."


def _plan_hash() -> PlanHash:
    return PlanHash(request.form.get("plan_hash", ""))


def _back(case: Case, notice: str) -> ResponseReturnValue:
    flash(notice)
    return redirect(url_for("case.show_case", case_id=case.case_id), 303)
