"""Which cases will miss their legal date, by what they still wait for and how long such things take."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from bot.domain.case import Case, CaseId, CaseNumber, WaitsFor
from bot.domain.case_clock import paused_since
from bot.domain.condition import legal_date
from bot.domain.legal_clock import local_day
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from bot.domain.written_date import written_date

AHEAD: Final = timedelta(days=7)
"""A case that others still have to move is listed this long before its date, whatever it usually takes."""

HORIZON: Final = timedelta(days=21)
"""No case needs longer than this; one whose date is further off is not looked at."""

_BEFORE_THE_YES: Final = frozenset(
    {
        WaitsFor.PLAN,
        WaitsFor.WHICH_PERSON,
        WaitsFor.IDENTITY_PROOF,
        WaitsFor.AUTHORITY,
        WaitsFor.CORRECTION_DETAILS,
        WaitsFor.ANSWER,
        WaitsFor.INFORMATION,
        WaitsFor.APPROVAL,
    }
)
_MOVED_BY_OTHERS: Final = _BEFORE_THE_YES | {WaitsFor.SECOND_APPROVAL, WaitsFor.FAILING_SYSTEM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a step usually takes: one person's decision, a customer's answer or proof, the systems."""

    deciding: timedelta = timedelta(days=2)
    answering: timedelta = timedelta(days=5)
    proving: timedelta = timedelta(days=2)
    working: timedelta = timedelta(hours=2)
    mending: timedelta = timedelta(days=1)
    cool_off: timedelta = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One case that will be late as things go; `why` is one sentence."""

    case_id: CaseId
    number: CaseNumber
    request_type: RequestType
    legal_date: date
    done_on: date
    why: str


def find_breach(case: Case, now: datetime, *, pace: Pace, zone: tzinfo) -> Breach | None:
    """The breach that is coming; None for a case that is closed, stands still or will be in time."""
    if not case.is_open or paused_since(case, zone) is not None:
        return None
    due, today = legal_date(case), local_day(now, zone)
    needs = _needs(case, now, pace)
    done_on = local_day(now + sum((span for _, span in needs), timedelta()), zone)
    if case.not_before is not None:
        done_on = max(done_on, case.not_before)
    is_slow = case.waits_for in _MOVED_BY_OTHERS and due - today <= AHEAD < due - local_day(case.received_at, zone)
    if done_on <= due and not is_slow:
        return None
    return Breach(
        case_id=case.case_id,
        number=case.number,
        request_type=case.request_type,
        legal_date=due,
        done_on=done_on,
        why=f"Still needs {_listed([words for words, _ in needs])}: done about {written_date(done_on, today)}, "
        f"due {written_date(due, today)}.",
    )


def _needs(case: Case, now: datetime, pace: Pace) -> list[tuple[str, timedelta]]:
    """What is still to happen, in order, with the time each takes."""
    match case.waits_for:
        case WaitsFor.FAILING_SYSTEM:
            return [("a failing system", pace.mending)]
        case WaitsFor.SYSTEMS | WaitsFor.NOTHING:
            return [("the systems' work", pace.working)]
        case WaitsFor.COOL_OFF:
            is_erasure = case.request_type is RequestType.ERASURE
            ends_at = (case.waiting_since or now) + (pace.cool_off if is_erasure else timedelta())
            return [("the end of the cool-off", max(ends_at - now, timedelta())), ("the systems' work", pace.working)]
        case _:
            return [*_before(case.waits_for, pace), *_yes_and_after(case, pace)]


def _before(waits_for: WaitsFor, pace: Pace) -> list[tuple[str, timedelta]]:
    match waits_for:
        case WaitsFor.IDENTITY_PROOF:
            return [("proof of identity", pace.proving)]
        case WaitsFor.INFORMATION:
            return [("the customer's answer", pace.answering)]
        case WaitsFor.AUTHORITY:
            return [("a look at who may ask", pace.deciding)]
        case WaitsFor.WHICH_PERSON:
            return [("a look at who is meant", pace.deciding), ("proof of identity", pace.proving)]
        case WaitsFor.CORRECTION_DETAILS | WaitsFor.ANSWER:
            return [("words from one of us", pace.deciding)]
        case _:
            return []


def _yes_and_after(case: Case, pace: Pace) -> list[tuple[str, timedelta]]:
    approvals = 1 if case.waits_for is WaitsFor.SECOND_APPROVAL else POLICY[case.request_type].approvals
    said = "an approval" if approvals == 1 else f"{approvals} approvals"
    cool_off = [("the cool-off", pace.cool_off)] if case.request_type is RequestType.ERASURE else []
    return [(said, approvals * pace.deciding), *cool_off, ("the systems' work", pace.working)]


def _listed(words: list[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
