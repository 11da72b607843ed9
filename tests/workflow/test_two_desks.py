"""Loops are impossible: two desks that write to each other fall silent, and a flood is answered slowly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.identity import EmailAddress
from bot.domain.message import MessageOutcome
from bot.domain.outbox import OutboxId, OutboxLetter
from bot.domain.request import RequestType
from bot.errors import TemporaryFailure
from integrations.outgoing_bytes import outgoing_bytes
from integrations.rfc822 import Rfc822Parser
from tests.fakes.office import HELP, JUNIPER, Office, desk_on_sqlite

OTHER = EmailAddress.parse("privacy@other.example.org")
ROUNDS = 12


def reading_real_mail(office: Office) -> Office:
    object.__setattr__(office.triage, "parser", Rfc822Parser())
    return office


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        folder.mkdir()
    one, other = (reading_real_mail(desk_on_sqlite(folder)) for folder in folders)
    object.__setattr__(other.triage, "help_address", OTHER)
    yield one, other
    one.database.close()
    other.database.close()


def carry(sender: Office, receiver: Office, *, address: EmailAddress, seen: int, strips: tuple[bytes, ...]) -> int:
    """Hand over what one desk wrote since; a relay on the way may lose header fields."""
    for mail in sender.mailer.sent[seen:]:
        asking = replace(mail, text=f"[erasure 0.99]\n{mail.text}", html=None)
        raw = outgoing_bytes(asking, sender=address, sender_name="", at=sender.clock.now())
        head, _, body = raw.partition(b"\r\n\r\n")
        kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(strips)]
        receiver.mailbox.put(b"\r\n".join(kept) + b"\r\n\r\n" + body, arrived_at=receiver.clock.now())
    receiver.intake.poll_mailbox(receiver.mailbox)
    receiver.work()
    return len(sender.mailer.sent)


@pytest.mark.parametrize(
    "strips", [(), (b"x-auto-response-suppress",), (b"auto-submitted", b"x-auto-response-suppress")]
)
def test_two_desks_fall_silent_even_when_a_relay_loses_the_marks(
    desks: tuple[Office, Office], strips: tuple[bytes, ...]
) -> None:
    one, other = desks
    first = f"From: {OTHER.value}\r\nMessage-ID: <a@b>\r\nSubject: x\r\n\r\n[erasure 0.99]\r\n".encode()
    one.mailbox.put(first, arrived_at=one.clock.now())
    one.intake.poll_mailbox(one.mailbox)
    one.work()
    assert one.mailer.sent

    seen_one = seen_other = 0
    counts = []
    for _ in range(ROUNDS):
        seen_one = carry(one, other, address=HELP, seen=seen_one, strips=(b"\x00", *strips))
        seen_other = carry(other, one, address=OTHER, seen=seen_other, strips=(b"\x00", *strips))
        counts.append(len(one.mailer.sent) + len(other.mailer.sent))

    assert counts[-1] == counts[-4]
    assert counts[-1] < 12


def test_a_bounce_storm_is_answered_by_nothing(desks: tuple[Office, Office]) -> None:
    office, _ = desks
    for number in range(60):
        bounce = (
            f"From: MAILER-DAEMON@mx{number}.example.net\r\nReturn-Path: <>\r\nMessage-ID: <{number}@mx>\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\n\r\n[unsure erasure 0.6] could not be delivered\r\n--b--\r\n"
        )
        office.mailbox.put(bounce.encode(), arrived_at=office.clock.now())
    office.intake.poll_mailbox(office.mailbox)
    office.work()

    assert office.mailer.sent == []
    assert office.reviews() == []


def test_an_address_is_not_written_to_without_end_and_no_letter_is_lost(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    first = office.outbox(case)[0]
    with office.desk.new_unit() as unit:
        for _ in range(30):
            sent = _copy(office, first)
            unit.outbox.add(sent)
            unit.outbox.mark_sent(sent.outbox_id, office.clock.now())
        unit.commit()

    held = _copy(office, first)
    with office.desk.new_unit() as unit:
        unit.outbox.add(held)
        unit.commit()
    with pytest.raises(TemporaryFailure, match="30 letters went to one address") as caught:
        office.correspondence.send(held.outbox_id)
    assert JUNIPER not in str(caught.value)

    office.clock.advance(timedelta(minutes=11))
    office.correspondence.send(held.outbox_id)
    with office.desk.new_unit() as unit:
        assert unit.outbox.get(held.outbox_id).sent_at is not None


def test_an_automatic_mail_of_our_own_is_known_by_its_signature(desks: tuple[Office, Office]) -> None:
    office, _ = desks
    raw = f"From: {JUNIPER}\r\nMessage-ID: <a@b>\r\nSubject: x\r\n\r\n[erasure 0.99]\r\n".encode()
    office.mailbox.put(raw, arrived_at=office.clock.now())
    office.intake.poll_mailbox(office.mailbox)
    office.work()
    ours = outgoing_bytes(office.mailer.sent[0], sender=HELP, sender_name="", at=office.clock.now())

    message_id = office.receive_raw(ours + b"\r\n[erasure 0.99]\r\n")
    office.work()

    assert office.outcome(message_id) is MessageOutcome.AUTOMATIC


def _copy(office: Office, letter: OutboxLetter) -> OutboxLetter:
    return replace(letter, outbox_id=OutboxId(office.ids.new_id()), sent_at=None)
