"""The customer's page: where their request stands, and the one thing to do, without an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain.case import CaseState, WaitsFor
from bot.domain.policy import POLICY
from bot.domain.proof import ProofAnswers
from bot.errors import LinkRefused, ProofIncomplete, ProofWrong
from handlers.customer_language import customer_texts
from handlers.error_pages import show_user_error
from handlers.form_fields import optional_text
from handlers.steps import CustomerView, Verification

_STEP: Final[Mapping[CaseState, int]] = {
    CaseState.RECEIVED: 1,
    CaseState.AWAITING_VERIFICATION: 2,
    CaseState.AWAITING_APPROVAL: 3,
    CaseState.IN_FULFILMENT: 4,
    CaseState.FULFILLED: 5,
}

_LONGEST_ANSWER: Final = 200

_STANDS: Final[Mapping[WaitsFor, str]] = {
    WaitsFor.PLAN: "reading",
    WaitsFor.IDENTITY_PROOF: "identity",
    WaitsFor.WHICH_PERSON: "checking",
    WaitsFor.AUTHORITY: "checking",
    WaitsFor.CORRECTION_DETAILS: "reading",
    WaitsFor.ANSWER: "checking",
    WaitsFor.APPROVAL: "checking",
    WaitsFor.SECOND_APPROVAL: "checking",
    WaitsFor.COOL_OFF: "cool_off",
    WaitsFor.SYSTEMS: "acting",
    WaitsFor.FAILING_SYSTEM: "acting",
    WaitsFor.INFORMATION: "information",
    WaitsFor.NOTHING: "reading",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPages:
    """Looking uses nothing up: mail scanners follow links, so only the buttons act."""

    verification: Verification

    def blueprint(self) -> Blueprint:
        """The routes."""
        pages = Blueprint("customer", __name__, url_prefix="/c/<token>")
        pages.add_url_rule("", view_func=self.show_case)
        pages.add_url_rule("/confirm", view_func=self.confirm, methods=["POST"])
        pages.add_url_rule("/stop", view_func=self.stop, methods=["POST"])
        pages.register_error_handler(LinkRefused, self.show_refusal)
        pages.register_error_handler(ProofIncomplete, self.show_missing)
        pages.register_error_handler(ProofWrong, self.show_wrong)
        return pages

    def show_case(self, token: str) -> str:
        """Where it stands."""
        return _page(token, self.verification.look(token))

    def confirm(self, token: str) -> ResponseReturnValue:
        """Prove who they are."""
        view = self.verification.look(token)
        return _back(token, self.verification.confirm(token, _answers(view)), "done.confirmed")

    def stop(self, token: str) -> ResponseReturnValue:
        """Cancel the request."""
        return _back(token, self.verification.stop(token), "done.stopped")

    def show_missing(self, _: ProofIncomplete) -> ResponseReturnValue:
        """The form again with what was typed; nothing was compared."""
        return self._again("proof.incomplete", typed=request.form), 422

    def show_wrong(self, _: ProofWrong) -> ResponseReturnValue:
        """The form again, empty: which part was wrong is not said. After the last try it is gone."""
        return self._again("proof.wrong", typed={}), 422

    def _again(self, notice: str, *, typed: Mapping[str, str]) -> str:
        token = (request.view_args or {})["token"]
        view = self.verification.look(token)
        flash(
            customer_texts(view.language).say(notice if view.may_confirm else "done.too_late", **_count(view, notice))
        )
        return _page(token, view, typed=typed)

    def show_refusal(self, refused: LinkRefused) -> ResponseReturnValue:
        """A button that came too late shows where the request stands; an unknown link shows nothing."""
        token = (request.view_args or {})["token"]
        try:
            view = self.verification.look(token)
        except LinkRefused:
            return show_user_error(refused)
        flash(customer_texts(view.language).say("done.too_late"))
        return _page(token, view), 410


def stands(view: CustomerView) -> str:
    """Which text says where it stands."""
    if view.state in {CaseState.FULFILLED, CaseState.DENIED, CaseState.WITHDRAWN}:
        return view.state.value
    if view.waits_for is WaitsFor.IDENTITY_PROOF and not view.may_confirm:
        return "identity_elsewhere"
    if view.waits_for is WaitsFor.PLAN and view.state is not CaseState.RECEIVED:
        return "checking"
    return _STANDS[view.waits_for]


def current_step(view: CustomerView) -> int:
    """Which of the five steps is the current one; 0 once the request was refused or cancelled."""
    if view.waits_for is WaitsFor.COOL_OFF:
        return 4
    has_proved = view.state is CaseState.AWAITING_VERIFICATION and view.waits_for is WaitsFor.PLAN
    return 3 if has_proved else _STEP.get(view.state, 0)


def _answers(view: CustomerView) -> ProofAnswers:
    """What was typed; the declaration is the one that stood on the page, in the language they read it in."""
    is_signed = view.is_signed and request.form.get("signed") == "yes"
    return ProofAnswers(
        points={point: optional_text(f"point_{point}")[:_LONGEST_ANSWER] for point in view.asked_points},
        declaration=customer_texts(view.language).say("proof.declaration") if is_signed else "",
        signed_name=optional_text("signed_name")[:_LONGEST_ANSWER],
    )


def _count(view: CustomerView, notice: str) -> dict[str, str]:
    return {"count": str(view.points_needed)} if notice == "proof.incomplete" else {}


def _page(token: str, view: CustomerView, *, typed: Mapping[str, str] | None = None) -> str:
    texts = customer_texts(view.language)
    return render_template(
        "customer.html",
        view=view,
        token=token,
        say=texts.say,
        language=view.language,
        due=texts.date(view.due_on),
        stands=stands(view),
        step=current_step(view),
        needs_identity=POLICY[view.request_type].needs_identity,
        typed=typed or {},
        has_receipt=view.state is CaseState.FULFILLED and POLICY[view.request_type].action_kind is not None,
    )


def _back(token: str, view: CustomerView, notice: str) -> ResponseReturnValue:
    flash(customer_texts(view.language).say(notice))
    return redirect(url_for("customer.show_case", token=token), 303)
