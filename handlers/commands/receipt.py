"""What `receipt verify` says."""

from pathlib import Path

from bot.domain.receipt_check import LARGEST, FalseReceipt, GenuineReceipt, check_receipt
from bot.domain.signing import PublicKey
from bot.errors import UserError


def verify_receipt(file: Path, key: PublicKey) -> tuple[bool, str]:
    """Whether the file is a genuine receipt, and a sentence saying so or what is wrong; raises UserError."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from error
    try:
        return True, _genuine(check_receipt(content, key))
    except FalseReceipt as found:
        return False, f"Not genuine. {found}"


def _genuine(receipt: GenuineReceipt) -> str:
    said = (
        f"Genuine: case {receipt.case}, {receipt.request}, received {receipt.received_at[:10]}, "
        f"done {receipt.completed_at[:10]}, {receipt.done} actions, {receipt.kept} kept, key {receipt.key_id}."
    )
    if not receipt.root:
        return f"{said} It holds no log entry yet: the customer's page has one with it after the day is over."
    return f"{said} In the audit log of {receipt.day} as event {receipt.event}, under root {receipt.root}."
