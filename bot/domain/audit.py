"""What happened, who did it and when: append-only, chained by hashes, free of personal data."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from typing import Final

from bot.errors import BrokenChain

GENESIS: Final = "0" * 64
"""What the first event names as its predecessor."""

FIRST_SEQUENCE: Final = 1

_ACTOR: Final = re.compile(r"[a-z][a-z0-9_.-]{0,31}(?::[\w.-]{1,47})?", re.ASCII)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_CODE: Final = re.compile(r"[\w.,:;/+=#-]{0,200}", re.ASCII)
_TELEPHONE: Final = re.compile(r"\+\d{7,15}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event that has no place in the chain yet.

    `actor` is `system`, `customer` or a kind and an id (`slack:U123`). `action` is a verb phrase in snake_case
    (`case_opened`). `details` hold ids, codes, numbers, dates and keyed hashes only: words without blanks. So no
    address, no name in full and no sentence can slip in; raises ValueError, which does not repeat the value.
    """

    at: datetime
    actor: str
    action: str
    case_id: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what has no business in a log that is never erased."""
        if self.at.tzinfo is None:
            raise ValueError("an audit event's time needs its zone")
        _must_match(_ACTOR, self.actor, "actor")
        _must_match(_NAME, self.action, "action")
        _must_match(_CODE, self.case_id or "", "case_id")
        for key, value in self.details.items():
            _must_match(_NAME, key, "a detail's name")
            _must_match(_CODE, value, f"detail {key}")
            if _TELEPHONE.fullmatch(value):
                raise ValueError(f"an audit event holds ids and codes only: detail {key} looks like a telephone number")
        object.__setattr__(self, "details", dict(self.details))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """An event in its place; build it with `chained`, or read it back from the store."""

    sequence: int
    at: datetime
    actor: str
    action: str
    case_id: str | None
    details: Mapping[str, str]
    previous_hash: str
    hash: str


def chained(event: NewEvent, sequence: int, previous_hash: str) -> AuditEvent:
    """The event in its place, hashed together with its predecessor's hash."""
    return AuditEvent(
        sequence=sequence,
        at=event.at,
        actor=event.actor,
        action=event.action,
        case_id=event.case_id,
        details=event.details,
        previous_hash=previous_hash,
        hash=event_hash(event, sequence, previous_hash),
    )


def verify_chain(
    events: Iterable[AuditEvent],
    *,
    start_sequence: int = FIRST_SEQUENCE,
    start_hash: str = GENESIS,
    end_hash: str | None = None,
) -> int:
    """Read the events in order of their sequence and count them; raises BrokenChain naming the first bad one.

    A chain cannot tell that its newest events are missing: `end_hash`, kept elsewhere, can.
    """
    sequence, previous = start_sequence, start_hash
    for event in events:
        _must_follow(event, sequence, previous)
        sequence, previous = sequence + 1, event.hash
    if end_hash is not None and previous != end_hash:
        raise BrokenChain(f"the log ends with event {sequence - 1}, which is not the last one known: events were cut")
    return sequence - start_sequence


def event_hash(event: NewEvent | AuditEvent, sequence: int, previous_hash: str) -> str:
    """SHA-256 over JSON with sorted keys, no blanks, ASCII only, the time in UTC to the microsecond."""
    content = {
        "action": event.action,
        "actor": event.actor,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "case_id": event.case_id,
        "details": dict(event.details),
        "previous_hash": previous_hash,
        "sequence": sequence,
    }
    return sha256(dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _must_follow(event: AuditEvent, sequence: int, previous: str) -> None:
    if event.sequence > sequence:
        raise BrokenChain(f"event {sequence} is missing: event {event.sequence} stands in its place")
    if event.sequence < sequence:
        raise BrokenChain(f"event {event.sequence} is out of order: event {sequence} was expected")
    if event.hash != event_hash(event, event.sequence, event.previous_hash):
        raise BrokenChain(f"event {sequence} was changed: its content does not match its hash")
    if event.previous_hash != previous:
        raise BrokenChain(f"event {sequence} does not follow the one before it: one of them was replaced")


def _must_match(pattern: re.Pattern[str], value: str, what: str) -> None:
    if not pattern.fullmatch(value):
        raise ValueError(f"an audit event holds ids and codes only: {what} is none ({len(value)} characters)")
