"""Reminders: what has to be said about a case by now, each under a key that lets it be said once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from bot.domain.case import Case, WaitsFor
from bot.domain.case_clock import awaits_answer, paused_since, started_on
from bot.domain.condition import legal_date
from bot.domain.forecast import Breach
from bot.domain.legal_clock import local_day
from bot.domain.request import REQUEST_WORDS
from bot.domain.written_date import days_left_in_words, written_date

NEAR: Final = timedelta(days=3)
PROMPT_AFTER: Final = timedelta(days=2)
SILENT_AFTER: Final = timedelta(days=7)
GIVEN_UP_AFTER: Final = timedelta(days=14)

_PEOPLE: Final[dict[WaitsFor, str]] = {
    WaitsFor.AUTHORITY: "a look at who may ask",
    WaitsFor.CORRECTION_DETAILS: "what is to be corrected",
    WaitsFor.ANSWER: "an answer to be written",
    WaitsFor.APPROVAL: "an approval",
    WaitsFor.SECOND_APPROVAL: "a second approval",
}
_US: Final = {**_PEOPLE, WaitsFor.PLAN: "its plan", WaitsFor.FAILING_SYSTEM: "a failing system"}
_ON_ITS_WAY: Final = frozenset({WaitsFor.COOL_OFF, WaitsFor.SYSTEMS})
_OTHERS: Final[dict[WaitsFor, str]] = {
    WaitsFor.IDENTITY_PROOF: "proof of identity",
    WaitsFor.INFORMATION: "the customer's answer",
    WaitsFor.COOL_OFF: "the end of its cool-off",
    WaitsFor.SYSTEMS: "the systems",
    WaitsFor.NOTHING: "nothing",
}


class Addressee(StrEnum):
    """Who hears of it: the thread of the card, people called into it as well, or the customer by a letter."""

    THREAD = "thread"
    CALLED = "called"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """`key` names the occasion; `line` is what the thread reads."""

    key: str
    line: str
    to: Addressee = Addressee.THREAD


def due_reminders(
    case: Case, now: datetime, *, zone: tzinfo, acknowledged: bool, breach: Breach | None
) -> tuple[Reminder, ...]:
    """Everything to be said by now; what was said before comes again, for who asks to pick out."""
    if not case.is_open:
        return ()
    found = (
        _legal(case, local_day(now, zone), zone, is_on_its_way=case.waits_for in _ON_ITS_WAY and breach is None),
        None if acknowledged else _acknowledgement(case, local_day(now, zone)),
        _prompt(case, now),
        *_silence(case, now, zone),
        _breach(case, breach),
    )
    return tuple(reminder for reminder in found if reminder is not None)


def _legal(case: Case, today: date, zone: tzinfo, *, is_on_its_way: bool) -> Reminder | None:
    """The last threshold that the time to the legal date has passed; none while the clock stands still."""
    due, start = legal_date(case), started_on(case, zone)
    whole, gone = (due - start).days, (today - start).days
    if paused_since(case, zone) is not None:
        return None
    if today > due:
        line = f"{_name(case)} is past its legal date, {written_date(due, None)}. It waits for {_waits(case)}."
        return Reminder(key=f"legal/{due}/past", line=line, to=Addressee.CALLED)
    left = f"{days_left_in_words(due, today)}. It waits for {_waits(case)}."
    if due - today <= NEAR and whole > 2 * NEAR.days and not is_on_its_way:
        return Reminder(key=f"legal/{due}/near", line=f"{_name(case)}: {left}", to=Addressee.CALLED)
    passed = [percent for percent in (50, 75, 90) if whole >= 4 and gone * 100 >= whole * percent]
    if not passed or case.waits_for not in _US:
        return None
    return Reminder(key=f"legal/{due}/{passed[-1]}", line=f"{passed[-1]} % of the time is gone. {_name(case)}: {left}")


def _acknowledgement(case: Case, today: date) -> Reminder | None:
    due = case.ack_due_on
    if due is None or due - today > NEAR:
        return None
    when = "late: it was due" if today > due else "not out yet: it is due"
    line = f"{_name(case)}: our confirmation of receipt is {when} {written_date(due, None)}. Is mail leaving?"
    return Reminder(key=f"acknowledge/{due}/{'past' if today > due else 'near'}", line=line, to=Addressee.CALLED)


def _prompt(case: Case, now: datetime) -> Reminder | None:
    since = case.waiting_since
    if case.waits_for not in _PEOPLE or since is None or now - since < PROMPT_AFTER:
        return None
    days = (now - since).days
    line = f"{_name(case)} has waited for {_waits(case)} for {days} days."
    return Reminder(key=f"prompt/{case.waits_for}/{since:%Y%m%dT%H%M%S}", line=line)


def _silence(case: Case, now: datetime, zone: tzinfo) -> tuple[Reminder, ...]:
    """A customer who does not answer is reminded once, sooner where the law's clock runs; then a person is told."""
    if not awaits_answer(case):
        return ()
    since, patience = case.questions[-1].asked_at, SILENT_AFTER
    if paused_since(case, zone) is None:
        days = max((legal_date(case) - local_day(since, zone)).days // 3, 1)
        patience = min(patience, timedelta(days=days))
    key = f"{since:%Y%m%dT%H%M%S}"
    asked = Reminder(key=f"silent/{key}", line="", to=Addressee.CUSTOMER)
    line = f"{_name(case)}: the customer has not answered our question. Approve, refuse, or ask again."
    told = Reminder(key=f"unanswered/{key}", line=line)
    if now - since >= min(GIVEN_UP_AFTER, 2 * patience):
        return asked, told
    return (asked,) if now - since >= patience else ()


def _breach(case: Case, breach: Breach | None) -> Reminder | None:
    if breach is None:
        return None
    line = f"{_name(case)} will miss its legal date as things go. {breach.why}"
    return Reminder(key=f"breach/{breach.legal_date}", line=line)


def _name(case: Case) -> str:
    return f"{REQUEST_WORDS[case.request_type]}, case {case.number}"


def _waits(case: Case) -> str:
    return (_US | _OTHERS).get(case.waits_for, case.waits_for.replace("_", " "))
