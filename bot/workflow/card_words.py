"""What a card says about a case: plain words, masked people, nothing that should not be in Slack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from bot.domain.action import Action, ActionState, SystemName
from bot.domain.authority import is_about_another, lacks_authority
from bot.domain.card import ApprovalCard, CardLine, ReviewCard
from bot.domain.case import Case, CasePayload, CaseState, PlanHash, StaffId, WaitsFor
from bot.domain.case_clock import paused_since
from bot.domain.decision import PlanDecision, Verdict
from bot.domain.identity import ProofMethod
from bot.domain.identity_check import proof_words
from bot.domain.plan import is_irreversible, waits_for_people
from bot.domain.plan_words import by_system, plan_line
from bot.domain.policy import POLICY
from bot.domain.redaction import excerpt, redact
from bot.domain.request import REQUEST_WORDS, RequestType
from bot.domain.review import Review
from bot.domain.staff import StaffDirectory
from bot.domain.who_may_decide import approvals_needed
from bot.domain.written_date import days_left_in_words, written_date
from bot.workflow.card_notes import card_notes, confirmation, start_words

_SUGGESTIONS: Final = 3
_FALLBACKS: Final = (RequestType.ERASURE, RequestType.MARKETING_OPT_OUT, RequestType.ACCESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWriter:
    """Writes cards; `titles` are the systems' names, `public_url` has no slash at its end."""

    staff: StaffDirectory
    titles: Mapping[SystemName, str]
    zone: tzinfo
    public_url: str
    cool_off: timedelta = timedelta(hours=72)

    def approval_card(
        self, case: Case, actions: Sequence[Action], decisions: Sequence[PlanDecision], *, now: datetime
    ) -> ApprovalCard:
        """The card of a case as it stands now."""
        today = now.astimezone(self.zone).date()
        payload = case.payload
        names = (payload.subject.name.value,) if payload.subject.name else ()
        valid = [each for each in decisions if each.plan_hash == case.plan_hash]
        given = [each for each in valid if each.verdict is Verdict.APPROVED]
        deciding = given if case.state is not CaseState.DENIED else [each for each in valid if each not in given]
        return ApprovalCard(
            case_id=case.case_id,
            number=case.number,
            plan_hash=case.plan_hash or PlanHash(""),
            request_type=case.request_type,
            time_left=_time_left(case, today, self.zone),
            excerpt=_words(payload, names),
            person=_person(case, self.zone),
            lines=(
                *_change(case),
                *(CardLine(system, _line(each)) for system, each in by_system(actions, self.titles)),
            ),
            warning=_warning(case, actions, self.cool_off),
            approvals=approvals_needed(case, actions),
            given=tuple(f"{self._name(each.by)} at {_clock_time(each.decided_at, self.zone)}" for each in given),
            ending=_ending(case, by=" and ".join(self._name(each.by) for each in deciding), zone=self.zone),
            open_url=f"{self.public_url}/cases/{case.case_id}",
            answer=redact(payload.answer, names=names),
            is_irreversible=is_irreversible(actions),
            may_approve=waits_for_people(case) is WaitsFor.APPROVAL,
            notes=card_notes(case, today, self.zone),
            confirmation=confirmation(case),
            may_withdraw=bool(payload.taken_back) and case.may_be_withdrawn,
        )

    def review_card(self, review: Review, *, now: datetime) -> ReviewCard:
        """The card of a message the classifier is unsure of."""
        likely = [score.label for score in review.classification.labels]
        return ReviewCard(
            review_id=review.review_id,
            sender=review.sender.masked,
            age=_age(review.asked_at, now),
            excerpt=review.excerpt,
            guess=_guess(review),
            suggestions=tuple(dict.fromkeys([*likely, *_FALLBACKS]))[:_SUGGESTIONS],
            ending=self._review_ending(review),
            open_url=f"{self.public_url}/reviews/{review.review_id}",
        )

    def _review_ending(self, review: Review) -> str | None:
        if review.labels is None or review.decided_by is None:
            return None
        name = self._name(review.decided_by)
        chosen = ", ".join(REQUEST_WORDS[label] for label in review.labels)
        return f"{name} chose: {chosen}. A case was opened for each." if chosen else f"{name} says: not privacy."

    def _name(self, staff_id: StaffId) -> str:
        member = self.staff.find(staff_id)
        return member.name if member else "somebody who has left"


def _time_left(case: Case, today: date, zone: tzinfo) -> str:
    stopped = paused_since(case, zone)
    if stopped is not None:
        return f"clock stopped since {written_date(stopped, today)}"
    return days_left_in_words(case.extended_until or case.due_on, today) if case.is_open else ""


