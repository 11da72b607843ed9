"""A receipt: what was asked, done and kept, and when; signed, and tied to the audit log."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from bot.domain.action import Action
from bot.domain.audit import AuditEvent
from bot.domain.audit_root import AuditRoot
from bot.domain.case import Case, CaseNumber
from bot.domain.policy import POLICY
from bot.domain.signing import SigningKey

SCHEMA: Final = "retailops-privacy-receipt/1"
ROOT_SCHEMA: Final = "retailops-audit-root/1"
ALGORITHM: Final = "Ed25519"
ISSUED: Final = "receipt_issued"
"""The audit event that holds a receipt's digest: the leaf from which its path leads to the root."""

Content = Mapping[str, object]
"""A plain JSON object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogProof:
    """Where a receipt stands in the log: its event, and the hashes from there to the root of the day."""

    event: AuditEvent
    path: tuple[str, ...]
    root: AuditRoot


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`content` is what was signed, canonical; it names the case by its number and nobody by anything."""

    number: CaseNumber
    content: str
    signature: str

    @property
    def digest(self) -> str:
        """What the audit log holds of it."""
        return sha256(self.content.encode()).hexdigest()


def new_receipt(case: Case, actions: Sequence[Action], *, at: datetime, check_at: str, key: SigningKey) -> Receipt:
    """The receipt of a case whose work is done.

    Where no identity was asked for and none needed, as for opt-outs, it says that the request was honoured and not
    what was found where: the answer must read the same whether or not we know the writer.
    """
    told = () if POLICY[case.request_type].may_be_automatic else sorted(actions, key=lambda action: action.position)
    content = canonical(
        {
            "schema": SCHEMA,
            "issuer": "RetailOps, Inc.",
            "case": case.number,
            "asked": {"request": case.request_type, "law": case.regime, "received_at": _moment(case.received_at)},
            "completed_at": _moment(at),
            "done": [_done(action) for action in told if action.outcome is not None],
            "kept": [kept for action in told for kept in _kept(action)],
            "check_at": check_at,
        }
    )
    return Receipt(number=case.number, content=content.decode(), signature=key.sign(content))


def receipt_file(receipt: Receipt, proof: LogProof | None, key: SigningKey) -> bytes:
    """What a customer keeps; without a proof as long as the day of its event is not sealed."""
    signature = {"algorithm": ALGORITHM, "key": key.public.key_id, "value": receipt.signature}
    log = None if proof is None else _log(proof, key)
    return written({"receipt": json.loads(receipt.content), "signature": signature, "log": log})


def canonical(content: Content) -> bytes:
    """The one spelling that is signed: sorted keys, no blanks, ASCII."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def written(content: Content) -> bytes:
    """The one spelling of a file: as canonical, but for reading."""
    return f"{json.dumps(content, sort_keys=True, indent=2, allow_nan=False)}\n".encode("ascii")


def event_content(event: AuditEvent) -> dict[str, object]:
    """The event as it is hashed; SHA-256 over its canonical form is `event.hash`."""
    return {
        "action": event.action,
        "actor": event.actor,
        "at": _moment(event.at),
        "case_id": event.case_id,
        "details": dict(event.details),
        "previous_hash": event.previous_hash,
        "sequence": event.sequence,
    }


def root_content(root: AuditRoot) -> dict[str, object]:
    """A root as it is signed: with its range, so that nobody can move an event in it."""
    return {"schema": ROOT_SCHEMA, "day": str(root.day), "first": root.first, "last": root.last, "root": root.root}


def _log(proof: LogProof, key: SigningKey) -> dict[str, object]:
    root = root_content(proof.root)
    return {
        "event": event_content(proof.event),
        "path": list(proof.path),
        "root": root,
        "root_signature": key.sign(canonical(root)),
    }


def _done(action: Action) -> dict[str, object]:
    outcome = action.outcome
    return {
        "system": action.system,
        "category": action.instruction.category,
        "action": action.instruction.kind,
        "outcome": outcome.kind if outcome else "none",
        "counts": {what: number for what, number in outcome.counts.items() if number} if outcome else {},
        "at": _moment(action.verified_at) if action.verified_at else None,
    }


def _kept(action: Action) -> list[dict[str, object]]:
    return [
        {
            "system": action.system,
            "category": action.instruction.category,
            "what": item.what,
            "count": item.count,
            "ground": item.ground,
            "until": str(item.until) if item.until else None,
        }
        for item in (action.outcome.kept if action.outcome else ())
        if item.count
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
