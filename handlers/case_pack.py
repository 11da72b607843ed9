"""A regulator's pack: everything about one case, as plain values; the page and the JSON are made from it alone."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from bot.domain.action import Action, Kept
from bot.domain.audit_root import AuditRoot
from bot.domain.case_clock import explanation
from bot.domain.policy import POLICY
from bot.domain.request import REQUEST_WORDS
from bot.ports.queue_view import CaseStory, SentLetter

SCHEMA: Final = "retailops-case-pack/1"
_CUSTOMER_LINK: Final = re.compile(r"(/c/)[\w~-]+")

Pack = dict[str, Any]


def case_pack(story: CaseStory, names: Mapping[str, str], *, made_at: datetime, zone: tzinfo) -> Pack:
    """`names` are our people's, by id; customers' one-time links are blacked out, for whoever holds one can act."""
    case, payload = story.case, story.case.payload
    return {
        "schema": SCHEMA,
        "made_at": _moment(made_at),
        "case": {
            "number": case.number,
            "request": REQUEST_WORDS[case.request_type],
            "law": case.regime,
            "basis": POLICY[case.request_type].citation,
            "state": case.state,
            "received_at": _moment(case.received_at),
            "channel": case.channel,
            "language": case.language,
            "proof_of_identity": case.proof,
            "proved_at": _moment(case.proved_at),
            "closed_at": _moment(case.closed_at),
            "reason_of_refusal": case.denial_reason,
            "requester": payload.requester.value,
            "person_concerned": payload.subject.address.value,
        },
        "clock": {
            "due_on": str(case.due_on),
            "acknowledge_by": str(case.ack_due_on) if case.ack_due_on else None,
            "extended_until": str(case.extended_until) if case.extended_until else None,
            "worked_out": list(explanation(case, zone)),
        },
        "request": _request(story),
        "added": list(payload.added),
        "plan": [_action(action) for action in story.actions],
        "decisions": [
            {
                "by": names.get(each.by, each.by),
                "verdict": each.verdict,
                "at": _moment(each.decided_at),
                "plan": each.plan_hash,
                "is_valid": each.plan_hash == case.plan_hash,
            }
            for each in story.decisions
        ],
        "letters": [_letter(letter) for letter in story.letters],
        "timeline": [
            {
                "event": event.sequence,
                "at": _moment(event.at),
                "by": event.actor,
                "what": event.action,
                "details": dict(event.details),
                "hash": event.hash,
                "root_of": _covering(story.roots, event.sequence),
            }
            for event in story.events
        ],
        "roots": [
            {"day": str(root.day), "first": root.first, "last": root.last, "root": root.root} for root in story.roots
        ],
    }


def pack_json(pack: Pack) -> bytes:
    """UTF-8, sorted, the same pack always the same bytes."""
    return f"{json.dumps(pack, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode(errors="replace")


def _request(story: CaseStory) -> Pack | None:
    """What they wrote; None once the time to keep it was over."""
    mail = story.message
    if mail is None:
        return None
    return {
        "from": mail.sender.value if mail.sender else None,
        "subject": mail.subject,
        "text": mail.text,
        "sent_at": _moment(mail.sent_at),
        "files": [attachment.name for attachment in mail.attachments],
    }


def _action(action: Action) -> Pack:
    outcome = action.outcome
    return {
        "system": action.system,
        "category": action.instruction.category,
        "action": action.instruction.kind,
        "cannot_be_undone": action.irreversible,
        "planned": dict(action.preview.counts),
        "planned_to_stay": [_kept(item) for item in action.preview.kept],
        "state": action.state,
        "outcome": outcome.kind if outcome else None,
        "done": dict(outcome.counts) if outcome else {},
        "stays": [_kept(item) for item in outcome.kept] if outcome else [],
        "verified_at": _moment(action.verified_at),
        "problem": action.problem,
    }


def _kept(item: Kept) -> Pack:
    until = str(item.until) if item.until else None
    return {"what": item.what, "count": item.count, "ground": item.ground, "until": until}


def _letter(letter: SentLetter) -> Pack:
    return {
        "subject": letter.subject,
        "text": _CUSTOMER_LINK.sub(r"\1•••", letter.text),
        "sent_at": _moment(letter.sent_at),
    }


def _covering(roots: tuple[AuditRoot, ...], sequence: int) -> str | None:
    return next((str(root.day) for root in roots if root.first <= sequence <= root.last), None)


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None
