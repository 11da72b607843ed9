"""Fetching with each mail guarded: one that breaks the server's answer never holds up the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.message import FetchedMail, MailKey
from bot.errors import TemporaryFailure
from bot.ports.mail import Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came, and which mails the server has but did not hand over."""

    mails: tuple[FetchedMail, ...]
    withheld: tuple[MailKey, ...] = ()


def fetch_guarded(mailbox: Mailbox, uids: Sequence[int], *, uidvalidity: int) -> Fetched:
    """All at once; where that breaks off, one by one.

    A mail is withheld when it breaks off alone twice while the server goes on answering everything else. Raises
    TemporaryFailure when the server itself is away, and then nothing may be taken as read.
    """
    try:
        return Fetched(mails=tuple(mailbox.fetch(uids)))
    except TemporaryFailure:
        _check_alive(mailbox, uidvalidity)
    mails: list[FetchedMail] = []
    withheld: list[MailKey] = []
    for uid in uids:
        found = _fetch_alone(mailbox, uid, uidvalidity)
        if found is None:
            withheld.append(MailKey(mailbox=mailbox.name, uidvalidity=uidvalidity, uid=uid))
        else:
            mails += found
    return Fetched(mails=tuple(mails), withheld=tuple(withheld))


def _fetch_alone(mailbox: Mailbox, uid: int, uidvalidity: int) -> Sequence[FetchedMail] | None:
    for _ in range(2):
        try:
            return mailbox.fetch([uid])
        except TemporaryFailure:
            _check_alive(mailbox, uidvalidity)
    return None


def _check_alive(mailbox: Mailbox, uidvalidity: int) -> None:
    if mailbox.uidvalidity() != uidvalidity:
        raise TemporaryFailure("the mailbox was renumbered while it was read")
