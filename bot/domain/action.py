"""One thing done in one system for one case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.domain.case import CaseId
from bot.domain.correction import Correction
from bot.domain.request import Scope

ActionId = NewType("ActionId", str)
"""The idempotency key a system sees."""

SystemName = NewType("SystemName", str)
"""Key of a connected system, such as `storefront`."""

Record = Mapping[str, object]
"""A plain JSON object as the system returned it."""


class DataCategory(StrEnum):
    """The categories the privacy notice names."""

    CONTACT = "name_and_contact_details"
    PAYMENT = "payment_information"
    CONVERSATIONS = "contact_history"
    PURCHASES = "purchase_history"
    ADVERTISING = "advertising_identifiers"


class ActionKind(StrEnum):
    """What can be asked of a system."""

    ERASE = "erase"
    EXPORT = "export"
    CORRECT = "correct"
    RESTRICT = "restrict"
    STOP_MARKETING = "stop_marketing"
    STOP_ADVERTISING = "stop_advertising"


class RetentionGround(StrEnum):
    """Why something may have to stay for a while (GDPR art. 17(3); Cal. Civ. 1798.105(d))."""

    OPEN_ORDER = "open_order"
    PARCEL_IN_FLIGHT = "parcel_in_flight"
    REFUND = "refund"
    WARRANTY = "warranty"
    TAX = "tax"
    CHARGEBACK = "chargeback"
    FRAUD_HOLD = "fraud_hold"
    LEGAL_HOLD = "legal_hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Records that stay, why, and until when (None: until the ground ends)."""

    what: str
    count: int
    ground: RetentionGround
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would happen: counts by plain noun (`{"profile": 1, "addresses": 3}`) and what stays.

    `is_known` is False when the system could not be asked; it will be asked again before it acts. `is_connected` is
    False when it was in the plan before and is no longer connected: then nothing can be done there by us.
    """

    counts: Mapping[str, int]
    kept: tuple[Kept, ...] = ()
    is_known: bool = True
    is_connected: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether the system holds nothing to act on."""
        return self.is_known and not any(self.counts.values()) and not self.kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What to do, in one system, to one category of data."""

    kind: ActionKind
    category: DataCategory
    scope: Scope = Scope()
    correction: Correction | None = None


class OutcomeKind(StrEnum):
    """How an action ended."""

    DONE = "done"
    NOTHING_FOUND = "nothing_found"
    RETAINED = "retained"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOutcome:
    """What a system did.

    `counts` as in Preview; `receipt` is the system's own reference, if it gives one; `records` only for EXPORT;
    `before`/`after` only for CORRECT.
    """

    kind: OutcomeKind
    counts: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    receipt: str = ""
    records: Sequence[Record] = field(default=(), repr=False)
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)


class ActionState(StrEnum):
    """Where one action stands."""

    PLANNED = "planned"
    STARTED = "started"
    FAILING = "failing"
    FINISHED = "finished"
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One row: case × system × category. Idempotent on `action_id`."""

    action_id: ActionId
    case_id: CaseId
    system: SystemName
    instruction: Instruction
    preview: Preview
    irreversible: bool
    position: int
    state: ActionState = ActionState.PLANNED
    attempts: int = 0
    outcome: ActionOutcome | None = None
    verified_at: datetime | None = None
    problem: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {ActionState.FINISHED, ActionState.NEEDS_PERSON}
