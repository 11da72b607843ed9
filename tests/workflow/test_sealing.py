"""Once a day is over, its events have a root, and people outside the database have seen it."""

from datetime import date, timedelta

import pytest

from bot.domain.audit_check import check_log
from bot.domain.merkle import merkle_root
from bot.domain.request import RequestType
from bot.errors import NotFound
from bot.store.root_rows import RootRows, find_head
from tests.fakes.office import Office

TUESDAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def _roots(office: Office) -> list[tuple[date, int, int]]:
    with office.database.read() as connection:
        return [(root.day, root.first, root.last) for root in RootRows(connection).list_all()]


def _findings(office: Office) -> tuple[str, ...]:
    with office.database.read() as connection:
        roots, head = RootRows(connection).list_all(), find_head(connection)
    return check_log(office.events(), roots, head).findings


def test_a_day_is_sealed_when_it_is_over_and_not_before(office: Office) -> None:
    office.ask(RequestType.ACCESS)
    events = len(office.events())

    assert office.sealing.seal_due() == 0
    office.clock.advance(DAY)

    assert office.sealing.seal_due() == 1
    assert _roots(office) == [(TUESDAY, 1, events)]
    assert office.sealing.seal_due() == 0
    assert _findings(office) == ()


def test_the_root_is_over_the_days_events_and_an_event_says_so(office: Office) -> None:
    office.ask(RequestType.ACCESS)
    hashes = [event.hash for event in office.events()]
    office.clock.advance(DAY)
    office.sealing.seal_due()

    sealed = office.events()[-1]
    assert sealed.action == "day_sealed"
    assert sealed.details == {
        "day": "2026-11-24",
        "first": "1",
        "last": str(len(hashes)),
        "root": merkle_root(hashes),
    }


def test_a_desk_that_was_switched_off_seals_each_day_when_it_is_back(office: Office) -> None:
    office.ask(RequestType.ACCESS)
    office.clock.advance(DAY)
    office.ask(RequestType.PORTABILITY)
    office.clock.advance(5 * DAY)

    assert office.sealing.seal_due() == 2
    (first, _, end), (second, begin, _) = _roots(office)
    assert (first, second, begin) == (TUESDAY, TUESDAY + DAY, end + 1)
    assert _findings(office) == ()


def test_an_event_under_way_at_midnight_belongs_to_the_next_day(office: Office) -> None:
    office.ask(RequestType.ACCESS)
    office.clock.advance(DAY)
    office.sealing.seal_due()
    sealed = len(office.events())
    late = office.clock.now() - DAY
    with office.desk.new_unit() as unit:
        office.desk.record(unit, "committed_late", by="system", at=late)
        unit.commit()

    office.clock.advance(DAY)
    office.sealing.seal_due()

    assert _roots(office)[1] == (TUESDAY + DAY, sealed, sealed + 1)


def test_a_day_without_any_event_needs_no_root(office: Office) -> None:
    assert office.sealing.seal_due() == 0


def test_the_root_is_posted_once_where_the_database_cannot_reach_it(office: Office) -> None:
    office.ask(RequestType.ACCESS)
    office.clock.advance(DAY)
    office.approval_desk.faults.is_down = True
    office.sealing.seal_due()
    office.work()
    office.approval_desk.faults.is_down = False
    office.approval_desk.faults.lose_answers()
    office.wait(timedelta(hours=2))

    root = office.events()[-1].details.get("root") or next(
        event.details["root"] for event in office.events() if event.action == "day_sealed"
    )
    assert list(office.approval_desk.notices) == ["audit-root/2026-11-24"]
    (line,) = office.approval_desk.notices.values()
    assert root in line
    assert "Tue 24 Nov 2026" in line


def test_only_a_sealed_day_can_be_posted(office: Office) -> None:
    with pytest.raises(NotFound, match="2026-11-24 has no root"):
        office.sealing.post(TUESDAY)
