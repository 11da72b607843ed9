"""Receipts: signed with the answer; the way to the day's root comes with a later download, once the day is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.action import Action
from bot.domain.case import Case, CaseId, CaseNumber
from bot.domain.identity import ProofMethod
from bot.domain.keyring import Keyring, token_hash
from bot.domain.merkle import merkle_path
from bot.domain.message import MailAttachment
from bot.domain.policy import POLICY
from bot.domain.receipt import ISSUED, LogProof, Receipt, new_receipt, receipt_file
from bot.domain.signing import PublicKey, SigningKey
from bot.errors import LinkRefused, NotFound
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import SYSTEM, Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipting:
    """The key follows from the master key: there is no second secret to lose, and none to set."""

    desk: Desk

    @property
    def public_key(self) -> PublicKey:
        """With what anybody checks our receipts."""
        return self._key.public

    def issue(self, unit: UnitOfWork, case: Case, actions: Sequence[Action]) -> tuple[MailAttachment, ...]:
        """The file for the final letter, where somebody proved who they are; others ask us for it.

        Answers in words are their own receipt.
        """
        if POLICY[case.request_type].action_kind is None:
            return ()
        check_at = f"{self.desk.rules.public_url}/receipt"
        receipt = new_receipt(case, actions, at=self.desk.clock.now(), check_at=check_at, key=self._key)
        unit.receipts.add(case.case_id, receipt)
        self.desk.record(unit, ISSUED, by=SYSTEM, case=case, details={"digest": receipt.digest})
        if case.proof is ProofMethod.NONE:
            # Whoever wrote may not be who it is about: they learn nothing from a file either.
            return ()
        content = receipt_file(receipt, None, self._key)
        return (MailAttachment(name=f"receipt-{case.number}.json", type="application/json", content=content),)

    def download(self, case_id: CaseId) -> tuple[CaseNumber, bytes]:
        """The receipt as far as it can be proved today; raises NotFound."""
        with self.desk.new_unit() as unit:
            return self._file(unit, case_id)

    def download_by_link(self, token: str) -> tuple[CaseNumber, bytes]:
        """The same for whoever holds a link of the case, which only the address on file was sent.

        Raises LinkRefused or NotFound.
        """
        with self.desk.new_unit() as unit:
            link = unit.links.find(token_hash(token))
            if link is None:
                raise LinkRefused("This link does not work. Please open it again from our mail, or write to us.")
            return self._file(unit, link.case_id)

    @property
    def _key(self) -> SigningKey:
        return receipt_key(self.desk.keyring)

    def _file(self, unit: UnitOfWork, case_id: CaseId) -> tuple[CaseNumber, bytes]:
        receipt = unit.receipts.find(case_id)
        if receipt is None:
            raise NotFound("There is no receipt yet: it is written when everything is done.")
        return receipt.number, receipt_file(receipt, _proof(unit, case_id, receipt), self._key)


def receipt_key(keyring: Keyring) -> SigningKey:
    """With what receipts are signed."""
    return SigningKey(keyring.derive("receipts"))


def _proof(unit: UnitOfWork, case_id: CaseId, receipt: Receipt) -> LogProof | None:
    event = unit.receipts.find_event(case_id)
    root = unit.roots.find_covering(event.sequence) if event is not None else None
    if event is None or root is None or event.details.get("digest") != receipt.digest:
        return None
    hashes = [leaf.hash for leaf in unit.roots.list_covered(root)]
    return LogProof(event=event, path=merkle_path(hashes, event.sequence - root.first), root=root)
