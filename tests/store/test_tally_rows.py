"""Daily counts are added up, once for each transaction that commits."""

import time
from datetime import date, timedelta

import pytest

from bot.domain.classification import Decision
from bot.domain.tally import Agreement, DecidedOn, DecisionTally, ReadingTally, Tallies
from bot.store.tally_rows import TallySums
from tests.domain.tallies import TODAY, decided, read
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.parallel import at_once
from tests.store.samples import NOW

DAY = timedelta(days=1)


def count(store: DeskStore, *tallies: ReadingTally | DecisionTally) -> None:
    with store.committing() as unit:
        for tally in tallies:
            if isinstance(tally, ReadingTally):
                unit.tallies.count_reading(tally)
            else:
                unit.tallies.count_decision(tally)


def seen(store: DeskStore, *, since: date = date.min) -> Tallies:
    return _ours(TallySums(store.database).list_tallies(since=since))


def _ours(tallies: Tallies) -> Tallies:
    return tallies.where(lambda tally: tally.model_version != "noise")


@pytest.mark.usefixtures("noise")
class TallyRowsContract:
    def test_equal_messages_of_a_day_are_one_row(self, store: DeskStore) -> None:
        count(store, read(TODAY), read(TODAY, 2))
        count(store, read(TODAY))

        assert seen(store).readings == (read(TODAY, 4),)

    @pytest.mark.parametrize(
        "other",
        [
            read(TODAY + DAY),
            read(TODAY, language="und"),
            read(TODAY, decision=Decision.UNSURE),
            read(TODAY, unknown_up_to=100),
            read(TODAY, unknown_up_to=None),
            read(TODAY, model_version="8"),
            read(TODAY, model_version=""),
        ],
    )
    def test_what_differs_in_anything_is_a_row_of_its_own(self, store: DeskStore, other: ReadingTally) -> None:
        count(store, read(TODAY), other)

        assert set(seen(store).readings) == {read(TODAY), other}

    def test_decisions_are_counted_alike(self, store: DeskStore) -> None:
        corrected = decided(TODAY, decided_on=DecidedOn.CASE)
        disagreed = decided(TODAY, agreement=Agreement.DISAGREED)
        count(store, decided(TODAY), corrected, disagreed, decided(TODAY))

        assert set(seen(store).decisions) == {decided(TODAY, 2), corrected, disagreed}

    def test_what_is_not_committed_was_never_counted(self, store: DeskStore) -> None:
        with store.unit() as unit:
            unit.tallies.count_reading(read(TODAY))
            unit.tallies.count_decision(decided(TODAY))

        assert seen(store) == Tallies()

    def test_they_come_oldest_first_and_from_the_day_that_was_asked_for(self, store: DeskStore) -> None:
        for ago in (2, 0, 1, 3):
            count(store, read(TODAY - ago * DAY), decided(TODAY - ago * DAY))

        since = seen(store, since=TODAY - 2 * DAY)

        assert [tally.on for tally in since.readings] == [TODAY - 2 * DAY, TODAY - DAY, TODAY]
        assert [tally.on for tally in since.decisions] == [TODAY - 2 * DAY, TODAY - DAY, TODAY]

    def test_the_total_adds_the_days_up_and_keeps_the_last(self, store: DeskStore) -> None:
        count(store, read(TODAY, 3), read(TODAY - DAY, 4), read(TODAY, 5, language="nl"))
        count(store, decided(TODAY - DAY), decided(TODAY - 9 * DAY))

        total = _ours(TallySums(store.database).total())

        assert total.readings == (read(TODAY, 7), read(TODAY, 5, language="nl"))
        assert total.decisions == (decided(TODAY - DAY, 2),)

    def test_none_is_lost_when_many_count_at_once(self, store: DeskStore) -> None:
        at_once(8, lambda _: count(store, read(TODAY), decided(TODAY)))

        assert seen(store).readings == (read(TODAY, 8),)
        assert seen(store).decisions == (decided(TODAY, 8),)

    def test_they_outlive_the_messages_they_count(self, store: DeskStore) -> None:
        store.keep_mail("message-1")
        count(store, read(TODAY))

        with store.database.write() as connection:
            store.vault.destroy(connection, "message-1", NOW)
        store.tamper("DELETE FROM messages WHERE message_id = 'message-1'")

        assert seen(store).readings == (read(TODAY),)

    def test_ten_thousand_rows_are_added_up_and_listed_quickly(self, store: DeskStore) -> None:
        with store.committing() as unit:
            for number in range(10_000):
                unit.tallies.count_reading(
                    read(TODAY - (number // 5) * DAY, unknown_up_to=(10, 20, 30, 50, 100)[number % 5])
                )

        began = time.perf_counter()
        listed, total = seen(store), _ours(TallySums(store.database).total())

        assert time.perf_counter() - began < 2
        assert len(listed.readings) == 10_000
        assert [tally.messages for tally in total.readings] == [2_000] * 5


class TestOnSqlite(OnSqlite, TallyRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, TallyRowsContract):
    """Shared."""
