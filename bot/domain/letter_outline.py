"""Which sentences stand in which letter, in which order: one function a kind."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.letter_facts import LetterFacts, LetterKind
from bot.domain.letter_identity import alert, identity_expired, identity_reminder, identity_request
from bot.domain.letter_layout import Block, Button, Quote, Words
from bot.domain.letter_pen import Pen
from bot.domain.letter_replies import closed_blocks, status_blocks
from bot.domain.letter_systems import (
    corrected_blocks,
    erased_blocks,
    found_nothing,
    included_blocks,
    set_aside_blocks,
    stopped_blocks,
    unfinished_blocks,
)
from bot.domain.phrasebook import Phrasebook
from bot.domain.policy import POLICY
from bot.domain.request import DenialReason, RequestType

Outline = Callable[[Pen], list[Block]]


def outline(kind: LetterKind, facts: LetterFacts, book: Phrasebook) -> list[Block]:
    """The letter's own blocks, without closing words."""
    return _OUTLINES[kind](Pen(facts, book))


def _acknowledgement(pen: Pen) -> list[Block]:
    """The same words whether or not we know the address (nobody learns from it who is a customer)."""
    asked = pen.facts.request_type
    if pen.facts.for_another:
        next_step = f"next.{asked}" if POLICY[asked].may_be_automatic else "other.authority"
        said = ("acknowledgement.thanks", "other.understood", next_step)
        return [*map(pen.say, said), pen.say("acknowledgement.due", date=pen.due), pen.say("acknowledgement.misread")]
    blocks: list[Block] = [pen.say("acknowledgement.thanks"), pen.say(f"understood.{asked}")]
    if POLICY[asked].needs_identity:
        blocks.append(pen.say("acknowledgement.identity"))
    blocks += [pen.say(f"next.{asked}"), pen.say("acknowledgement.due", date=pen.due)]
    return [*blocks, pen.say("acknowledgement.misread")]


def _information_request(pen: Pen) -> list[Block]:
    blocks: list[Block] = [
        pen.say("information_request.intro"),
        Quote(pen.facts.question),
        pen.say("information_request.how"),
    ]
    if pen.facts.clock_pauses:
        return [*blocks, pen.say("information_request.pauses")]
    return [*blocks, pen.say("information_request.due", date=pen.due)] if pen.due else blocks


def _information_reminder(pen: Pen) -> list[Block]:
    return [
        pen.say("information_reminder.intro", wish=pen.wish),
        Quote(pen.facts.question),
        pen.say("information_reminder.how"),
    ]


def _extension(pen: Pen) -> list[Block]:
    return [
        pen.say("extension.other" if pen.facts.for_another else "extension.intro", wish=pen.wish),
        pen.say(f"extensions.{pen.facts.extension_reason}"),
        Words(pen.facts.reason_words),
        pen.say("extension.until", date=pen.due),
        pen.say("extension.nothing"),
    ]


def _erasure_scheduled(pen: Pen) -> list[Block]:
    return [
        pen.say("erasure_scheduled.intro"),
        pen.say("erasure_scheduled.when", moment=pen.expiry),
        Button(pen.book.say("erasure_scheduled.button"), pen.facts.link),
        pen.say("erasure_scheduled.stop"),
    ]


def _erasure_done(pen: Pen) -> list[Block]:
    results = pen.facts.results
    if found_nothing(results):
        return [pen.say("erasure_done.nothing"), pen.say("erasure_done.nothing_how"), pen.say("erasure_done.record")]
    blocks: list[Block] = [pen.say(_erasure_intro(pen.facts)), *erased_blocks(results, pen.book)]
    if any(result.kept for result in results):
        blocks.append(pen.say("erasure_done.kept_later"))
    blocks += unfinished_blocks(results, pen.book)
    ends = [pen.say(f"erasure_done.{key}") for key in ("mark", "record", "anonymous")]
    return [*blocks, *ends, pen.say("recipients.ask")]


def _erasure_intro(facts: LetterFacts) -> str:
    if any(result.is_unfinished for result in facts.results):
        return "erasure_done.so_far"
    if not any(result.kept for result in facts.results):
        return "erasure_done.all"
    return "erasure_done.some" if any(result.counts for result in facts.results) else "erasure_done.only_kept"


def _access_ready(pen: Pen) -> list[Block]:
    if found_nothing(pen.facts.results):
        return [pen.say("access_ready.nothing"), pen.say("erasure_done.nothing_how")]
    return [
        pen.say("access_ready.intro"),
        pen.say("access_ready.files"),
        *included_blocks(pen.facts.results, pen.book),
        *unfinished_blocks(pen.facts.results, pen.book),
        *(pen.say(f"access_ready.{key}") for key in ("explained", "secrets", "safe")),
    ]


def _portability_ready(pen: Pen) -> list[Block]:
    if found_nothing(pen.facts.results):
        return [pen.say("access_ready.nothing"), pen.say("erasure_done.nothing_how")]
    return [
        pen.say("portability_ready.intro"),
        pen.say("portability_ready.files"),
        *included_blocks(pen.facts.results, pen.book),
        *unfinished_blocks(pen.facts.results, pen.book),
        *(pen.say(f"access_ready.{key}") for key in ("secrets", "safe")),
    ]


def _rectification_done(pen: Pen) -> list[Block]:
    if found_nothing(pen.facts.results):
        return [pen.say("rectification_done.nothing"), pen.say("rectification_done.nothing_how")]
    return [
        pen.say("rectification_done.intro"),
        *corrected_blocks(pen.facts.results, pen.facts.correction, pen.book),
        *unfinished_blocks(pen.facts.results, pen.book),
        pen.say("recipients.ask"),
    ]


