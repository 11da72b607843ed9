"""Messages: raw first, exactly once."""

import hashlib

import pytest

from bot.domain.example import Suggestion
from bot.domain.identity import Identifiers
from bot.domain.message import Channel, FetchedMail, MailKey, MessageId, MessageOutcome
from bot.errors import NotFound
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.samples import NOW, a_classification, a_mail

RAW = b"Message-ID: <one@example.com>\r\nSubject: x\r\n\r\n\xff\x00 bytes as they came"
OTHER = b"Message-ID: <one@example.com>\r\nSubject: x\r\n\r\nother bytes"


def _add(store: DeskStore, message_id: str, mail: FetchedMail) -> bool:
    with store.committing() as unit:
        return unit.messages.add(MessageId(message_id), mail, channel=Channel.MAIL, stored_at=NOW)


def _outcomes(store: DeskStore) -> dict[str, str]:
    rows = store.rows(
        "SELECT message_id, outcome FROM messages WHERE message_id NOT LIKE 'noise%' AND message_id NOT LIKE 'from%'"
    )
    return dict(rows)


@pytest.mark.usefixtures("noise")
class MessageRowsContract:
    def test_a_message_comes_back_byte_by_byte(self, store: DeskStore) -> None:
        mail = a_mail(RAW, uid=4_294_967_295, uidvalidity=4_294_967_295)

        assert _add(store, "message-1", mail)

        with store.unit() as unit:
            stored = unit.messages.get(MessageId("message-1"))
        assert (stored.raw, stored.key, stored.arrived_at) == (RAW, mail.key, mail.arrived_at)
        assert (stored.channel, stored.outcome) == (Channel.MAIL, MessageOutcome.RECEIVED)

    def test_what_became_of_it_is_told_without_its_bytes(self, store: DeskStore) -> None:
        _add(store, "message-1", a_mail(RAW, uid=1))

        with store.committing() as unit:
            before = unit.messages.get_outcome(MessageId("message-1"))
            unit.messages.settle(MessageId("message-1"), MessageOutcome.LEFT_ALONE)
            after = unit.messages.get_outcome(MessageId("message-1"))

        assert (before, after) == (MessageOutcome.RECEIVED, MessageOutcome.LEFT_ALONE)
        with store.unit() as unit, pytest.raises(NotFound, match="no message message-9"):
            unit.messages.get_outcome(MessageId("message-9"))

    def test_the_same_place_again_is_ignored(self, store: DeskStore) -> None:
        _add(store, "message-1", a_mail(RAW, uid=1))

        assert not _add(store, "message-2", a_mail(RAW, uid=1))
        assert not _add(store, "message-3", a_mail(OTHER, uid=1)), "a UID never names other bytes (RFC 9051)"
        assert _outcomes(store) == {"message-1": "received"}

    def test_the_same_bytes_under_new_numbers_are_a_duplicate_without_bytes(self, store: DeskStore) -> None:
        _add(store, "message-1", a_mail(RAW, uid=1, uidvalidity=7))

        assert not _add(store, "message-2", a_mail(RAW, uid=5, uidvalidity=8))

        assert _outcomes(store) == {"message-1": "received", "message-2": "duplicate"}
        assert store.rows("SELECT raw FROM messages WHERE message_id = 'message-2'") == [(None,)]
        with store.unit() as unit, pytest.raises(NotFound):
            unit.messages.get(MessageId("message-2"))

    def test_other_bytes_with_the_same_message_id_header_are_another_message(self, store: DeskStore) -> None:
        _add(store, "message-1", a_mail(RAW, uid=1))

        assert _add(store, "message-2", a_mail(OTHER, uid=2))

    def test_the_same_bytes_in_another_mailbox_are_another_message(self, store: DeskStore) -> None:
        _add(store, "message-1", a_mail(RAW, uid=1))

        assert _add(store, "message-2", a_mail(RAW, uid=1, box="Archive"))

    def test_a_message_that_is_not_there_is_not_found(self, store: DeskStore) -> None:
        with store.unit() as unit, pytest.raises(NotFound, match="no message message-x"):
            unit.messages.get(MessageId("message-x"))

    def test_settling_keeps_figures_and_a_digest_but_no_words(self, store: DeskStore) -> None:
        _add(store, "message-1", a_mail(RAW))
        with store.committing() as unit:
            unit.messages.settle(
                MessageId("message-1"),
                MessageOutcome.IN_REVIEW,
                rfc_message_id="<wrenfield@example.com>",
                classification=a_classification(),
            )

        ((reading, digest),) = store.rows(
            "SELECT CAST(reading AS TEXT), rfc_message_id FROM messages WHERE message_id = 'message-1'"
        )
        assert digest == hashlib.sha256(b"<wrenfield@example.com>").hexdigest()
        assert '"erasure": 0.61' in reading
        assert "forget" not in reading
        assert _outcomes(store) == {"message-1": "in_review"}

    def test_what_the_classifier_said_comes_back_without_its_words(self, store: DeskStore) -> None:
        said = a_classification()
        _add(store, "message-1", a_mail(RAW))
        with store.committing() as unit:
            assert unit.messages.find_classification(MessageId("message-1")) is None
            unit.messages.settle(MessageId("message-1"), MessageOutcome.IN_REVIEW, classification=said)
            found = unit.messages.find_classification(MessageId("message-1"))

        assert found is not None
        assert Suggestion.of(found) == Suggestion.of(said)
        assert (found.decision, found.probability) == (said.decision, said.probability)
        assert [score.evidence for score in found.labels] == [()]
        assert found.identifiers == Identifiers()

    def test_a_dead_letter_keeps_its_bytes_and_can_be_revived_once(self, store: DeskStore) -> None:
        message_id = MessageId("message-1")
        _add(store, message_id, a_mail(RAW))
        with store.committing() as unit:
            unit.messages.bury(message_id, reason="it is no mail", at=NOW)
        assert _outcomes(store) == {"message-1": "dead_letter"}

        with store.committing() as unit:
            unit.messages.revive(message_id)

        with store.unit() as unit:
            assert unit.messages.get(message_id).raw == RAW
            assert unit.messages.get(message_id).outcome is MessageOutcome.RECEIVED
            with pytest.raises(NotFound, match="no dead letter"):
                unit.messages.revive(message_id)
        assert _outcomes(store) == {"message-1": "received"}
        assert [letter.message_id for letter in store.queue.list_dead_letters()] == ["noise-dead"]

    def test_settling_a_revived_letter_clears_its_problem(self, store: DeskStore) -> None:
        _add(store, "message-1", a_mail(RAW))
        with store.committing() as unit:
            unit.messages.bury(MessageId("message-1"), reason="it is no mail", at=NOW)
            unit.messages.settle(MessageId("message-1"), MessageOutcome.LEFT_ALONE)

        rows = store.rows("SELECT problem, failed_at, reading FROM messages WHERE message_id = 'message-1'")

        assert rows[0][:2] == (None, None)

    def test_a_mailbox_never_read_has_no_cursor(self, store: DeskStore) -> None:
        with store.unit() as unit:
            assert unit.messages.find_cursor("INBOX") is None
            assert unit.portals.get("zendesk") == ""

    def test_cursors_move_each_for_itself(self, store: DeskStore) -> None:
        inbox, archive = (MailKey(mailbox=box, uidvalidity=4_294_967_295, uid=9) for box in ("INBOX", "Archive:2"))
        with store.committing() as unit:
            unit.messages.move_cursor(MailKey(mailbox="INBOX", uidvalidity=1, uid=1))
            unit.messages.move_cursor(inbox)
            unit.messages.move_cursor(archive)
            unit.portals.move("zendesk", "first")
            unit.portals.move("zendesk", "second")

        with store.unit() as unit:
            assert unit.messages.find_cursor("INBOX") == inbox
            assert unit.messages.find_cursor("Archive:2") == archive
            assert unit.portals.get("zendesk") == "second"
            assert unit.portals.get("noise") == "cursor of noise"


class TestOnSqlite(OnSqlite, MessageRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, MessageRowsContract):
    """Shared."""
