"""Intake: whatever arrives is committed raw, exactly once, before anybody reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.job import JobName
from bot.domain.message import Channel, FetchedMail, MailKey, MessageId
from bot.domain.ticket import PortalMessage, to_raw
from bot.ports.mail import Mailbox
from bot.ports.portal import Portal
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import SYSTEM, Desk
from bot.workflow.guarded_fetch import fetch_guarded

_BATCH: Final = 50
"""UIDs a fetch: measured as the knee of the curve, and the most that a crash makes us fetch again."""


_WITHHELD: Final = "the mail server does not hand it over: look into folder {}, UID {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Fetch → one transaction (bytes, cursor, triage jobs). A crash before the commit fetches again."""

    desk: Desk

    def poll_mailbox(self, mailbox: Mailbox) -> int:
        """Take in all that is new; returns how many messages were new to us."""
        uidvalidity = mailbox.uidvalidity()
        after = self._last_uid(mailbox.name, uidvalidity)
        taken = 0
        while listed := mailbox.list_uids_after(after):
            taken += sum(self._take(mailbox, uids, uidvalidity) for uids in _batches(listed))
            after = listed[-1]
        return taken

    def _take(self, mailbox: Mailbox, uids: Sequence[int], uidvalidity: int) -> int:
        fetched = fetch_guarded(mailbox, uids, uidvalidity=uidvalidity)
        now = self.desk.clock.now()
        with self.desk.new_unit() as unit:
            taken = sum(self._keep(unit, mail, Channel.MAIL) for mail in fetched.mails)
            for key in fetched.withheld:
                self._note_withheld(unit, key, now)
            unit.messages.move_cursor(MailKey(mailbox=mailbox.name, uidvalidity=uidvalidity, uid=uids[-1]))
            unit.commit()
        return taken

    def poll_portal(self, portal: Portal, *, name: str) -> int:
        """Take in customers' comments from the help desk; returns how many were new to us."""
        with self.desk.new_unit() as unit:
            cursor = unit.portals.get(name)
        changes = portal.list_changes(cursor)
        if changes.cursor == cursor and not changes.messages:
            return 0
        mails = [_as_mail(message, name) for message in changes.messages]
        with self.desk.new_unit() as unit:
            taken = sum(self._keep(unit, mail, Channel.PORTAL) for mail in mails)
            unit.portals.move(name, changes.cursor)
            unit.commit()
        return taken

    def _last_uid(self, mailbox: str, uidvalidity: int) -> int:
        with self.desk.new_unit() as unit:
            cursor = unit.messages.find_cursor(mailbox)
        # Another UIDVALIDITY means other numbers for the same mails: read all again, digests absorb the known.
        return cursor.uid if cursor is not None and cursor.uidvalidity == uidvalidity else 0

    def _keep(self, unit: UnitOfWork, mail: FetchedMail, channel: Channel) -> bool:
        message_id = MessageId(self.desk.ids.new_id())
        if not unit.messages.add(message_id, mail, channel=channel, stored_at=self.desk.clock.now()):
            return False
        facts = {"message": message_id, "channel": channel, "bytes": str(len(mail.raw))}
        self.desk.record(unit, "message_received", by=SYSTEM, details=facts)
        if mail.problem:
            unit.messages.bury(message_id, reason=mail.problem, at=self.desk.clock.now())
            self.desk.record(unit, "message_cut", by=SYSTEM, details={"message": message_id})
            return True
        self.desk.enqueue(unit, JobName.TRIAGE, message_id)
        return True

    def _note_withheld(self, unit: UnitOfWork, key: MailKey, now: datetime) -> None:
        """Never seen and forgotten: what cannot be had is a dead letter without bytes, and the rest goes on."""
        message_id = MessageId(self.desk.ids.new_id())
        note = FetchedMail(key=key, arrived_at=now, raw=_withheld_note(key))
        if unit.messages.add(message_id, note, channel=Channel.MAIL, stored_at=now):
            unit.messages.bury(message_id, reason=_WITHHELD.format(key.mailbox, key.uid), at=now)
            facts = {"message": message_id, "mailbox": key.mailbox, "uid": str(key.uid)}
            self.desk.record(unit, "message_withheld", by=SYSTEM, details=facts, at=now)


def _as_mail(message: PortalMessage, portal: str) -> FetchedMail:
    key = MailKey(mailbox=f"portal:{portal}", uidvalidity=0, uid=message.comment_id)
    return FetchedMail(key=key, arrived_at=message.created_at, raw=to_raw(message))


def _withheld_note(key: MailKey) -> bytes:
    """Bytes that stand for the mail, and read as none: tried again, they are a dead letter again."""
    return f"{key.uidvalidity:b}\n{key.uid:b}".translate({ord("0"): " ", ord("1"): "\t"}).encode()


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (uids[start : start + _BATCH] for start in range(0, len(uids), _BATCH))
