"""What each button and form of a card means: which step is called with what."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId, PlanHash
from bot.domain.refusal import ProposedRefusal
from bot.domain.request import DenialReason, RequestType
from bot.domain.staff import StaffMember
from bot.errors import DecisionRefused
from handlers import slack_modals as modals

NO_WORDS: Final = "Please write the sentence the customer will read."

Payload = dict[str, Any]


class ApprovalStep(Protocol):
    """Decisions on a case. Each raises DecisionRefused or NotFound with a sentence for the person who clicked."""

    def approve(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember) -> Case:
        """Say yes to the plan that was shown."""
        ...

    def may_decide(self, case_id: CaseId, *, plan_hash: PlanHash | None, by: StaffMember) -> None:
        """Refuse before a form is opened what would be refused when it is sent."""
        ...

    def deny(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember, reason: DenialReason, words: str) -> Case:
        """Refuse the request; the customer reads `words`."""
        ...

    def propose_refusals(self, case_id: CaseId) -> Mapping[DenialReason, ProposedRefusal]:
        """The sentence to propose for each reason, in the customer's language."""
        ...

    def withdraw(self, case_id: CaseId, *, by: StaffMember) -> Case:
        """Close a request that the customer took back."""
        ...

    def ask(self, case_id: CaseId, *, by: StaffMember, words: str) -> Case:
        """Ask the customer for information; they read `words`."""
        ...


class ReviewStep(Protocol):
    """The reading of a message nobody was sure of; raises like ApprovalStep."""

    def decide(self, review_id: ReviewId, *, labels: Sequence[RequestType], by: StaffMember) -> None:
        """Say what the message asks for; no labels: it is not about privacy."""
        ...


class Forms(Protocol):
    """The forms in front of the person who clicked."""

    def open(self, view: Payload) -> None:
        """Show one; at once, for Slack's trigger is good for three seconds and one use."""
        ...

    def replace(self, seen: Mapping[str, Any], view: Payload) -> None:
        """Change the one they see, unless it changed meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class Press:
    """One pressed button or submitted form of somebody who may decide."""

    body: Payload
    forms: Forms
    by: StaffMember

    @property
    def ids(self) -> dict[str, str]:
        """What the button carries."""
        found: dict[str, str] = json.loads(self.body["actions"][0]["value"])
        return found

    @property
    def headline(self) -> str:
        """The pressed card's own first line, to show again above the form; never read for a decision."""
        headers = [block for block in self.body["message"].get("blocks", []) if block.get("type") == "header"]
        return str(headers[0]["text"]["text"]) if headers else "This case"

    @property
    def quote(self) -> str:
        """The customer's words as the pressed card shows them, escaped there; empty where it shows none."""
        blocks = self.body["message"].get("blocks", [])
        shown = [str(block["text"]["text"]) for block in blocks if block.get("type") == "section" and "text" in block]
        quote = next((text for text in shown if text.startswith("> ")), "")
        # Cut between words, so that no escaped sign is torn.
        return (
            quote
            if len(quote) <= modals.QUOTE_CHARACTERS
            else f"{quote[: modals.QUOTE_CHARACTERS].rpartition(' ')[0]} …"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackClicks:
    """What each button and form means."""

    approval: ApprovalStep
    review: ReviewStep

    def approve(self, press: Press) -> None:
        """The yes button."""
        ids = press.ids
        self.approval.approve(CaseId(ids["c"]), plan_hash=PlanHash(ids["p"]), by=press.by)

    def withdraw(self, press: Press) -> None:
        """The button of a request that was taken back."""
        self.approval.withdraw(CaseId(press.ids["c"]), by=press.by)

    def open_denial(self, press: Press) -> None:
        """The deny button: ask why."""
        self._must_be_allowed(press)
        press.forms.open(modals.denial_form({**press.ids, "q": press.quote}, press.headline))

    def open_question(self, press: Press) -> None:
        """The question button: ask what is missing."""
        self._must_be_allowed(press)
        press.forms.open(modals.question_form(press.ids, press.headline))

    def _must_be_allowed(self, press: Press) -> None:
        ids = press.ids
        self.approval.may_decide(CaseId(ids["c"]), plan_hash=PlanHash(ids["p"]), by=press.by)

    def open_labels(self, press: Press) -> None:
        """The something-else button: ask for what."""
        press.forms.open(modals.labels_form(press.ids))

    def pick(self, press: Press) -> None:
        """One of the suggested requests."""
        ids = press.ids
        self.review.decide(ReviewId(ids["r"]), labels=(RequestType(ids["t"]),), by=press.by)

    def reject(self, press: Press) -> None:
        """Not privacy."""
        self.review.decide(ReviewId(press.ids["r"]), labels=(), by=press.by)

    def propose_words(self, press: Press) -> None:
        """A reason was chosen: propose its sentence, unless somebody already wrote their own."""
        view = press.body["view"]
        if modals.has_own_words(view):
            return
        ids = modals.carried_ids(view)
        reason = modals.chosen_reason(view)
        proposal = self.approval.propose_refusals(CaseId(ids["c"]))[reason]
        form = modals.denial_form(ids, ids["h"], reason, proposal)
        press.forms.replace(view, form)

    def deny(self, press: Press) -> None:
        """The denial was sent."""
        view = press.body["view"]
        ids, words, reason = modals.carried_ids(view), _words(view), modals.chosen_reason(view)
        self.approval.deny(CaseId(ids["c"]), plan_hash=PlanHash(ids["p"]), by=press.by, reason=reason, words=words)

    def ask(self, press: Press) -> None:
        """The question was sent."""
        view = press.body["view"]
        self.approval.ask(CaseId(modals.carried_ids(view)["c"]), by=press.by, words=_words(view))

    def label(self, press: Press) -> None:
        """The ticked requests were sent."""
        view = press.body["view"]
        review_id = ReviewId(modals.carried_ids(view)["r"])
        self.review.decide(review_id, labels=modals.chosen_labels(view), by=press.by)


Meaning = Callable[[Press], None]


def _words(view: Mapping[str, Any]) -> str:
    words = modals.written_words(view)
    if not words:
        raise DecisionRefused(NO_WORDS)
    return words
