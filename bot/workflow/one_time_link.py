"""One-time links: made here, sent to the address on file, and sent afresh when the request is repeated."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import EmailAddress
from bot.domain.job import JobName
from bot.domain.keyring import token_hash
from bot.domain.letter import LetterKind
from bot.domain.link import LinkId, LinkPurpose, OneTimeLink
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import SYSTEM, Desk

_A_DAY: Final = 3
_IN_ALL: Final = 10
_DAY: Final = timedelta(days=1)
_REMIND_AFTER: Final = 2 / 3
"""Of a link's life: after 48 of 72 hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLinks:
    """Links that prove who somebody is; each works once and for a while, and only mails to the address on file
    carry them.

    A fresh link leaves the older ones as they are: they went to the same address, and the first that is used ends the
    waiting for all. The case runs out with the last of them.
    """

    desk: Desk
    correspondence: Correspondence

    def send(self, unit: UnitOfWork, case: Case) -> None:
        """A link, the letter that carries it, and the timer that ends the case when nobody used any."""
        until = self.desk.clock.now() + self.desk.rules.link_life
        link, address = new_link(self.desk, unit, case, LinkPurpose.PROVE_IDENTITY, until=until)
        expires = link.expires_at.astimezone(self.desk.rules.zone)
        facts = replace(base_facts(case), link=address, link_expires=expires)
        if _may_be_mailed(case):
            self.correspondence.write(unit, case, LetterKind.IDENTITY_REQUEST, facts)
        reminder_at = self.desk.clock.now() + self.desk.rules.link_life * _REMIND_AFTER
        self.desk.enqueue(unit, JobName.REMIND_PROOF, link.link_id, reminder_at)
        self.desk.enqueue(unit, JobName.EXPIRE_LINK, link.link_id, link.expires_at)

    def remind(self, link_id: LinkId) -> None:
        """One reminder a case, with the newest link, to whoever got it; nobody is reminded of what is over."""
        with self.desk.new_unit() as unit:
            link = unit.links.get(link_id)
            case = unit.cases.get(link.case_id)
            newest = max(list_proofs(unit, case), key=lambda each: each.expires_at)
            if case.payload.is_reminded or not awaits_proof(case) or not newest.is_good(self.desk.clock.now()):
                return
            if newest.link_id != link_id or not _may_be_mailed(case):
                # A fresh link was a reminder itself, and has its own time.
                return
            reminded = replace(case, payload=replace(case.payload, is_reminded=True))
            saved = self.desk.change(unit, case, reminded, by=SYSTEM, event="identity_reminded")
            expires = link.expires_at.astimezone(self.desk.rules.zone)
            address = f"{self.desk.rules.public_url}/c/{self.desk.keyring.link_token(link_id)}"
            facts = replace(base_facts(saved), link=address, link_expires=expires)
            self.correspondence.write(unit, saved, LetterKind.IDENTITY_REMINDER, facts)
            unit.commit()

    def send_again(self, unit: UnitOfWork, case: Case) -> None:
        """The request was repeated while its proof is awaited: a fresh link, and time anew.

        At most three links in any day and ten in all go to one case, so that nobody fills a mailbox or keeps a case
        open for ever in another's name; whoever repeats it after these finds the links sent before.
        """
        if not awaits_proof(case) or not self._may_send(unit, case):
            return
        links = len(list_proofs(unit, case)) + 1
        self.desk.record(unit, "identity_asked_again", by=SYSTEM, case=case, details={"links": str(links)})
        self.send(unit, case)

    def void(self, unit: UnitOfWork, case: Case) -> bool:
        """Make every link of a case worthless, since it may turn out to be about somebody else; one must follow.

        False when none may follow (too many were sent): then the links stay good, and nothing may be changed.
        """
        if not self._may_send(unit, case):
            return False
        for link in list_proofs(unit, case):
            unit.links.use(link.link_id, self.desk.clock.now())
        return True

    def _may_send(self, unit: UnitOfWork, case: Case) -> bool:
        sent = list_proofs(unit, case)
        since = self.desk.clock.now() - _DAY
        recent = [link for link in sent if link.expires_at - self.desk.rules.link_life > since]
        if len(recent) < _A_DAY and len(sent) < _IN_ALL:
            return True
        self.desk.record(unit, "fresh_link_withheld", by=SYSTEM, case=case, details={"links": str(len(sent))})
        return False

    def is_any_good(self, unit: UnitOfWork, case: Case) -> bool:
        """Whether somebody can still prove who they are."""
        now = self.desk.clock.now()
        return any(link.is_good(now) for link in list_proofs(unit, case))


def new_link(
    desk: Desk, unit: UnitOfWork, case: Case, purpose: LinkPurpose, *, until: datetime
) -> tuple[OneTimeLink, str]:
    """A link row and its address; the secret itself is never stored."""
    link_id = LinkId(desk.ids.new_id())
    token = desk.keyring.link_token(link_id)
    link = OneTimeLink(
        link_id=link_id,
        token_hash=token_hash(token),
        case_id=case.case_id,
        purpose=purpose,
        expires_at=until,
    )
    unit.links.add(link)
    return link, f"{desk.rules.public_url}/c/{token}"


def list_proofs(unit: UnitOfWork, case: Case) -> tuple[OneTimeLink, ...]:
    """The links ever made for proving who the person of this case is."""
    return tuple(link for link in unit.links.list_of(case.case_id) if link.purpose is LinkPurpose.PROVE_IDENTITY)


def awaits_proof(case: Case) -> bool:
    """Whether a link can still prove something: a case that was proved stays in its state until it is planned."""
    return case.state is CaseState.AWAITING_VERIFICATION and case.waits_for is WaitsFor.IDENTITY_PROOF


def may_look_again(case: Case) -> bool:
    """Whether more identifiers can still lead to the person: nobody was found, and nothing has been proved."""
    return awaits_proof(case) and not case.payload.is_on_file


def may_be_asked(case: Case) -> bool:
    """Whether there is an address to send a link to: for somebody else only one on file, and never the writer's."""
    payload = case.payload
    return payload.about is None or (payload.is_on_file and payload.subject.address != payload.requester)


def _may_be_mailed(case: Case) -> bool:
    """A second mail to a stranger would tell that we do not know whom they named."""
    return case.payload.is_on_file or not names_somebody_else(case)


def others_named(case: Case) -> tuple[EmailAddress, ...]:
    """The addresses in the message that are not the writer's."""
    named = case.payload.subject.identifiers.emails
    return tuple(address for address in named if address != case.payload.requester)


def names_somebody_else(case: Case) -> bool:
    """Whether the message holds anything that could lead to another person."""
    named = case.payload.subject.identifiers
    return bool(others_named(case) or named.orders or named.phones)
