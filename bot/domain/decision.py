"""One person's yes or no to one plan."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.case import CaseId, PlanHash, StaffId


class Verdict(StrEnum):
    """What was said."""

    APPROVED = "approved"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecision:
    """Bound to the plan that was shown: another plan hash voids it."""

    case_id: CaseId
    plan_hash: PlanHash
    by: StaffId
    verdict: Verdict
    decided_at: datetime
