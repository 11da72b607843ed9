"""The daily roots, and the note of the newest event."""

from datetime import date, timedelta

import pytest

from bot.domain.audit import GENESIS
from bot.domain.audit_root import AuditRoot, LogLeaf
from bot.store.root_rows import find_head
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.samples import NOW, an_event

TODAY = NOW.date()
DAY = timedelta(days=1)


def a_root(day: date = TODAY, first: int = 1, last: int = 2) -> AuditRoot:
    return AuditRoot(day=day, first=first, last=last, root="ab" * 32, last_hash="cd" * 32)


class RootRowsContract:
    def test_a_day_is_sealed_once(self, store: DeskStore) -> None:
        with store.committing() as unit:
            assert unit.roots.add(a_root())
            assert not unit.roots.add(a_root(last=9))

        with store.unit() as unit:
            assert unit.roots.find(TODAY) == unit.roots.find_newest() == a_root()
            assert unit.roots.find(TODAY + DAY) is None

    def test_the_newest_is_that_of_the_last_day(self, store: DeskStore) -> None:
        with store.committing() as unit:
            assert unit.roots.find_newest() is None
            unit.roots.add(a_root(TODAY + DAY, 3, 7))
            unit.roots.add(a_root())

        with store.unit() as unit:
            assert unit.roots.find_newest() == a_root(TODAY + DAY, 3, 7)
            assert unit.roots.list_all() == (a_root(), a_root(TODAY + DAY, 3, 7))
            assert [unit.roots.find_covering(number) for number in (2, 3, 7, 8)] == [
                a_root(),
                a_root(TODAY + DAY, 3, 7),
                a_root(TODAY + DAY, 3, 7),
                None,
            ]

    def test_what_is_not_sealed_yet_is_found_with_its_leaves(self, store: DeskStore) -> None:
        with store.committing() as unit:
            assert unit.roots.find_unsealed() is None
            for action in ("one", "two", "three"):
                unit.audit.append(an_event(action))

        with store.committing() as unit:
            assert unit.roots.find_unsealed() == (1, an_event().at)
            leaves = unit.roots.list_leaves(2, before=an_event().at + DAY)
            assert [leaf.sequence for leaf in leaves] == [2, 3]
            assert unit.roots.list_leaves(1, before=an_event().at) == ()
            unit.roots.add(a_root())
            assert unit.roots.find_unsealed() == (3, an_event().at)
            assert [leaf.sequence for leaf in unit.roots.list_covered(a_root())] == [1, 2]

    def test_the_head_is_the_newest_event(self, store: DeskStore) -> None:
        with store.database.read() as connection:
            assert find_head(connection) is None
        for actions in (("one",), ("two", "three")):
            with store.committing() as unit:
                for action in actions:
                    unit.audit.append(an_event(action))

        with store.unit() as unit:
            (leaf,) = unit.roots.list_leaves(3, before=an_event().at + DAY)
        with store.database.read() as connection:
            head = find_head(connection)
        assert head is not None
        assert LogLeaf(sequence=head.sequence, hash=head.hash) == leaf

    @pytest.mark.usefixtures("noise")
    def test_a_lost_head_is_taken_from_the_log(self, store: DeskStore) -> None:
        store.tamper("DELETE FROM audit_head")
        with store.committing() as unit:
            unit.audit.append(an_event("next"))

        with store.database.read() as connection:
            head = find_head(connection)
        assert head is not None
        assert (head.sequence, head.hash != GENESIS) == (2, True)


class TestOnSqlite(OnSqlite, RootRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, RootRowsContract):
    """Shared."""
