"""Later words: what a customer writes on a running case is seen by whoever decides, and voids a yes said before it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.case_clock import answered
from bot.domain.job import JobName
from bot.domain.message import ParsedMail
from bot.domain.plan import plan_hash, waits_for_people
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import CUSTOMER, Desk

WORDS_KEPT: Final = 20_000
"""Characters of one message that a case carries along; the message itself is kept whole."""

_DECIDED: Final = frozenset({WaitsFor.SECOND_APPROVAL, WaitsFor.COOL_OFF, WaitsFor.INFORMATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What a request shall wait for: the customer's words, and the day if they name one."""

    condition: str = field(default="", repr=False)
    not_before: date | None = None


NO_WAIT: Final = Wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What later words say of the request: to wait, that it is taken back, or that it stands; `at`: when they came."""

    at: datetime | None = None

    wait: Wait = NO_WAIT
    takes_back: str = field(default="", repr=False)
    repeats: bool = False


NOTHING: Final = Heard()


def add_words(desk: Desk, unit: UnitOfWork, case: Case, mail: ParsedMail, heard: Heard = NOTHING) -> Case:
    """Keep the words with the case, and what they say of it, and ring its card.

    "I changed my mind" reads like small talk to a machine, so any later word puts an approved case that has not
    begun before people again: the words are part of the plan they say yes to.
    """
    payload = replace(
        case.payload,
        added=(*case.payload.added, (mail.reply_text or mail.text)[:WORDS_KEPT]),
        thread=(*case.payload.thread, mail.rfc_message_id) if mail.rfc_message_id else case.payload.thread,
    )
    if heard.takes_back or heard.repeats:
        # Who asks again wants it again.
        payload = replace(payload, taken_back=heard.takes_back)
    after = answered(replace(case, payload=payload), heard.at or desk.clock.now(), desk.rules.zone)
    if heard.wait.condition and case.state is not CaseState.IN_FULFILMENT:
        waiting = replace(payload, condition=heard.wait.condition)
        after = replace(after, payload=waiting, not_before=heard.wait.not_before)
    if case.state is CaseState.AWAITING_APPROVAL and case.plan_hash is not None:
        waits_for = waits_for_people(after) if case.waits_for in _DECIDED else case.waits_for
        actions = unit.actions.list_of(case.case_id)
        after = replace(after, plan_hash=plan_hash(after, actions), waits_for=waits_for)
    saved = desk.change(unit, case, after, by=CUSTOMER, event=_event(case))
    if heard.takes_back:
        desk.record(unit, "request_taken_back", by=CUSTOMER, case=saved)
        if case.plan_hash is None:
            # It has no card yet, and somebody has to see this.
            desk.enqueue(unit, JobName.POST_CARD, case.case_id)
    desk.enqueue(unit, JobName.EDIT_CARD, case.case_id)
    return saved


def _event(case: Case) -> str:
    if case.waits_for is WaitsFor.INFORMATION:
        return "information_received"
    return "approval_void" if case.waits_for in _DECIDED else "words_added"
