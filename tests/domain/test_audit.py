"""Rules about the audit chain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from bot.domain.audit import GENESIS, AuditEvent, NewEvent, chained, verify_chain
from bot.errors import BrokenChain

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def chain(length: int) -> list[AuditEvent]:
    events: list[AuditEvent] = []
    for n in range(length):
        event = NewEvent(
            at=NOON + timedelta(minutes=n), actor="slack:U123", action="case_opened", details={"number": f"26-{n:04}"}
        )
        events.append(chained(event, n + 1, events[-1].hash if events else GENESIS))
    return events


def test_a_whole_chain_is_counted() -> None:
    assert verify_chain(chain(5)) == 5
    assert verify_chain([]) == 0


def test_a_later_part_of_the_chain_can_be_checked_alone() -> None:
    events = chain(6)

    assert verify_chain(events[3:], start_sequence=4, start_hash=events[2].hash) == 3
    with pytest.raises(BrokenChain, match="event 4 does not follow"):
        verify_chain(events[3:], start_sequence=4)


@pytest.mark.parametrize(
    "changed",
    [
        {"actor": "slack:U124"},
        {"action": "case_closed"},
        {"case_id": "c9"},
        {"details": {"number": "26-9999"}},
        {"at": NOON},
        {"previous_hash": GENESIS},
        {"hash": GENESIS},
    ],
)
def test_a_changed_event_is_named(changed: dict[str, object]) -> None:
    events = chain(5)
    events[2] = replace(events[2], **changed)  # type: ignore[arg-type]

    with pytest.raises(BrokenChain, match="event 3 was changed"):
        verify_chain(events)


def test_an_event_changed_and_hashed_again_is_found_by_its_successor() -> None:
    events = chain(5)
    forged = NewEvent(at=NOON, actor="system", action="case_opened")
    events[2] = chained(forged, 3, events[1].hash)

    with pytest.raises(BrokenChain, match="event 4 does not follow"):
        verify_chain(events)


def test_a_removed_event_is_named() -> None:
    events = chain(5)
    del events[1]

    with pytest.raises(BrokenChain, match="event 2 is missing: event 3 stands in its place"):
        verify_chain(events)


def test_swapped_or_repeated_events_are_named() -> None:
    events = chain(4)

    with pytest.raises(BrokenChain, match="event 2 is missing"):
        verify_chain([events[0], events[2], events[1], events[3]])
    with pytest.raises(BrokenChain, match="event 2 is out of order: event 3 was expected"):
        verify_chain([events[0], events[1], events[1]])


def test_a_cut_end_is_found_by_the_hash_kept_elsewhere() -> None:
    events = chain(4)

    assert verify_chain(events, end_hash=events[3].hash) == 4
    with pytest.raises(BrokenChain, match="ends with event 2"):
        verify_chain(events[:2], end_hash=events[3].hash)


def test_the_canonical_form_is_fixed_so_that_others_can_check_it() -> None:
    event = chained(
        NewEvent(at=NOON, actor="system", action="case_opened", case_id="c1", details={"b": "2"}), 1, GENESIS
    )

    canonical = (
        '{"action":"case_opened","actor":"system","at":"2026-11-25T12:00:00.000000+00:00","case_id":"c1",'
        f'"details":{{"b":"2"}},"previous_hash":"{GENESIS}","sequence":1}}'
    )
    assert event.hash == sha256(canonical.encode()).hexdigest()


def test_zone_and_order_of_details_do_not_change_the_hash() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    one = NewEvent(at=NOON, actor="system", action="case_opened", details={"a": "1", "b": "2"})
    other = NewEvent(at=elsewhere, actor="system", action="case_opened", details={"b": "2", "a": "1"})

    assert chained(one, 1, GENESIS).hash == chained(other, 1, GENESIS).hash


@pytest.mark.parametrize(
    "value",
    [
        "jane@example.com",
        "Jane Doe",
        "+447700900123",
        "delete my account",
        "line\nbreak",
        "café",
        "x" * 201,
    ],
)
def test_personal_data_cannot_slip_into_the_details(value: str) -> None:
    with pytest.raises(ValueError, match="detail reason") as refused:
        NewEvent(at=NOON, actor="system", action="case_denied", details={"reason": value})

    assert value not in str(refused.value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "no_match",
        "2026-12-29",
        "12",
        "case:26-0142",
        sha256(b"x").hexdigest(),
        "erasure,access",
        "2026-11-25T12:00:00+00:00",
    ],
)
def test_ids_codes_dates_and_hashes_are_welcome(value: str) -> None:
    event = NewEvent(at=NOON, actor="customer", action="case_denied", details={"reason": value})

    assert event.details["reason"] == value


@pytest.mark.parametrize(
    ("actor", "action", "case_id", "key"),
    [
        ("jane@example.com", "case_opened", "c1", "number"),
        ("", "case_opened", "c1", "number"),
        ("slack:", "case_opened", "c1", "number"),
        ("system", "Case opened", "c1", "number"),
        ("system", "case_opened", "jane doe", "number"),
        ("system", "case_opened", "c1", "Jane Doe"),
    ],
)
def test_neither_actor_action_case_nor_key_may_carry_a_person(actor: str, action: str, case_id: str, key: str) -> None:
    with pytest.raises(ValueError, match="ids and codes only"):
        NewEvent(at=NOON, actor=actor, action=action, case_id=case_id, details={key: "1"})


def test_an_event_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        NewEvent(at=NOON.replace(tzinfo=None), actor="system", action="case_opened")


def test_details_are_the_events_own_copy() -> None:
    details = {"number": "26-0142"}
    event = NewEvent(at=NOON, actor="system", action="case_opened", details=details)

    details["number"] = "jane@example.com"

    assert event.details == {"number": "26-0142"}
