"""The ordered actions a policy derived for one case, and the hash an approval is bound to."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from bot.domain.action import Action
from bot.domain.authority import lacks_authority
from bot.domain.case import Case, PlanHash, WaitsFor
from bot.domain.request import RequestType


def is_irreversible(actions: Sequence[Action]) -> bool:
    """Whether any part of the plan cannot be undone."""
    return any(action.irreversible and not action.preview.is_empty for action in actions)


def lacks_correction(case: Case) -> bool:
    """Whether nobody has said yet what is to be corrected."""
    return case.request_type is RequestType.RECTIFICATION and case.payload.correction is None


def waits_for_people(case: Case) -> WaitsFor:
    """What a planned case needs from people next: words where they are missing, else their yes."""
    if lacks_authority(case):
        return WaitsFor.AUTHORITY
    if case.payload.is_draft:
        return WaitsFor.ANSWER
    return WaitsFor.CORRECTION_DETAILS if lacks_correction(case) else WaitsFor.APPROVAL


def plan_hash(case: Case, actions: Sequence[Action]) -> PlanHash:
    """SHA-256 over everything a person looks at before saying yes.

    Whose data, what, where, how much, what stays, what it shall wait for, and what the customer wrote since. The order
    of things alike is not part of it.
    """
    shown: dict[str, object] = {
        "case": case.case_id,
        "type": case.request_type,
        "subject": case.subject_key,
        "service_messages": case.scope.service_messages,
        "answer": case.payload.answer,
        "added": case.payload.added,
        "correction": _correction(case),
        "actions": sorted(_shown(action) for action in actions),
    }
    if case.payload.condition or case.not_before:
        # Only where there is one: what was agreed before this was known stays agreed.
        shown["wait"] = [case.payload.condition, str(case.not_before)]
    if case.payload.about is not None:
        shown["about"] = case.payload.about.words
    canonical = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return PlanHash(hashlib.sha256(canonical.encode()).hexdigest())


def _correction(case: Case) -> list[str]:
    correction = case.payload.correction
    return [correction.what, correction.old, correction.new] if correction else []


def _shown(action: Action) -> list[Any]:
    instruction, preview = action.instruction, action.preview
    kept = sorted([item.what, item.count, item.ground, str(item.until)] for item in preview.kept)
    counts = sorted((what, count) for what, count in preview.counts.items() if count)
    known = [preview.is_known, preview.is_connected, counts, kept]
    return [action.system, instruction.kind, instruction.category, action.irreversible, *known]
