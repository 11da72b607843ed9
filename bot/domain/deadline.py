"""By when the law wants an answer, and how that date comes about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from bot.domain.holidays import WEEKENDS_ONLY, Calendar
from bot.domain.legal_clock import ClockFacts, ImpossibleFacts, Pause, Terms, WorkedDate, local_day
from bot.domain.legal_rule import RULES, Milestone, Rule
from bot.domain.request import REGIME_WORDS, Regime, RequestType
from bot.domain.written_date import days_left_in_words, written_date

__all__ = [
    "RULES",
    "ClockFacts",
    "Deadline",
    "ImpossibleFacts",
    "Milestone",
    "Pause",
    "Rule",
    "days_left_in_words",
    "deadline",
    "earliest_deadline",
    "local_day",
    "terms_for",
    "written_date",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The dates to keep, and how they come about, one sentence a step.

    `refuse_by` is set where the law wants a refusal sooner than an answer: an extension does not move it.
    """

    ack_due_on: date | None
    due_on: date
    explanation: tuple[str, ...]
    refuse_by: date | None = None


def deadline(regime: Regime, request_type: RequestType, facts: ClockFacts) -> Deadline:
    """The dates one law sets; raises UserError for a country without a calendar."""
    calendar = _calendar(regime, Calendar.of(facts.country))
    acknowledged, refused = (
        rule.work(rule.terms, facts, calendar) if (rule := _rule(regime, request_type, milestone, facts)) else None
        for milestone in (Milestone.ACKNOWLEDGEMENT, Milestone.REFUSAL)
    )
    answer = _answer_rule(regime, request_type, facts)
    answered = answer.work(answer.terms, facts, calendar)
    is_sooner = refused is not None and refused.day < answered.day
    return Deadline(
        ack_due_on=acknowledged.day if acknowledged else None,
        due_on=answered.day,
        explanation=(
            *_regime_note(regime),
            *_labelled("Acknowledge: ", acknowledged),
            *_labelled("Answer: " if acknowledged else "", answered),
            *_labelled("Refuse, if need be: ", refused if is_sooner else None),
            *_unmoved(answer.terms, facts),
        ),
        refuse_by=refused.day if refused and is_sooner else None,
    )


def earliest_deadline(regimes: Collection[Regime], request_type: RequestType, facts: ClockFacts) -> Deadline:
    """The earliest date of all laws that may apply; none known means our promise, treated as GDPR."""
    several = sorted(set(regimes)) or [Regime.VOLUNTARY]
    found = {regime: deadline(regime, request_type, facts) for regime in several}
    if len(found) == 1:
        return found[several[0]]
    first = min(several, key=lambda regime: found[regime].due_on)
    acknowledgements = [one.ack_due_on for one in found.values() if one.ack_due_on is not None]
    due_on = found[first].due_on
    return Deadline(
        ack_due_on=min(acknowledgements, default=None),
        due_on=due_on,
        refuse_by=min((one.refuse_by for one in found.values() if one.refuse_by is not None), default=None),
        explanation=(
            *(f"{REGIME_WORDS[regime]}: {step}" for regime, one in found.items() for step in one.explanation),
            f"Several laws may apply, the earliest date counts: {written_date(due_on, None)} ({REGIME_WORDS[first]}).",
        ),
    )


def terms_for(regime: Regime, request_type: RequestType, on: date) -> Terms:
    """What may move the answer's date for a request received that day."""
    return _answer_rule(regime, request_type, ClockFacts(received_on=on)).terms


def _rule(regime: Regime, request_type: RequestType, milestone: Milestone, facts: ClockFacts) -> Rule | None:
    """The newest rule in force on the day of receipt; one for the button goes first when it was pressed."""
    known = [
        rule
        for rule in RULES
        if rule.milestone is milestone
        and rule.in_force_on <= facts.received_on
        and regime in rule.regimes
        and request_type in rule.request_types
        and (facts.one_click or not rule.one_click)
    ]
    return max(known, key=lambda rule: (rule.one_click, rule.in_force_on), default=None)


def _answer_rule(regime: Regime, request_type: RequestType, facts: ClockFacts) -> Rule:
    """Every request has a date: one older than its law is answered by the first rule there was."""
    rule = _rule(regime, request_type, Milestone.ANSWER, facts)
    if rule is not None:
        return rule
    ours = [r for r in RULES if regime in r.regimes and request_type in r.request_types]
    return min((r for r in ours if r.milestone is Milestone.ANSWER), key=lambda rule: rule.in_force_on)


def _calendar(regime: Regime, given: Calendar) -> Calendar:
    """Whose holidays count; where that is not known, fewer holidays, for the earlier date."""
    match regime:
        case Regime.CCPA:
            return Calendar("US")
        case Regime.UK_GDPR:
            return given if given.is_united_kingdom else Calendar("GB-ENG")
        case Regime.GDPR | Regime.VOLUNTARY:
            return given if given.is_member_state else WEEKENDS_ONLY
        case _:
            assert_never(regime)


def _regime_note(regime: Regime) -> tuple[str, ...]:
    return ("No law is known to apply: our own promise, treated as GDPR.",) if regime is Regime.VOLUNTARY else ()


def _labelled(label: str, worked: WorkedDate | None) -> tuple[str, ...]:
    return tuple(f"{label}{step}" for step in worked.steps) if worked else ()


def _unmoved(terms: Terms, facts: ClockFacts) -> tuple[str, ...]:
    """What happened and yet moves nothing under this rule, said aloud."""
    notes = {
        "Proof of identity does not restart this time.": facts.identity_proved_on and not terms.starts_at_identity,
        "Asking for clarification does not stop this clock.": bool(facts.pauses) and not terms.pauses,
        "This time cannot be extended: the date stays.": facts.extended and not terms.extendable,
    }
    return tuple(note for note, applies in notes.items() if applies)
