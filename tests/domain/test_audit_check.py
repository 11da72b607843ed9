"""Whatever is done to the log or to its roots is found, and named."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.audit import GENESIS, AuditEvent, NewEvent, chained
from bot.domain.audit_check import check_log
from bot.domain.audit_root import AuditHead, AuditRoot
from bot.domain.merkle import merkle_root

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def grown(count: int, before: list[AuditEvent], **details: str) -> list[AuditEvent]:
    events = list(before)
    for _ in range(count):
        number = len(events) + 1
        action = "day_sealed" if details else "case_opened"
        event = NewEvent(
            at=NOON + timedelta(hours=number), actor="system", action=action, details=details or {"n": str(number)}
        )
        events.append(chained(event, number, events[-1].hash if events else GENESIS))
    return events


def root_of(day: date, events: list[AuditEvent]) -> AuditRoot:
    return AuditRoot(
        day=day,
        first=events[0].sequence,
        last=events[-1].sequence,
        root=merkle_root([event.hash for event in events]),
        last_hash=events[-1].hash,
    )


def a_log() -> tuple[list[AuditEvent], list[AuditRoot]]:
    """Two sealed days (events 1 to 5, and 6 to 9) and three events since."""
    monday = grown(5, [])
    first = root_of(MONDAY, monday)
    tuesday = grown(3, grown(1, monday, day=str(MONDAY), root=first.root))
    second = root_of(TUESDAY, tuesday[5:])
    return grown(2, grown(1, tuesday, day=str(TUESDAY), root=second.root)), [first, second]


def head_of(events: list[AuditEvent]) -> AuditHead:
    return AuditHead(sequence=events[-1].sequence, hash=events[-1].hash)


def findings(events: list[AuditEvent], roots: list[AuditRoot] | None = None) -> tuple[str, ...]:
    whole, made = a_log()
    return check_log(events, made if roots is None else roots, head_of(whole)).findings


def test_a_whole_log_has_no_findings() -> None:
    events, roots = a_log()

    report = check_log(events, roots, head_of(events), published={roots[0].day: roots[0].root})

    assert (report.events, report.roots, report.findings) == (12, 2, ())


def test_an_empty_log_is_whole() -> None:
    assert check_log([], [], None).findings == ()


@pytest.mark.parametrize(
    "changed",
    [{"actor": "slack:U1"}, {"action": "x"}, {"case_id": "c9"}, {"details": {"n": "9"}}, {"at": NOON}, {"hash": "0"}],
)
def test_a_changed_field_is_found_whichever_it_was(changed: dict[str, object]) -> None:
    events, _ = a_log()
    events[2] = replace(events[2], **changed)  # type: ignore[arg-type]

    assert findings(events)[0] == "event 3 was changed: its content does not match its hash"


def test_every_changed_event_is_named_not_only_the_first() -> None:
    events, _ = a_log()
    for place in (1, 3, 10):
        events[place] = replace(events[place], actor="slack:U1")

    named = [line.split(" was")[0] for line in findings(events)]
    assert named == ["event 2", "event 4", "event 11"]


def test_removed_events_in_the_middle_are_named() -> None:
    events, _ = a_log()
    del events[6:8]

    assert findings(events) == ("events 7 to 8 are missing",)


def test_the_first_event_cannot_go_unnoticed() -> None:
    events, _ = a_log()

    assert findings(events[1:]) == ("event 1 is missing",)


def test_the_newest_events_are_missed_before_their_day_is_sealed() -> None:
    events, _ = a_log()

    assert findings(events[:10]) == ("events 11 to 12 are cut off: event 12 was written once",)


def test_a_cut_that_reaches_into_a_sealed_day_is_found_by_its_root_too() -> None:
    events, _ = a_log()

    assert findings(events[:7]) == (
        "events 8 to 9 are cut off: the root of 2026-11-24 covers them",
        "events 8 to 12 are cut off: event 12 was written once",
        "the root of 2026-11-24 was slipped in, or the event that made it is gone",
    )


def test_a_log_without_the_note_of_its_end_says_so() -> None:
    events, roots = a_log()

    assert check_log(events, roots, None).findings == (
        "the note of the newest event is missing: whether the end was cut cannot be told",
    )


def test_an_end_that_was_written_anew_is_found() -> None:
    events, roots = a_log()
    other = grown(1, events[:-1])
    other[-1] = chained(NewEvent(at=NOON, actor="system", action="other"), 12, events[10].hash)

    assert check_log(other, roots, head_of(events)).findings == (
        "event 12 is not the newest that was written: the end of the log was replaced",
    )


def test_two_swapped_events_are_named_as_moved() -> None:
    events, _ = a_log()
    events[1], events[3] = replace(events[3], sequence=2), replace(events[1], sequence=4)

    found = findings(events)
    assert "event 2 is event 4, moved: the log was reordered" in found
    assert "event 4 is event 2, moved: the log was reordered" in found


def test_a_replaced_event_is_found_by_its_successor_and_by_the_root() -> None:
    events, _ = a_log()
    events[2] = chained(NewEvent(at=NOON, actor="system", action="forged"), 3, events[1].hash)

    assert findings(events) == (
        "event 4 does not follow event 3: one of them was replaced",
        "the root of 2026-11-23 does not fit events 1 to 5: it or they were replaced",
    )


def test_a_chain_that_was_hashed_anew_to_its_end_is_found_by_the_root() -> None:
    events, roots = a_log()
    forged = [chained(NewEvent(at=NOON, actor="system", action="forged"), 1, GENESIS)]
    for event in events[1:]:
        same = NewEvent(at=event.at, actor=event.actor, action=event.action, details=event.details)
        forged.append(chained(same, event.sequence, forged[-1].hash))

    assert check_log(forged, roots, head_of(forged)).findings == (
        "the root of 2026-11-23 does not fit events 1 to 5: it or they were replaced",
        "the root of 2026-11-24 does not fit events 6 to 9: it or they were replaced",
    )


def test_a_changed_root_is_named_with_its_day() -> None:
    events, roots = a_log()

    assert findings(events, [replace(roots[0], root="00" * 32), roots[1]]) == (
        "the root of 2026-11-23 does not fit events 1 to 5: it or they were replaced",
        "the root of 2026-11-23 was changed: the event that made it names another",
    )


def test_a_removed_root_is_named_with_its_day() -> None:
    events, roots = a_log()

    assert findings(events, roots[:1]) == ("the root of 2026-11-24 was removed: an event says it was made",)


def test_what_was_published_convicts_even_a_log_written_anew_with_its_roots() -> None:
    events, roots = a_log()

    report = check_log(events, roots, head_of(events), published={MONDAY: "ab" * 32, date(2026, 11, 20): "cd" * 32})

    assert report.findings == (
        "the root of 2026-11-23 is not the published one: the log was written anew",
        "there is no root of 2026-11-20, but one was published",
    )


def test_a_sealing_event_without_a_day_is_a_finding() -> None:
    events = grown(1, [], day="yesterday")

    assert check_log(events, [], head_of(events)).findings == ("event 1 names no day",)
