"""Teaching: what a person decided about a message is kept, masked, for the classifier to learn from."""

from collections.abc import Collection
from typing import Final

from bot.domain.case import Case, StaffId
from bot.domain.classification import Classification
from bot.domain.example import ExampleId, ReviewedExample, Suggestion, masked_message
from bot.domain.message import MessageId
from bot.domain.request import RequestType
from bot.domain.suppression import SuppressionKind
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import SYSTEM, Desk
from bot.workflow.reading import Reading

_LEFT: Final = frozenset({SuppressionKind.RE_IMPORT, SuppressionKind.PROCESSING})
"""Who had their data erased, or its use stopped, teaches nothing."""


def keep_example(
    desk: Desk,
    unit: UnitOfWork,
    reading: Reading,
    classification: Classification,
    *,
    labels: Collection[RequestType],
    by: StaffId,
) -> None:
    """In the unit of the decision itself: there is no decision that taught nothing, and no lesson nobody gave."""
    message_id, writer = reading.stored.message_id, desk.keyring.subject_key(reading.sender)
    if any(entry.kind in _LEFT for entry in unit.suppressions.list_of(writer)):
        return
    message = masked_message(reading.mail, classification, labels, names=_corrected(unit, message_id))
    if not message.has_words:
        return
    chosen = tuple(label for label in RequestType if label in labels)
    suggestion = Suggestion.of(classification)
    example = ReviewedExample(
        example_id=ExampleId(desk.ids.new_id()),
        message_id=message_id,
        subject_key=writer,
        labels=chosen,
        suggestion=suggestion,
        message=message,
        decided_by=by,
        decided_at=desk.clock.now(),
    )
    unit.examples.keep(example)
    facts = {"message": message_id, "labels": ",".join(chosen) or "none", "model": suggestion.model_version}
    desk.record(unit, "example_kept", by=f"staff:{by}", details=facts)


def forget_examples(desk: Desk, unit: UnitOfWork, case: Case) -> None:
    """The person's data goes, or may no longer be used: what their messages taught goes with it."""
    forgotten = unit.examples.forget(case)
    if forgotten:
        desk.record(unit, "examples_forgotten", by=SYSTEM, case=case, details={"examples": str(forgotten)})


def _corrected(unit: UnitOfWork, message_id: MessageId) -> tuple[str, ...]:
    """What a rectification says of the person, as far as it is written like a name; nobody else announces it."""
    case = unit.cases.find_opened_from(message_id, RequestType.RECTIFICATION)
    correction = case.payload.correction if case else None
    said = f"{correction.old} {correction.new}".split() if correction else ()
    return tuple(word for word in said if word[0].isupper())
