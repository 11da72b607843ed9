"""Checking a receipt without us: needs the file and the public key, and says what is wrong in a sentence."""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from bot.domain.merkle import root_of_path
from bot.domain.receipt import ALGORITHM, ISSUED, ROOT_SCHEMA, SCHEMA, canonical, written
from bot.domain.signing import PublicKey
from bot.errors import PrivacyDeskError

LARGEST: Final = 1_000_000
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEYS: Final = {"receipt", "signature", "log"}
_LOG_KEYS: Final = {"event", "path", "root", "root_signature"}
_EVENT_KEYS: Final = {"action", "actor", "at", "case_id", "details", "previous_hash", "sequence"}


class FalseReceipt(PrivacyDeskError):
    """The receipt is not what it should be; the message says in what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenuineReceipt:
    """What a receipt proves. `root` is that of the audit log's day `day`; both are empty without a log entry."""

    case: str
    request: str
    received_at: str
    completed_at: str
    done: int
    kept: int
    key_id: str
    event: int = 0
    day: str = ""
    root: str = ""


def check_receipt(content: bytes, key: PublicKey) -> GenuineReceipt:
    """Check every byte of a receipt file; raises FalseReceipt."""
    try:
        file = json.loads(content) if len(content) <= LARGEST else None
    except (ValueError, RecursionError) as error:
        raise FalseReceipt("This is no receipt: the file is not JSON.") from error
    if not isinstance(file, dict) or set(file) != _KEYS:
        raise FalseReceipt("This is no receipt: the file does not hold a receipt, its signature and its log entry.")
    try:
        return _checked(file, content, key)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise FalseReceipt(
            "This is no receipt that can be read: a part of it is missing or of another kind."
        ) from error


def _checked(file: dict[str, Any], content: bytes, key: PublicKey) -> GenuineReceipt:
    receipt, signature, log = file["receipt"], file["signature"], file["log"]
    if receipt["schema"] != SCHEMA or signature["algorithm"] != ALGORITHM:
        raise FalseReceipt(f"This is no receipt of a kind known here ({SCHEMA}, signed with {ALGORITHM}).")
    if signature["key"] != key.key_id:
        raise FalseReceipt(
            f"It names another key ({signature['key']!s:.40}) than the one it is checked with ({key.key_id})."
        )
    if not key.has_signed(canonical(receipt), signature["value"]):
        raise FalseReceipt(
            "It was changed after it was signed, or somebody else signed it: the signature does not fit."
        )
    if log is not None:
        _check_log(receipt, log, key)
    if written(file) != content:
        raise FalseReceipt(
            "The file was written anew: it says what was signed, but not byte for byte as it was issued. "
            "Use the file as you got it."
        )
    return GenuineReceipt(
        case=receipt["case"],
        request=receipt["asked"]["request"],
        received_at=receipt["asked"]["received_at"],
        completed_at=receipt["completed_at"],
        done=len(receipt["done"]),
        kept=len(receipt["kept"]),
        key_id=key.key_id,
        **(
            {}
            if log is None
            else {"event": log["event"]["sequence"], "day": log["root"]["day"], "root": log["root"]["root"]}
        ),
    )


def _check_log(receipt: dict[str, Any], log: dict[str, Any], key: PublicKey) -> None:
    event, path, root = log["event"], log["path"], log["root"]
    if set(log) != _LOG_KEYS or set(event) != _EVENT_KEYS or root["schema"] != ROOT_SCHEMA:
        raise ValueError
    if not key.has_signed(canonical(root), log["root_signature"]):
        raise FalseReceipt("The root of the day was changed, or is not signed with this key.")
    if event["action"] != ISSUED or event["details"]["digest"] != sha256(canonical(receipt)).hexdigest():
        raise FalseReceipt("The log entry beside it belongs to another receipt, or was changed.")
    if not all(_HASH.fullmatch(step) for step in path):
        raise FalseReceipt("The path to the root was changed: a step of it is no hash.")
    leaf = sha256(canonical(event)).hexdigest()
    place, size = event["sequence"] - root["first"], root["last"] - root["first"] + 1
    if root_of_path(leaf, place, size, path) != root["root"]:
        raise FalseReceipt("The path does not lead from the log entry to the root of the day: one of them was changed.")