def _person(case: Case, zone: tzinfo) -> str:
    subject = case.payload.subject
    is_unknown = is_about_another(case) and subject.address == case.payload.requester
    parts = ["address on file not known" if is_unknown else subject.address.masked]
    if subject.customer_since:
        parts.append(f"customer since {subject.customer_since}")
    match case.proof:
        case ProofMethod.ONE_TIME_LINK if case.proved_at is not None:
            shown = proof_words(case)
            parts.append(f"proved by link at {_clock_time(case.proved_at, zone)}{', ' if shown else ''}{shown}")
        case ProofMethod.AUTHORITY if case.proved_at is not None:
            parts.append(f"spoken for, papers seen at {_clock_time(case.proved_at, zone)}")
        case _ if POLICY[case.request_type].needs_identity or lacks_authority(case):
            parts.append("not proved yet")
        case _:
            parts.append("no proof needed for this request")
    if case.payload.requester != subject.address or is_unknown:
        parts.append(f"asked by {case.payload.requester.masked}, not the address on file")
    return " · ".join(parts)


def _words(payload: CasePayload, names: Sequence[str]) -> str:
    """What led to the case, and the last thing they wrote since."""
    first = excerpt(payload.words, payload.evidence, names=names)
    return f"{first} … Later: {excerpt(payload.added[-1], (), names=names)}" if payload.added else first


def _change(case: Case) -> tuple[CardLine, ...]:
    """Old and new of a correction, masked; the pages show them in full."""
    correction = case.payload.correction
    if correction is None:
        return ()
    old = f"{_masked(correction.old)} → " if correction.old else ""
    return (CardLine("Change", f"{correction.what}: {old}{_masked(correction.new)}"),)


def _masked(value: str) -> str:
    return " ".join(f"{word[0]}•••" for word in value.split())


def _line(actions: Sequence[Action]) -> str:
    words = plan_line(*actions)
    if any(action.state is ActionState.NEEDS_PERSON for action in actions):
        return f"{words} — stuck, a person has to look"
    if any(action.state is ActionState.FAILING for action in actions):
        return f"{words} — not answering, we keep trying"
    return words


def _in_words(wait: timedelta) -> str:
    seconds = int(wait.total_seconds())
    return f"{seconds // 3600} hours" if seconds >= 7200 else f"{seconds} seconds"


def _warning(case: Case, actions: Sequence[Action], cool_off: timedelta) -> str:
    if case.waits_for is WaitsFor.WHICH_PERSON:
        count = len(case.payload.candidates)
        return f"{count} people in our systems fit what they wrote. Press Open and say who it is; until then we wait."
    if case.waits_for is WaitsFor.AUTHORITY:
        return "May the writer speak for this person? Ask for papers, or press Open and say that you have seen them."
    if case.waits_for is WaitsFor.CORRECTION_DETAILS:
        return "We could not read what is to be corrected. Press Open and fill in the form first."
    if case.waits_for is WaitsFor.ANSWER:
        return "Nobody has written the answer yet. Press Open, write it, then approve it."
    if case.waits_for is WaitsFor.INFORMATION:
        return "We have asked the customer for information and wait for their answer."
    if not is_irreversible(actions):
        return ""
    wait = _in_words(cool_off)
    wished = f", not before {written_date(case.not_before, None)}" if case.not_before else ""
    return f"Cannot be undone. Starts {wait} after the second approval{wished}; the customer can cancel until then."


def _ending(case: Case, *, by: str, zone: tzinfo) -> str | None:
    agreed = f"Approved by {by}." if by else "Approved by house rule: this right is honoured at once."
    match case.state:
        case CaseState.AWAITING_APPROVAL if case.waits_for is WaitsFor.COOL_OFF:
            is_erasure = case.request_type is RequestType.ERASURE
            starts = start_words(case) or ("Starts after the cool-off" if is_erasure else "")
            cancel = "; the customer can cancel until then" if is_erasure else ""
            return f"{agreed} {starts}{cancel}." if starts else agreed
        case CaseState.IN_FULFILMENT if case.waits_for is WaitsFor.FAILING_SYSTEM:
            return f"{agreed} A system is failing and is tried again; the others go on."
        case CaseState.IN_FULFILMENT:
            return f"{agreed} Work has begun."
        case CaseState.FULFILLED:
            when = f" at {_clock_time(case.closed_at, zone)}" if case.closed_at else ""
            return f"{agreed} Done, and the customer was told{when}."
        case CaseState.DENIED if by:
            return f"Refused by {by}. The customer was told why."
        case CaseState.DENIED if case.proved_at is None and POLICY[case.request_type].needs_identity:
            return "Closed: nobody proved who they are in time."
        case CaseState.DENIED:
            return "Refused. The customer was told why."
        case CaseState.WITHDRAWN:
            return "The customer has withdrawn the request. Nothing was done."
        case _:
            return None


def _guess(review: Review) -> str:
    found = review.classification
    reasons = "; ".join(redact(reason) for reason in found.reasons)
    because = f" Unsure: {reasons}." if reasons else ""
    if not found.labels:
        return f"We cannot tell what this asks for.{because}"
    likeliest = found.labels[0]
    words = f", because “{redact(likeliest.evidence[0])}”" if likeliest.evidence else ""
    return f"Looks like: {REQUEST_WORDS[likeliest.label]} ({likeliest.confidence:.0%}){words}.{because}"


def _clock_time(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%H:%M} on {local.day} {local:%b}"


def _age(since: datetime, now: datetime) -> str:
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min ago" if minutes else "just now"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"
