"""The clock of a case: its legal dates follow from its facts, here and nowhere else."""

from dataclasses import replace
from datetime import date, datetime, tzinfo

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.deadline import Deadline, earliest_deadline, terms_for
from bot.domain.extension import EXTENSION_WORDS, ExtensionReason
from bot.domain.holidays import Calendar, UnknownCountry
from bot.domain.identity import ProofMethod
from bot.domain.legal_clock import ClockFacts, Pause, local_day
from bot.domain.question import Question
from bot.domain.written_date import written_date


def with_dates(case: Case, zone: tzinfo) -> Case:
    """The same case with the dates that its facts and today's rules give."""
    facts = clock_facts(case, zone)
    first = earliest_deadline([case.regime], case.request_type, replace(facts, extended=False))
    last = earliest_deadline([case.regime], case.request_type, facts)
    extended_until = last.due_on if last.due_on > first.due_on else None
    return replace(case, due_on=first.due_on, ack_due_on=first.ack_due_on, extended_until=extended_until)


def asked(case: Case, at: datetime, zone: tzinfo) -> Case:
    """A question goes out; another one while the first is awaited starts no new pause."""
    if awaits_answer(case):
        return case
    return with_dates(replace(case, questions=(*case.questions, Question(asked_at=at))), zone)


def answered(case: Case, at: datetime, zone: tzinfo) -> Case:
    """Words came from the customer; they answer the question that is awaited, if one is."""
    if not awaits_answer(case):
        return case
    *before, last = case.questions
    closed = replace(last, answered_at=max(at, last.asked_at))
    return with_dates(replace(case, questions=(*before, closed)), zone)


def extended(case: Case, at: datetime, reason: ExtensionReason, zone: tzinfo) -> Case:
    """The case with its longer time; whoever calls has asked `why_not_extended`."""
    return with_dates(replace(case, extended_at=at, extension_reason=reason), zone)


def why_not_extended(case: Case, today: date, zone: tzinfo) -> str:
    """What stands against an extension, as a sentence; empty when nothing does.

    The notice has to be out before the first date (GDPR art. 12(3), Civ. 1798.130(a)(2)), so that day itself is too
    late; days on which the clock stands still are none of it.
    """
    if not case.is_open:
        return f"Case {case.number} is closed: there is no date left to extend."
    if case.extended_at is not None:
        return f"Case {case.number} was extended already, to {written_date(case.extended_until or case.due_on, None)}."
    if not terms_for(case.regime, case.request_type, local_day(case.received_at, zone)).extendable:
        return f"The law gives no more time for this request: {written_date(case.due_on, None)} stays."
    if today >= case.due_on and paused_since(case, zone) is None:
        return f"It is too late: the customer had to hear of it before {written_date(case.due_on, None)}."
    return ""


def awaits_answer(case: Case) -> bool:
    """Whether the case waits for the answer to its last question; one that people passed over is awaited no more."""
    is_open = bool(case.questions) and case.questions[-1].answered_at is None
    return is_open and case.waits_for is WaitsFor.INFORMATION and case.state is CaseState.AWAITING_APPROVAL


def may_pause(case: Case, zone: tzinfo) -> bool:
    """Whether the law stops this case's clock while a question to the customer is open."""
    return terms_for(case.regime, case.request_type, local_day(case.received_at, zone)).pauses


def paused_since(case: Case, zone: tzinfo) -> date | None:
    """Since which day the clock stands still; None while it runs."""
    if not case.is_open or not awaits_answer(case) or not may_pause(case, zone):
        return None
    since = local_day(case.questions[-1].asked_at, zone)
    return since if since <= (case.extended_until or case.due_on) else None


def explanation(case: Case, zone: tzinfo) -> tuple[str, ...]:
    """How the dates of a case come about, one sentence a step."""
    steps = _deadline(case, zone).explanation
    if not _has_calendar(case):
        steps = (f"There is no holiday calendar for {case.country}: weekends only.", *steps)
    if case.extended_at is None or case.extension_reason is None:
        return steps
    day = written_date(local_day(case.extended_at, zone), None)
    return (*steps, f"Extended on {day}, because {EXTENSION_WORDS[case.extension_reason]}.")


def refuse_by(case: Case, zone: tzinfo) -> date | None:
    """The day by which a refusal has to go out, where that is sooner than the answer."""
    return _deadline(case, zone).refuse_by


def started_on(case: Case, zone: tzinfo) -> date:
    """The day on which the time began to run."""
    facts = clock_facts(case, zone)
    terms = terms_for(case.regime, case.request_type, facts.received_on)
    return facts.identity_proved_on or facts.received_on if terms.starts_at_identity else facts.received_on


def clock_facts(case: Case, zone: tzinfo) -> ClockFacts:
    """What happened to the case, as the law's days; a clock that was set back makes no impossible facts.

    Only proof that we asked for starts the time anew: papers for somebody else do not, which gives the earlier date.
    """
    received_on = local_day(case.received_at, zone)
    is_proved = case.proof is ProofMethod.ONE_TIME_LINK and case.proved_at is not None
    return ClockFacts(
        received_on=received_on,
        country=case.country if _has_calendar(case) else None,
        identity_proved_on=_not_before(received_on, case.proved_at, zone) if is_proved else None,
        pauses=tuple(_pause(question, received_on, zone) for question in case.questions if _counts(case, question)),
        extended=case.extended_at is not None,
    )


def _deadline(case: Case, zone: tzinfo) -> Deadline:
    return earliest_deadline([case.regime], case.request_type, clock_facts(case, zone))


def _has_calendar(case: Case) -> bool:
    """A case outlives the library's tables: one whose calendar is gone counts weekends, for the earlier date."""
    try:
        Calendar.of(case.country)
    except UnknownCountry:
        return False
    return True


def _counts(case: Case, question: Question) -> bool:
    return question.answered_at is not None or (awaits_answer(case) and question is case.questions[-1])


def _pause(question: Question, received_on: date, zone: tzinfo) -> Pause:
    asked_on = max(received_on, local_day(question.asked_at, zone))
    return Pause(asked_on=asked_on, answered_on=_not_before(asked_on, question.answered_at, zone))


def _not_before(earliest: date, at: datetime | None, zone: tzinfo) -> date | None:
    return max(earliest, local_day(at, zone)) if at is not None else None
