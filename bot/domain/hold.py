"""A hold: people of ours say that nothing of somebody may be erased for now, and later that it may again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from bot.domain.action import ActionKind, Kept, Preview, RetentionGround
from bot.domain.case import CaseId, StaffId
from bot.domain.identity import SubjectKey
from bot.domain.retention import kept_together

HoldId = NewType("HoldId", str)


class HoldKind(StrEnum):
    """Which of the grounds that people set."""

    LEGAL = "legal"
    FRAUD = "fraud"


class HoldReason(StrEnum):
    """Why, as a code: a hold's record names nobody and tells no story."""

    LAWSUIT = "lawsuit"
    CLAIM = "claim"
    AUTHORITY_ORDER = "authority_order"
    REGULATOR = "regulator"
    PAYMENT_FRAUD = "payment_fraud"
    ACCOUNT_TAKEOVER = "account_takeover"
    RETURN_ABUSE = "return_abuse"


HOLD_REASONS: Final[Mapping[HoldKind, tuple[HoldReason, ...]]] = {
    HoldKind.LEGAL: (HoldReason.LAWSUIT, HoldReason.CLAIM, HoldReason.AUTHORITY_ORDER, HoldReason.REGULATOR),
    HoldKind.FRAUD: (HoldReason.PAYMENT_FRAUD, HoldReason.ACCOUNT_TAKEOVER, HoldReason.RETURN_ABUSE),
}
"""Which reasons go with which kind."""

HOLD_GROUNDS: Final[Mapping[HoldKind, RetentionGround]] = {
    HoldKind.LEGAL: RetentionGround.LEGAL_HOLD,
    HoldKind.FRAUD: RetentionGround.FRAUD_HOLD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold on one person, known by the keyed hash of their address only. It lasts until somebody lifts it."""

    hold_id: HoldId
    subject_key: SubjectKey
    kind: HoldKind
    reason: HoldReason
    set_by: StaffId
    set_at: datetime
    case_id: CaseId | None = None
    lifted_by: StaffId | None = None
    lifted_at: datetime | None = None


def is_held_back(kind: ActionKind, holds: Sequence[Hold]) -> bool:
    """Whether a hold stands against such a deed: nothing may be lost, but copying and setting aside go on."""
    return bool(holds) and kind is ActionKind.ERASE


def held_back(preview: Preview, holds: Sequence[Hold]) -> Preview:
    """The same with everything staying, until the hold is lifted; a legal hold is named before a suspicion."""
    if not preview.is_known:
        return preview
    first = HoldKind.LEGAL if any(hold.kind is HoldKind.LEGAL for hold in holds) else HoldKind.FRAUD
    counted = [*preview.counts.items(), *((item.what, item.count) for item in preview.kept)]
    stays = (Kept(what=what, count=count, ground=HOLD_GROUNDS[first]) for what, count in counted if count)
    return Preview(counts={}, kept=kept_together(stays))
