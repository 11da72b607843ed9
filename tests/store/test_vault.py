"""Encryption at rest: nothing in the clear, and destroying the key is destroying the data."""

from dataclasses import replace

import pytest

from bot.domain.card import ReviewId
from bot.domain.case import CaseId
from bot.domain.message import Channel, MessageId, MessageOutcome
from bot.domain.outbox import OutboxId
from bot.errors import KeyDestroyed, SettingsError
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite, new_vault
from tests.store.samples import (
    NOW,
    PERSONAL,
    WORDS,
    a_case,
    a_classification,
    a_letter,
    a_mail,
    a_review,
    an_action,
    an_outcome,
)

RAW = f"From: Wrenfield <wrenfield.quillgarth@example.com>\r\nSubject: go\r\n\r\n{WORDS}, 7 Larkmeadow".encode()


def _fill(store: DeskStore) -> None:
    """A whole case with all that is personal in it."""
    case = a_case(opened_from=MessageId("message-1"))
    action = an_action(case)
    with store.committing() as unit:
        unit.messages.add(MessageId("message-1"), a_mail(RAW), channel=Channel.MAIL, stored_at=NOW)
        unit.messages.settle(
            MessageId("message-1"),
            MessageOutcome.CASES_OPENED,
            rfc_message_id="<wrenfield@example.com>",
            classification=a_classification(),
        )
        unit.cases.add(case)
        unit.actions.replace(case.case_id, [action])
        unit.actions.save(replace(action, outcome=an_outcome()))
        unit.reviews.add(a_review("message-1"))
        unit.outbox.add(a_letter(case.case_id))
        unit.commit()


def _destroy(store: DeskStore, owner: str) -> None:
    with store.database.write() as connection:
        store.vault.destroy(connection, owner, NOW)


class VaultContract:
    def test_nothing_personal_stands_readable_in_any_column_of_any_table(self, store: DeskStore) -> None:
        _fill(store)

        seen = 0
        for table in ("messages", "cases", "case_history", "actions", "reviews", "outbox", "audit_events", "jobs"):
            for row in store.rows(f"SELECT * FROM {table}"):  # noqa: S608 (our own names)
                told = "\n".join(bytes(v).decode("latin-1") if isinstance(v, bytes) else str(v) for v in row).lower()
                assert [word for word in PERSONAL if word.lower() in told] == [], table
                seen += 1
        assert seen == 6

    def test_the_same_words_sealed_twice_look_different(self, store: DeskStore) -> None:
        with store.database.write() as connection:
            sealed = [store.vault.seal(connection, "case-1", b"the same words") for _ in range(2)]
            opened = [store.vault.open(connection, "case-1", one) for one in sealed]

        assert sealed[0] != sealed[1]
        assert opened == [b"the same words"] * 2

    def test_a_wrong_master_key_is_named_with_the_remedy(self, store: DeskStore) -> None:
        _fill(store)
        stranger = replace(store, vault=new_vault(bytes(32)))

        with stranger.unit() as unit, pytest.raises(SettingsError, match=r"PRIVACY_DESK_MASTER_KEY.*written with"):
            unit.cases.get(CaseId("case-1"))

    def test_a_wrong_master_key_is_found_before_anything_is_read(self, store: DeskStore) -> None:
        stranger = new_vault(bytes(32))
        with store.database.read() as connection:
            stranger.check(connection)
        _fill(store)

        with store.database.read() as connection:
            store.vault.check(connection)
            with pytest.raises(SettingsError, match="PRIVACY_DESK_MASTER_KEY"):
                stranger.check(connection)

    def test_a_value_moved_to_another_owner_does_not_open(self, store: DeskStore) -> None:
        store.keep_case("case-1")
        store.keep_case("case-2")
        store.tamper(
            "UPDATE cases SET payload = (SELECT payload FROM cases WHERE case_id = 'case-1') WHERE case_id = 'case-2'"
        )

        with store.unit() as unit, pytest.raises(SettingsError):
            unit.cases.get(CaseId("case-2"))

    def test_a_value_whose_key_was_never_made_does_not_open(self, store: DeskStore) -> None:
        with store.database.read() as connection, pytest.raises(KeyDestroyed, match="no key for case-x"):
            store.vault.open(connection, "case-x", b"anything")

    def test_destroying_a_cases_key_destroys_its_payload_letters_and_outcomes_alone(self, store: DeskStore) -> None:
        _fill(store)
        store.keep_case("case-2")

        _destroy(store, "case-1")

        with store.unit() as unit:
            with pytest.raises(KeyDestroyed):
                unit.cases.get(CaseId("case-1"))
            with pytest.raises(KeyDestroyed):
                unit.outbox.get(OutboxId("letter-1"))
            assert unit.cases.get(CaseId("case-2")).payload.words == WORDS
            assert unit.messages.get(MessageId("message-1")).raw == RAW

    def test_destroying_a_messages_key_destroys_its_bytes_and_its_review(self, store: DeskStore) -> None:
        _fill(store)

        _destroy(store, "message-1")

        with store.unit() as unit:
            with pytest.raises(KeyDestroyed):
                unit.messages.get(MessageId("message-1"))
            with pytest.raises(KeyDestroyed):
                unit.reviews.get(ReviewId("review-1"))
            assert unit.cases.get(CaseId("case-1")).payload.words == WORDS

    def test_nothing_is_sealed_under_a_destroyed_key(self, store: DeskStore) -> None:
        _fill(store)
        _destroy(store, "case-1")

        with pytest.raises(KeyDestroyed), store.database.write() as connection:
            store.vault.seal(connection, "case-1", b"more")

    def test_a_case_page_still_opens_when_the_message_is_gone(self, store: DeskStore) -> None:
        _fill(store)
        before = store.queue.get_story(CaseId("case-1")).message
        _destroy(store, "message-1")

        assert before is not None
        assert store.queue.get_story(CaseId("case-1")).message is None


class TestOnSqlite(OnSqlite, VaultContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, VaultContract):
    """Shared."""
