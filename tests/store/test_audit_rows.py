"""The audit log: one chain, whoever writes."""

import pytest

from bot.domain.audit import GENESIS, verify_chain
from bot.errors import BrokenChain
from bot.store.audit_rows import iter_events
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.parallel import at_once
from tests.store.samples import an_event


def _verify(store: DeskStore) -> int:
    with store.database.read() as connection:
        return verify_chain(iter_events(connection))


def _append(store: DeskStore, *actions: str) -> None:
    with store.committing() as unit:
        for action in actions:
            unit.audit.append(an_event(action))


class AuditRowsContract:
    def test_events_come_back_as_they_were_in_order(self, store: DeskStore) -> None:
        _append(store, "first", "second")
        _append(store, "third")

        with store.database.read() as connection:
            events = list(iter_events(connection))

        assert [(event.sequence, event.action) for event in events] == [(1, "first"), (2, "second"), (3, "third")]
        assert events[0].previous_hash == GENESIS
        assert (events[0].at, events[0].details, events[0].case_id) == (an_event().at, {"version": "1"}, "case-1")

    def test_an_empty_log_is_whole(self, store: DeskStore) -> None:
        assert _verify(store) == 0

    def test_a_unit_without_events_adds_none(self, store: DeskStore) -> None:
        _append(store)

        assert _verify(store) == 0

    def test_a_long_log_is_read_a_page_at_a_time(self, store: DeskStore) -> None:
        _append(store, *["case_opened"] * 2_001)

        assert _verify(store) == 2_001

    def test_eight_writers_make_one_chain(self, store: DeskStore) -> None:
        def write(number: int) -> None:
            for _ in range(5):
                _append(store, f"by_writer_{number}", "and_another")

        at_once(8, write)

        assert _verify(store) == 80

    def test_an_event_that_was_not_committed_leaves_no_gap(self, store: DeskStore) -> None:
        _append(store, "first")
        with store.unit() as unit:
            unit.audit.append(an_event("lost"))
        _append(store, "second")

        assert _verify(store) == 2

    @pytest.mark.parametrize(
        ("tampering", "sentence"),
        [
            ("UPDATE audit_events SET actor = 'slack:U2' WHERE sequence = 2", "event 2 was changed"),
            ("DELETE FROM audit_events WHERE sequence = 2", "event 2 is missing"),
            ("DELETE FROM audit_events WHERE sequence = 1", "event 1 is missing"),
        ],
    )
    def test_tampering_is_found_where_it_happened(self, store: DeskStore, tampering: str, sentence: str) -> None:
        _append(store, "first", "second", "third")
        store.tamper(tampering)

        with pytest.raises(BrokenChain, match=sentence):
            _verify(store)


class TestOnSqlite(OnSqlite, AuditRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, AuditRowsContract):
    """Shared."""
