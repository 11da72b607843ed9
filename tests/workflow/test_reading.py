"""A stored message as its sender meant it, whichever door it came through."""

import pytest

from bot.domain.message import Channel, MailKey, MessageId, MessageOutcome
from bot.domain.stored_message import StoredMessage
from bot.errors import UnreadableMail
from bot.workflow.reading import read
from tests.fakes.clock import MORNING
from tests.fakes.mail import FakeParser, raw_mail
from tests.fakes.office import JUNIPER

CARD = "4111 1111 1111 1111"


def stored(raw: bytes, channel: Channel = Channel.MAIL) -> StoredMessage:
    return StoredMessage(
        message_id=MessageId("message-1"),
        channel=channel,
        key=MailKey(mailbox="INBOX", uidvalidity=1, uid=1),
        arrived_at=MORNING,
        outcome=MessageOutcome.RECEIVED,
        raw=raw,
    )


def test_a_mail_has_the_sender_it_names() -> None:
    assert read(stored(raw_mail(JUNIPER, "hello")), FakeParser()).sender.value == JUNIPER


def test_card_numbers_go_no_further_than_the_sealed_bytes() -> None:
    reading = read(stored(raw_mail(JUNIPER, f"my card {CARD}", subject=CARD)), FakeParser())

    assert CARD not in f"{reading.mail.subject} {reading.mail.text} {reading.mail.reply_text}"


def test_a_mail_nobody_can_be_answered_on_has_no_sender() -> None:
    reading = read(stored(raw_mail("", "hello")), FakeParser())

    with pytest.raises(UnreadableMail, match="nobody can be answered"):
        _ = reading.sender


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"ticket_id": 1, "author": "nobody"}', b"\xff"])
def test_a_portal_message_that_was_damaged_cannot_be_read(raw: bytes) -> None:
    with pytest.raises(UnreadableMail):
        read(stored(raw, Channel.PORTAL), FakeParser())