def _restriction_done(pen: Pen) -> list[Block]:
    if found_nothing(pen.facts.results):
        return [pen.say("restriction_done.nothing"), pen.say("erasure_done.nothing_how")]
    is_partial = any(result.kept for result in pen.facts.results)
    return [
        pen.say("restriction_done.some" if is_partial else "restriction_done.intro"),
        *set_aside_blocks(pen.facts.results, pen.book),
        *unfinished_blocks(pen.facts.results, pen.book),
        pen.say("restriction_done.orders"),
        pen.say("restriction_done.lift"),
        pen.say("recipients.ask"),
    ]


def _marketing_done(pen: Pen) -> list[Block]:
    service = "service_stopped" if pen.facts.service_messages else "service_goes_on"
    return [
        pen.say("marketing_done.intro"),
        *stopped_blocks(pen.facts.results, pen.book),
        *unfinished_blocks(pen.facts.results, pen.book),
        pen.say("marketing_done.days"),
        pen.say(f"marketing_done.{service}"),
    ]


def _advertising_done(pen: Pen) -> list[Block]:
    return [
        pen.say("advertising_done.intro"),
        *stopped_blocks(pen.facts.results, pen.book),
        *unfinished_blocks(pen.facts.results, pen.book),
        *(pen.say(f"advertising_done.{key}") for key in ("days", "general", "never_sold")),
    ]


def _complaint_acknowledged(pen: Pen) -> list[Block]:
    return [
        pen.say("complaint_acknowledged.intro"),
        pen.say("complaint_acknowledged.received", date=pen.received),
        pen.say("complaint_acknowledged.person", name=pen.facts.agent_name, date=pen.due),
        pen.say("complaint_acknowledged.more"),
    ]


def _answer(pen: Pen) -> list[Block]:
    opening = "complaint" if pen.facts.request_type is RequestType.COMPLAINT else "notice_question"
    blocks: list[Block] = [pen.say(f"answer.{opening}"), Words(pen.facts.answer)]
    return [*blocks, pen.say("answer.signed", name=pen.facts.agent_name)] if pen.facts.agent_name else blocks


def _refusal(pen: Pen) -> list[Block]:
    """A person saw our usual reason and wrote on from there: their words stand in its place."""
    reason, words = pen.facts.reason, pen.facts.reason_words
    blocks: list[Block] = [
        pen.say("other.refused") if pen.facts.for_another else pen.say("refusal.intro", wish=pen.wish)
    ]
    if not words or reason is DenialReason.OTHER:
        blocks.append(pen.say(f"reasons.{reason}"))
    if words:
        blocks.append(Words(words))
    return [*blocks, pen.say(f"remedies.{pen.facts.reason}"), pen.say("refusal.review")]


def _withdrawn(pen: Pen) -> list[Block]:
    """It goes to whoever pressed the button, who need not be the one that asked."""
    key = "withdrawn.stopped" if pen.facts.asked_from else "withdrawn.intro"
    intro = pen.say(key, wish=pen.wish)
    return [intro, pen.say("withdrawn.unchanged")]


def _taken_back(pen: Pen) -> list[Block]:
    intro = pen.say("other.withdrawn") if pen.facts.for_another else pen.say("withdrawn.taken_back", wish=pen.wish)
    return [intro, pen.say("withdrawn.unchanged")]


def _done_for_another(pen: Pen) -> list[Block]:
    """For a representative: that it is done, and nothing about the person."""
    return [pen.say("other.done"), pen.say("other.answered")]


def _misread(pen: Pen) -> list[Block]:
    """Without a person's words, other letters say how the message is understood now."""
    words = pen.facts.reason_words
    return [
        pen.say("misread.intro", wish=pen.wish),
        Words(words) if words else pen.say("misread.instead"),
        pen.say("misread.unchanged"),
    ]


_OUTLINES: Final[Mapping[LetterKind, Outline]] = {
    LetterKind.ACKNOWLEDGEMENT: _acknowledgement,
    LetterKind.IDENTITY_REQUEST: identity_request,
    LetterKind.IDENTITY_REMINDER: identity_reminder,
    LetterKind.IDENTITY_EXPIRED: identity_expired,
    LetterKind.ALERT: alert,
    LetterKind.INFORMATION_REQUEST: _information_request,
    LetterKind.INFORMATION_REMINDER: _information_reminder,
    LetterKind.EXTENSION: _extension,
    LetterKind.ERASURE_SCHEDULED: _erasure_scheduled,
    LetterKind.ERASURE_DONE: _erasure_done,
    LetterKind.KEPT_ERASED: lambda pen: [pen.say("kept_erased.gone"), pen.say("kept_erased.rest")],
    LetterKind.ACCESS_READY: _access_ready,
    LetterKind.PORTABILITY_READY: _portability_ready,
    LetterKind.RECTIFICATION_DONE: _rectification_done,
    LetterKind.RESTRICTION_DONE: _restriction_done,
    LetterKind.MARKETING_DONE: _marketing_done,
    LetterKind.ADVERTISING_DONE: _advertising_done,
    LetterKind.COMPLAINT_ACKNOWLEDGED: _complaint_acknowledged,
    LetterKind.ANSWER: _answer,
    LetterKind.REFUSAL: _refusal,
    LetterKind.WITHDRAWN: _withdrawn,
    LetterKind.TAKEN_BACK: _taken_back,
    LetterKind.MISREAD: _misread,
    LetterKind.STATUS: lambda pen: status_blocks(pen.facts, pen.book),
    LetterKind.CLOSED: lambda pen: closed_blocks(pen.facts, pen.book),
    LetterKind.DONE_FOR_ANOTHER: _done_for_another,
}
