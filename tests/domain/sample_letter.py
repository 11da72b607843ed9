"""A letter's facts as the tests need them."""

from datetime import UTC, date, datetime

from bot.domain.action import (
    Action,
    ActionId,
    ActionKind,
    ActionOutcome,
    ActionState,
    DataCategory,
    Instruction,
    Kept,
    OutcomeKind,
    Preview,
    RetentionGround,
    SystemName,
)
from bot.domain.case import CaseId, CaseNumber
from bot.domain.correction import CorrectableField, Correction
from bot.domain.extension import ExtensionReason
from bot.domain.letter import (
    LetterFacts,
    SystemResult,
)
from bot.domain.request import DenialReason, Regime, RequestType
from bot.domain.standing import Standing
from bot.letters import load_letter_book

BOOK = load_letter_book()
NUMBER = CaseNumber("26-0142")
NASTY = '<script>alert("x")</script> {number} {0} {{x}} %s ${link} &amp;'


def facts(request_type: RequestType = RequestType.ERASURE, **changes: object) -> LetterFacts:
    known: dict[str, object] = {
        "number": NUMBER,
        "request_type": request_type,
        "regime": Regime.UK_GDPR,
        "received_on": date(2026, 11, 30),
        "due_on": date(2026, 12, 29),
        "link": "https://privacy.example.com/l/abc",
        "link_expires": datetime(2026, 11, 26, 10, 42, tzinfo=UTC),
        "results": RESULTS,
        "correction": Correction(what=CorrectableField.NAME, old="Meyer", new="Meier"),
        "question": "Which order do you mean?",
        "answer": "We looked.\n\nWe found it.",
        "agent_name": "Sam Reed",
        "standing": Standing.WITH_PEOPLE,
        "reason": DenialReason.NO_MATCH,
        "extension_reason": ExtensionReason.COMPLEXITY,
        "reason_words": "There is no account under this name.",
        "asked_from": "m•••@e•••.net",
    }
    return LetterFacts(**(known | changes))  # type: ignore[arg-type]


def result(name: str, **changes: object) -> SystemResult:
    return SystemResult(system=SystemName(name), title=name.title(), **changes)  # type: ignore[arg-type]


def action(system: str, position: int, state: ActionState, outcome: ActionOutcome | None) -> Action:
    return Action(
        action_id=ActionId(f"{system}-{position}"),
        case_id=CaseId("c1"),
        system=SystemName(system),
        instruction=Instruction(kind=ActionKind.ERASE, category=DataCategory.CONTACT),
        preview=Preview(counts={}),
        irreversible=True,
        position=position,
        state=state,
        outcome=outcome,
    )


RESULTS = (
    result(
        "storefront",
        outcomes=(
            ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1, "addresses": 3}, before="Meyer", after="Meier"),
            ActionOutcome(
                kind=OutcomeKind.RETAINED,
                kept=(Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2032, 12, 31)),),
            ),
        ),
    ),
    result("delivery", outcomes=(ActionOutcome(kind=OutcomeKind.NOTHING_FOUND),)),
)
