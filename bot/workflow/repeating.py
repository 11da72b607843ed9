"""Repeating: the same request by mail and by portal is one case; what is amended before the proof counts."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.case import Case, CasePayload, CaseState
from bot.domain.correction import Correction
from bot.domain.message import ParsedMail
from bot.domain.request import RequestType, Scope
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import CUSTOMER, Desk
from bot.workflow.later_words import WORDS_KEPT
from bot.workflow.reading import Reading

_SAME_WITHIN: Final = timedelta(hours=72)
_UNPROVED: Final = frozenset({CaseState.RECEIVED, CaseState.AWAITING_VERIFICATION})


def says_the_same(case: Case, reading: Reading) -> bool:
    """Whether it is the very message that opened the case, come again within three days by this door or another."""
    is_near = abs(reading.stored.arrived_at - case.received_at) <= _SAME_WITHIN
    return is_near and _plain(case.payload.words) == _plain(_words(reading.mail)[:WORDS_KEPT])


def answered_both_ways(case: Case, reading: Reading) -> Case:
    """The case with the other door noted: a ticket of the customer's own becomes the case's, ours ends with it."""
    payload, ticket_id = case.payload, reading.ticket_id
    if reading.stored.channel is not case.channel:
        payload = replace(payload, is_both_ways=True)
    if ticket_id is None or ticket_id == case.ticket_id or ticket_id in payload.other_tickets:
        return replace(case, payload=payload)
    is_first = payload.is_both_ways and not case.payload.is_both_ways
    ended = case.ticket_id if is_first else ticket_id
    if ended is not None:
        payload = replace(payload, other_tickets=(*payload.other_tickets, ended))
    return replace(case, payload=payload, ticket_id=ticket_id if is_first else case.ticket_id)


def note_duplicate(desk: Desk, unit: UnitOfWork, case: Case, reading: Reading) -> Case:
    """It says nothing new: whatever was decided stands, and both are answered."""
    reached = answered_both_ways(case, reading)
    thread = (*case.payload.thread, reading.mail.rfc_message_id) if reading.mail.rfc_message_id else case.payload.thread
    noted = replace(reached, payload=replace(reached.payload, thread=thread))
    details = {"message": reading.stored.message_id, "channel": reading.stored.channel}
    return desk.change(unit, case, noted, by=CUSTOMER, event="duplicate_joined", details=details)


def amended(case: Case, *, correction: Correction | None, scope: Scope) -> Case:
    """What later words say of the request itself, as long as nobody has proved who they are.

    Afterwards a forged mail could put its own words into somebody's proved request: people then read what was
    written, every yes is void, and only they change the request.
    """
    if case.state not in _UNPROVED or case.proved_at is not None:
        return case
    payload: CasePayload = case.payload
    if case.request_type is RequestType.RECTIFICATION and correction is not None:
        payload = replace(payload, correction=correction)
    wider = Scope(service_messages=case.scope.service_messages or scope.service_messages)
    return replace(
        case, payload=payload, scope=wider if case.request_type is RequestType.MARKETING_OPT_OUT else case.scope
    )


def _words(mail: ParsedMail) -> str:
    return mail.reply_text or mail.text


def _plain(words: str) -> str:
    """Without what a door adds or loses: case, white space, punctuation."""
    return "".join(filter(str.isalnum, words)).casefold()
