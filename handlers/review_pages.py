"""Messages the classifier is unsure of: a person reads and decides."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain.card import ReviewId
from bot.domain.request import REQUEST_WORDS, RequestType
from bot.domain.staff import StaffDirectory
from bot.errors import DecisionRefused, NotFound
from bot.ports.queue_view import QueueView
from handlers.curtain import Curtain
from handlers.error_pages import show_user_error
from handlers.form_fields import IncompleteForm, choices_ticked
from handlers.gate import current_member
from handlers.steps import Disclosure, ReviewDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPages:
    """The list, one message, and the decision."""

    queue: QueueView
    review_desk: ReviewDesk
    disclosure: Disclosure
    staff: StaffDirectory

    def blueprint(self) -> Blueprint:
        """The routes."""
        pages = Blueprint("review", __name__, url_prefix="/reviews")
        pages.add_url_rule("", view_func=self.show_reviews)
        pages.add_url_rule("/<review_id>", view_func=self.show_review)
        pages.add_url_rule("/<review_id>", view_func=self.decide, methods=["POST"])
        pages.add_url_rule("/<review_id>/reveal", view_func=self.reveal, methods=["POST"])
        pages.register_error_handler(DecisionRefused, self.show_refusal)
        pages.register_error_handler(IncompleteForm, self.show_refusal)
        return pages

    def show_reviews(self) -> str:
        """What waits for a reading, oldest first."""
        return render_template("reviews.html", reviews=self.queue.list_open_reviews(), requests=REQUEST_WORDS)

    def show_review(self, review_id: ReviewId) -> str:
        """One message, why it is unsure, and the nine requests to tick."""
        return self._page(review_id)

    def reveal(self, review_id: ReviewId) -> str:
        """The same page with the curtain open, this once; who opened it is written down first."""
        self.disclosure.open_review(review_id, by=current_member())
        return self._page(review_id, drawn=False)

    def decide(self, review_id: ReviewId) -> ResponseReturnValue:
        """File the ticked requests, or none at all when the other button was pressed."""
        is_privacy = request.form.get("decision") != "not_privacy"
        labels = choices_ticked("label", RequestType) if is_privacy else ()
        if is_privacy and not labels:
            raise IncompleteForm("Tick what the message asks for, or press “Not privacy”.")
        self.review_desk.decide(review_id, labels=labels, by=current_member())
        flash(_notice(labels))
        return redirect(url_for("review.show_reviews"), 303)

    def show_refusal(self, refused: DecisionRefused | IncompleteForm) -> ResponseReturnValue:
        """The message again, with the reason on top."""
        review_id = ReviewId((request.view_args or {})["review_id"])
        status = 409 if isinstance(refused, DecisionRefused) else 400
        try:
            return self._page(review_id, problem=str(refused)), status
        except NotFound as missing:
            return show_user_error(missing)

    def _page(self, review_id: ReviewId, *, drawn: bool = True, problem: str = "") -> str:
        review, message = self.queue.get_review(review_id)
        return render_template(
            "review.html",
            review=review,
            message=message,
            curtain=Curtain.before_message(message, drawn=drawn),
            scores={score.label: score for score in review.classification.labels},
            ticked=choices_ticked("label", RequestType),
            names={member.staff_id: member.name for member in self.staff.members},
            requests=REQUEST_WORDS,
            problem=problem,
        )


def _notice(labels: tuple[RequestType, ...]) -> str:
    if not labels:
        return "Left to ordinary support. No case was opened."
    filed = " and ".join(REQUEST_WORDS[label].lower() for label in labels)
    return f"Filed: {filed}. {'One case opens' if len(labels) == 1 else f'{len(labels)} cases open'} in a moment."
