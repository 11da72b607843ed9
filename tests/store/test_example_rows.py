"""What people taught is kept once a message, and goes with the message or the person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.case import StaffId
from bot.domain.example import ReviewedExample
from bot.domain.identity import SubjectKey
from bot.domain.message import MessageId
from bot.domain.request import RequestType
from bot.errors import KeyDestroyed
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.samples import NOW, PERSONAL, an_example


def teach(store: DeskStore, number: int, **changes: Any) -> ReviewedExample:
    example = an_example(store.keep_mail(f"message-{number}"), f"example-{number}", **changes)
    with store.committing() as unit:
        unit.examples.keep(example)
    return example


def read_back(store: DeskStore) -> list[ReviewedExample]:
    with store.unit() as unit:
        return [each for each in unit.examples.iter_readable() if each.message_id != "noise-mail"]


@pytest.mark.usefixtures("noise")
class ExampleRowsContract:
    def test_an_example_comes_back_as_it_was(self, store: DeskStore) -> None:
        example = teach(store, 1)

        assert read_back(store) == [example]
        with store.unit() as unit:
            assert unit.examples.find_labels(example.message_id) == frozenset({RequestType.ERASURE})
            assert unit.examples.find_labels(MessageId("message-x")) is None

    def test_they_come_oldest_decision_first(self, store: DeskStore) -> None:
        newer = teach(store, 1)
        older = teach(store, 2, decided_at=NOW - timedelta(days=1))

        assert read_back(store) == [older, newer]

    def test_a_correction_takes_the_place_of_what_was_kept_of_the_message(self, store: DeskStore) -> None:
        teach(store, 1)
        corrected = replace(an_example("message-1", "example-2"), labels=(), decided_by=StaffId("bram"))
        with store.committing() as unit:
            unit.examples.keep(corrected)

        assert read_back(store) == [corrected]

    def test_what_is_not_committed_was_never_taught(self, store: DeskStore) -> None:
        store.keep_mail("message-1")
        with store.unit() as unit:
            unit.examples.keep(an_example("message-1"))

        assert read_back(store) == []

    def test_it_goes_with_its_persons_data_and_nobody_elses(self, store: DeskStore) -> None:
        case = store.keep_case()
        for number, person in enumerate([case.subject_key, case.requester_key, "somebody else", "their agent"]):
            teach(store, number, subject_key=SubjectKey(person))
        with store.committing() as unit:
            unit.cases.add_message(case.case_id, MessageId("message-3"))

        with store.committing() as unit:
            assert unit.examples.forget(case) == 3
            assert unit.examples.forget(case) == 0

        assert [example.subject_key for example in read_back(store)] == ["somebody else"]

    def test_it_cannot_be_read_once_its_messages_key_is_gone(self, store: DeskStore) -> None:
        for number in (1, 2):
            teach(store, number)
        with store.database.write() as connection:
            store.vault.destroy(connection, "message-1", NOW)

        assert [example.example_id for example in read_back(store)] == ["example-2"]
        with store.unit() as unit, pytest.raises(KeyDestroyed):
            unit.examples.keep(an_example("message-1"))

    def test_no_word_of_it_stands_in_the_table_in_the_clear(self, store: DeskStore) -> None:
        teach(store, 1)

        written = str(store.rows("SELECT * FROM examples")).lower()

        assert [words for words in (*PERSONAL, "Alex", "forget") if words.lower() in written] == []


class TestOnSqlite(OnSqlite, ExampleRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, ExampleRowsContract):
    """Shared."""
