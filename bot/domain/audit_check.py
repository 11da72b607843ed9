"""Checking the audit log: every event that was changed, removed or moved is named, and every root that does not fit."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.domain.audit import FIRST_SEQUENCE, GENESIS, AuditEvent, event_hash
from bot.domain.audit_root import AuditHead, AuditRoot
from bot.domain.merkle import merkle_root

SEALED: Final = "day_sealed"
"""The event that says a root was made; its details repeat the root, so that the two tables vouch for each other."""

_HASH: Final = re.compile(r"[0-9a-f]{64}")

_LOOKED_FOR: Final = 200
"""Changed events among which a swap is looked for; beyond that, naming them is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReport:
    """What the check found; no `findings`: the log is whole."""

    events: int
    roots: int
    findings: tuple[str, ...]


def check_log(
    events: Iterable[AuditEvent],
    roots: Sequence[AuditRoot],
    head: AuditHead | None,
    *,
    published: Mapping[date, str] | None = None,
) -> LogReport:
    """Read everything once, in order, and go on after each finding.

    `published` are roots as they were posted, kept outside this database: they find even a log that somebody wrote
    anew from end to end, roots included.
    """
    reading = _Reading(waiting=list(roots))
    for event in events:
        reading.take(event)
    findings = [*reading.findings, *reading.moved(), *reading.cut(head), *_unlike(roots, reading.sealed)]
    return LogReport(
        events=reading.count, roots=len(roots), findings=(*findings, *_unlike_published(roots, published or {}))
    )


@dataclass
class _Reading:
    """How far the log has been read."""

    waiting: list[AuditRoot]
    expected: int = FIRST_SEQUENCE
    previous: str | None = GENESIS
    newest: str = GENESIS
    count: int = 0
    findings: list[str] = field(default_factory=list)
    changed: list[AuditEvent] = field(default_factory=list)
    hashes: dict[int, str] = field(default_factory=dict)
    sealed: dict[date, str] = field(default_factory=dict)

    def take(self, event: AuditEvent) -> None:
        """The next event in order of its number."""
        if event.sequence > self.expected:
            self.findings.append(f"{_range(self.expected, event.sequence - 1)} missing")
            self.previous = None
        if event.hash != event_hash(event, event.sequence, event.previous_hash):
            self.findings.append(f"event {event.sequence} was changed: its content does not match its hash")
            self.changed.append(event)
        elif self.previous not in {None, event.previous_hash}:
            self.findings.append(
                f"event {event.sequence} does not follow event {event.sequence - 1}: one of them was replaced"
            )
        if event.action == SEALED:
            self._note_sealed(event)
        self.expected, self.previous, self.newest = event.sequence + 1, event.hash, event.hash
        self.count += 1
        self._compare_root(event)

    def moved(self) -> Iterator[str]:
        """Of the changed events those that are whole, but stand in another's place."""
        suspects = self.changed[:_LOOKED_FOR]
        for event in suspects:
            for other in suspects:
                if other is not event and event.hash == event_hash(event, other.sequence, event.previous_hash):
                    yield f"event {event.sequence} is event {other.sequence}, moved: the log was reordered"

    def cut(self, head: AuditHead | None) -> Iterator[str]:
        """Whether the end is missing, by what was noted elsewhere."""
        last = self.expected - 1
        for root in self.waiting:
            if root.last > last:
                yield f"{_range(last + 1, root.last)} cut off: the root of {root.day} covers them"
        if head is None:
            if self.count:
                yield "the note of the newest event is missing: whether the end was cut cannot be told"
        elif head.sequence > last:
            yield f"{_range(last + 1, head.sequence)} cut off: event {head.sequence} was written once"
        elif head.sequence < last or head.hash != self.newest:
            yield f"event {last} is not the newest that was written: the end of the log was replaced"

    def _compare_root(self, event: AuditEvent) -> None:
        if not self.waiting:
            return
        root = self.waiting[0]
        if event.sequence >= root.first:
            self.hashes[event.sequence] = event.hash if _HASH.fullmatch(event.hash) else ""
        if event.sequence < root.last:
            return
        self.waiting.pop(0)
        hashes = [self.hashes.pop(number, "") for number in range(root.first, root.last + 1)]
        # Where events are missing or hold no hash they have been named already, and no root can be computed.
        if all(hashes) and (merkle_root(hashes) != root.root or hashes[-1] != root.last_hash):
            self.findings.append(
                f"the root of {root.day} does not fit events {root.first} to {root.last}: it or they were replaced"
            )
        self._compare_root(event)

    def _note_sealed(self, event: AuditEvent) -> None:
        try:
            self.sealed[date.fromisoformat(event.details.get("day", ""))] = event.details.get("root", "")
        except ValueError:
            self.findings.append(f"event {event.sequence} names no day")


def _unlike(roots: Sequence[AuditRoot], sealed: Mapping[date, str]) -> Iterator[str]:
    """Roots whose row and whose event do not say the same."""
    known = {root.day: root.root for root in roots}
    for day, root in sealed.items():
        if day not in known:
            yield f"the root of {day} was removed: an event says it was made"
        elif known[day] != root:
            yield f"the root of {day} was changed: the event that made it names another"
    for day in known.keys() - sealed.keys():
        yield f"the root of {day} was slipped in, or the event that made it is gone"


def _unlike_published(roots: Sequence[AuditRoot], published: Mapping[date, str]) -> Iterator[str]:
    known = {root.day: root.root for root in roots}
    for day, root in published.items():
        if day not in known:
            yield f"there is no root of {day}, but one was published"
        elif known[day] != root:
            yield f"the root of {day} is not the published one: the log was written anew"


def _range(first: int, last: int) -> str:
    return f"event {first} is" if first == last else f"events {first} to {last} are"
