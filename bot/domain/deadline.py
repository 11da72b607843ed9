"""By when the law wants an answer: the rules as a table, each with its source and the day it came into force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, assert_never

from bot.domain.holidays import WEEKENDS_ONLY, Calendar
from bot.domain.legal_clock import (
    ClockFacts,
    ImpossibleFacts,
    Terms,
    WorkedDate,
    Working,
    at_once,
    forty_five_days,
    local_day,
    months,
    thirty_days,
    working_days,
)
from bot.domain.request import REGIME_WORDS, Regime, RequestType
from bot.domain.written_date import days_left_in_words, written_date

__all__ = [
    "RULES",
    "ClockFacts",
    "Deadline",
    "ImpossibleFacts",
    "Milestone",
    "Rule",
    "days_left_in_words",
    "deadline",
    "earliest_deadline",
    "local_day",
    "written_date",
]


class Milestone(StrEnum):
    """What has to be out by the date."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the law: for whom, what, since when, and how its date is worked out."""

    regimes: frozenset[Regime]
    request_types: frozenset[RequestType]
    milestone: Milestone = Milestone.ANSWER
    in_force_on: date
    terms: Terms
    work: Working


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The dates to keep, and how they come about, one sentence a step."""

    ack_due_on: date | None
    due_on: date
    explanation: tuple[str, ...]


_EUROPE: Final = frozenset({Regime.GDPR, Regime.VOLUNTARY})
_UK: Final = frozenset({Regime.UK_GDPR})
_CALIFORNIA: Final = frozenset({Regime.CCPA})
_ACCESS: Final = frozenset({RequestType.ACCESS})
_ON_THE_RECORD: Final = frozenset(
    {RequestType.ERASURE, RequestType.ACCESS, RequestType.PORTABILITY, RequestType.RECTIFICATION}
)
_RIGHTS: Final = _ON_THE_RECORD | {RequestType.RESTRICTION}
_OPT_OUTS: Final = frozenset({RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT})
_OUR_PROMISE: Final = frozenset({RequestType.COMPLAINT, RequestType.NOTICE_QUESTION})
_GDPR_APPLIES: Final = date(2018, 5, 25)

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        regimes=_EUROPE,
        request_types=_RIGHTS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="GDPR art. 12(3)", extendable=True),
        work=months,
    ),
    Rule(
        regimes=_EUROPE,
        request_types=_OPT_OUTS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="GDPR art. 21(2) and (3)"),
        work=at_once,
    ),
    # Before the Act no text stops the clock for proof of identity; for clarification the regulator let it stand still.
    Rule(
        regimes=_UK,
        request_types=_RIGHTS - _ACCESS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="UK GDPR art. 12(3) before 5 Feb 2026", extendable=True),
        work=months,
    ),
    Rule(
        regimes=_UK,
        request_types=_ACCESS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="UK GDPR art. 12(3) before 5 Feb 2026", pauses=True, extendable=True),
        work=months,
    ),
    Rule(
        regimes=_UK,
        request_types=_RIGHTS - _ACCESS,
        in_force_on=date(2026, 2, 5),
        terms=Terms(citation="UK GDPR art. 12A", starts_at_identity=True, extendable=True),
        work=months,
    ),
    Rule(
        regimes=_UK,
        request_types=_ACCESS,
        in_force_on=date(2026, 2, 5),
        terms=Terms(citation="UK GDPR art. 12A", starts_at_identity=True, pauses=True, extendable=True),
        work=months,
    ),
    Rule(
        regimes=_UK,
        request_types=_OPT_OUTS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="UK GDPR art. 21(2) and (3); PECR reg. 22"),
        work=at_once,
    ),
    # The Act wants the outcome "without undue delay" and names no day: our own month stands beside the legal 30 days.
    Rule(
        regimes=_UK,
        request_types=frozenset({RequestType.COMPLAINT}),
        milestone=Milestone.ACKNOWLEDGEMENT,
        in_force_on=date(2026, 6, 19),
        terms=Terms(citation="DPA 2018 s.164A; an outcome sent by then needs no separate acknowledgement"),
        work=thirty_days,
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=_ON_THE_RECORD,
        milestone=Milestone.ACKNOWLEDGEMENT,
        in_force_on=date(2020, 8, 14),
        terms=Terms(citation="11 CCR §7021(a)"),
        work=working_days(10),
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=_ON_THE_RECORD,
        in_force_on=date(2020, 8, 14),
        terms=Terms(citation="11 CCR §7021(b)", extendable=True),
        work=forty_five_days,
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=frozenset({RequestType.ADVERTISING_OPT_OUT}),
        in_force_on=date(2020, 8, 14),
        terms=Terms(citation="11 CCR §7026(f): as soon as feasible, at most 15 business days"),
        work=working_days(15),
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=frozenset({RequestType.RESTRICTION}),
        in_force_on=date(2023, 3, 29),
        terms=Terms(citation="11 CCR §7027(g), limit the use: as soon as feasible, at most 15 business days"),
        work=working_days(15),
    ),
    # The mailbox providers' two days bind one-click unsubscribes, not requests written in words.
    Rule(
        regimes=_CALIFORNIA,
        request_types=frozenset({RequestType.MARKETING_OPT_OUT}),
        in_force_on=date(2004, 1, 1),
        terms=Terms(citation="CAN-SPAM, 15 U.S.C. §7704(a)(4); a one-click unsubscribe within 2 days"),
        work=working_days(10),
    ),
    Rule(
        regimes=frozenset(Regime),
        request_types=_OUR_PROMISE,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="our own promise, as the law names no day"),
        work=months,
    ),
)


def deadline(regime: Regime, request_type: RequestType, facts: ClockFacts) -> Deadline:
    """The dates one law sets; raises UserError for a country without a calendar."""
    calendar = _calendar(regime, Calendar.of(facts.country))
    acknowledgement = _rule(regime, request_type, Milestone.ACKNOWLEDGEMENT, facts.received_on)
    answer = _answer_rule(regime, request_type, facts.received_on)
    acknowledged = acknowledgement.work(acknowledgement.terms, facts, calendar) if acknowledgement else None
    answered = answer.work(answer.terms, facts, calendar)
    return Deadline(
        ack_due_on=acknowledged.day if acknowledged else None,
        due_on=answered.day,
        explanation=(
            *_regime_note(regime),
            *_labelled("Acknowledge: ", acknowledged),
            *_labelled("Answer: " if acknowledged else "", answered),
            *_unmoved(answer.terms, facts),
        ),
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
        explanation=(
            *(f"{REGIME_WORDS[regime]}: {step}" for regime, one in found.items() for step in one.explanation),
            f"Several laws may apply, the earliest date counts: {written_date(due_on, None)} ({REGIME_WORDS[first]}).",
        ),
    )


def _rule(regime: Regime, request_type: RequestType, milestone: Milestone, on: date) -> Rule | None:
    """The newest rule in force on that day."""
    known = [
        rule
        for rule in RULES
        if rule.milestone is milestone
        and rule.in_force_on <= on
        and regime in rule.regimes
        and request_type in rule.request_types
    ]
    return max(known, key=lambda rule: rule.in_force_on, default=None)


def _answer_rule(regime: Regime, request_type: RequestType, on: date) -> Rule:
    """Every request has a date: one older than its law is answered by the first rule there was."""
    rule = _rule(regime, request_type, Milestone.ANSWER, on)
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
        "Asking for clarification does not stop this clock.": facts.asked_on and not terms.pauses,
        "This time cannot be extended: the date stays.": facts.extended and not terms.extendable,
    }
    return tuple(note for note, applies in notes.items() if applies)
