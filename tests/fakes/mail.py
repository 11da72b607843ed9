"""A mailbox, a parser of made-up mails, and a mailer that remembers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.identity import EmailAddress, PersonName
from bot.domain.message import Attachment, FetchedMail, MailKey, OutgoingMail, ParsedMail
from bot.errors import TemporaryFailure, UnreadableMail
from tests.fakes.faults import Faults


def raw_mail(
    sender: str = "",
    words: str = "",
    *,
    subject: str = "Hello",
    name: str = "",
    references: Sequence[str] = (),
    automatic: bool = False,
    is_cut: bool = False,
    files: Sequence[str] = (),
    message_id: str = "",
    reply_to: str = "",
) -> bytes:
    """Bytes that `FakeParser` reads."""
    values = {
        "sender": sender,
        "words": words,
        "subject": subject,
        "name": name,
        "references": list(references),
        "automatic": automatic,
        "is_cut": is_cut,
        "files": list(files),
        "message_id": message_id,
        "reply_to": reply_to,
    }
    return json.dumps(values).encode()


class FakeParser:
    """A MessageParser for what `raw_mail` writes."""

    def parse(self, raw: bytes) -> ParsedMail:
        try:
            values = json.loads(raw)
        except ValueError as error:
            raise UnreadableMail("these bytes are no mail") from error
        return ParsedMail(
            rfc_message_id=values["message_id"],
            sender=EmailAddress.parse(values["sender"]) if values["sender"] else None,
            sender_name=PersonName(values["name"]) if values["name"] else None,
            reply_to=EmailAddress.parse(values["reply_to"]) if values["reply_to"] else None,
            subject=values["subject"],
            text=values["words"],
            reply_text=values["words"],
            attachments=tuple(Attachment(name=name, type="image/png", size=1) for name in values["files"]),
            references=tuple(values["references"]),
            automatic=values["automatic"],
            is_cut=values["is_cut"],
        )


@dataclass
class FakeMailbox:
    """One folder; `vanished` UIDs are listed but gone when fetched, `poison` ones break off whatever they are in."""

    faults: Faults
    name: str = "INBOX"
    validity: int = 7
    mails: dict[int, FetchedMail] = field(default_factory=dict)
    vanished: set[int] = field(default_factory=set)
    poison: set[int] = field(default_factory=set)
    most_listed: int = 5_000
    fetches: list[tuple[int, ...]] = field(default_factory=list)

    def put(self, raw: bytes, *, arrived_at: datetime) -> int:
        uid = len(self.mails) + 1
        key = MailKey(mailbox=self.name, uidvalidity=self.validity, uid=uid)
        self.mails[uid] = FetchedMail(key=key, arrived_at=arrived_at, raw=raw)
        return uid

    def renumber(self) -> None:
        """What a restored server does: another UIDVALIDITY, and the same mails under it."""
        self.validity += 1
        kept, self.mails = list(self.mails.values()), {}
        for mail in kept:
            self.put(mail.raw, arrived_at=mail.arrived_at)

    def uidvalidity(self) -> int:
        with self.faults.call():
            return self.validity

    def list_uids_after(self, uid: int) -> Sequence[int]:
        with self.faults.call():
            return [each for each in sorted(self.mails) if each > uid][: self.most_listed]

    def fetch(self, uids: Sequence[int]) -> Sequence[FetchedMail]:
        with self.faults.call():
            self.fetches.append(tuple(uids))
            if self.poison.intersection(uids):
                raise TemporaryFailure("the mail server broke off")
            return [self.mails[uid] for uid in uids if uid not in self.vanished]

    def close(self) -> None:
        """Nothing is held open."""


@dataclass
class FakeMailer:
    """Delivers into `sent`; one mail twice stays visible as two."""

    faults: Faults
    sent: list[OutgoingMail] = field(default_factory=list)

    def send(self, mail: OutgoingMail) -> None:
        with self.faults.call():
            self.sent.append(mail)

    def to(self, address: str) -> list[OutgoingMail]:
        """What that person received, oldest first."""
        return [mail for mail in self.sent if mail.to == EmailAddress.parse(address)]
