"""What a letter to a customer needs to know, and which letters there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.domain.action import Action, ActionOutcome, ActionState, Kept, SystemName
from bot.domain.case import CaseNumber
from bot.domain.correction import Correction
from bot.domain.extension import EXTENDABLE_TYPES, ExtensionReason
from bot.domain.policy import POLICY
from bot.domain.request import DenialReason, Regime, RequestType
from bot.domain.standing import Standing
from bot.errors import PrivacyDeskError


class LetterKind(StrEnum):
    """Every letter we write."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTITY_REQUEST = "identity_request"
    IDENTITY_REMINDER = "identity_reminder"
    IDENTITY_EXPIRED = "identity_expired"
    ALERT = "alert"
    INFORMATION_REQUEST = "information_request"
    INFORMATION_REMINDER = "information_reminder"
    EXTENSION = "extension"
    ERASURE_SCHEDULED = "erasure_scheduled"
    ERASURE_DONE = "erasure_done"
    KEPT_ERASED = "kept_erased"
    ACCESS_READY = "access_ready"
    PORTABILITY_READY = "portability_ready"
    RECTIFICATION_DONE = "rectification_done"
    RESTRICTION_DONE = "restriction_done"
    MARKETING_DONE = "marketing_done"
    ADVERTISING_DONE = "advertising_done"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged"
    ANSWER = "answer"
    REFUSAL = "refusal"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"
    MISREAD = "misread"
    DONE_FOR_ANOTHER = "done_for_another"
    STATUS = "status"
    CLOSED = "closed"


CLOSING_LETTERS: Final[dict[RequestType, LetterKind]] = {
    RequestType.ERASURE: LetterKind.ERASURE_DONE,
    RequestType.ACCESS: LetterKind.ACCESS_READY,
    RequestType.PORTABILITY: LetterKind.PORTABILITY_READY,
    RequestType.RECTIFICATION: LetterKind.RECTIFICATION_DONE,
    RequestType.RESTRICTION: LetterKind.RESTRICTION_DONE,
    RequestType.MARKETING_OPT_OUT: LetterKind.MARKETING_DONE,
    RequestType.ADVERTISING_OPT_OUT: LetterKind.ADVERTISING_DONE,
    RequestType.COMPLAINT: LetterKind.ANSWER,
    RequestType.NOTICE_QUESTION: LetterKind.ANSWER,
}
"""The letter that ends a fulfilled case."""

_ALL: Final = frozenset(RequestType)
_PROVED: Final = frozenset(kind for kind, row in POLICY.items() if row.needs_identity)

LETTER_TYPES: Final[dict[LetterKind, frozenset[RequestType]]] = {
    kind: frozenset(asked for asked, closing in CLOSING_LETTERS.items() if closing is kind) for kind in LetterKind
} | {
    LetterKind.ACKNOWLEDGEMENT: _ALL,
    LetterKind.IDENTITY_REQUEST: _PROVED,
    LetterKind.IDENTITY_REMINDER: _PROVED,
    LetterKind.IDENTITY_EXPIRED: _PROVED,
    LetterKind.ALERT: frozenset(kind for kind, row in POLICY.items() if row.action_kind is not None),
    LetterKind.INFORMATION_REQUEST: _ALL,
    LetterKind.INFORMATION_REMINDER: _ALL,
    LetterKind.EXTENSION: EXTENDABLE_TYPES,
    LetterKind.ERASURE_SCHEDULED: frozenset({RequestType.ERASURE}),
    LetterKind.KEPT_ERASED: frozenset({RequestType.ERASURE}),
    LetterKind.COMPLAINT_ACKNOWLEDGED: frozenset({RequestType.COMPLAINT}),
    LetterKind.REFUSAL: _ALL,
    LetterKind.WITHDRAWN: _ALL,
    LetterKind.TAKEN_BACK: _ALL,
    LetterKind.MISREAD: _ALL,
    LetterKind.STATUS: _ALL,
    LetterKind.CLOSED: _ALL,
    LetterKind.DONE_FOR_ANOTHER: frozenset(kind for kind, row in POLICY.items() if row.action_kind),
}
"""For which requests each letter is written."""

_NEEDED_FACTS: Final[dict[LetterKind, tuple[str, ...]]] = {
    LetterKind.ACKNOWLEDGEMENT: ("due_on",),
    LetterKind.IDENTITY_REQUEST: ("link", "link_expires"),
    LetterKind.IDENTITY_REMINDER: ("link", "link_expires"),
    LetterKind.ALERT: ("asked_from",),
    LetterKind.INFORMATION_REQUEST: ("question",),
    LetterKind.INFORMATION_REMINDER: ("question",),
    LetterKind.EXTENSION: ("due_on", "extension_reason", "reason_words"),
    LetterKind.ERASURE_SCHEDULED: ("link", "link_expires"),
    LetterKind.COMPLAINT_ACKNOWLEDGED: ("agent_name", "received_on", "due_on"),
    LetterKind.ANSWER: ("answer",),
    LetterKind.REFUSAL: ("reason",),
    LetterKind.STATUS: ("standing",),
}


class LetterNotPossible(PrivacyDeskError):
    """The letter does not fit the request, or a fact it has to state is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemResult:
    """What came of it in one system; `title` is used where a language has no name of its own for the system."""

    system: SystemName
    title: str
    outcomes: tuple[ActionOutcome, ...] = ()
    is_unfinished: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """What was acted on, added up over the categories."""
        sums: dict[str, int] = {}
        for outcome in self.outcomes:
            for what, number in outcome.counts.items():
                sums[what] = sums.get(what, 0) + number
        return {what: number for what, number in sums.items() if number}

    @property
    def kept(self) -> tuple[Kept, ...]:
        """What stays here."""
        return tuple(item for outcome in self.outcomes for item in outcome.kept if item.count)

    @property
    def corrections(self) -> tuple[tuple[str, str], ...]:
        """Old and new values as the system showed them."""
        return tuple((outcome.before, outcome.after) for outcome in self.outcomes if outcome.after)

    @property
    def is_empty(self) -> bool:
        """Whether the system finished and held nothing."""
        return not (self.is_unfinished or self.counts or self.kept or self.corrections)


def results_by_system(actions: Sequence[Action], titles: Mapping[SystemName, str]) -> tuple[SystemResult, ...]:
    """The results in plan order, one a system; an action without an outcome leaves its system unfinished."""
    ordered = sorted(actions, key=lambda action: action.position)
    systems = dict.fromkeys(action.system for action in ordered)
    return tuple(
        SystemResult(
            system=system,
            title=titles.get(system, str(system)),
            outcomes=tuple(each.outcome for each in ordered if each.system == system and each.outcome is not None),
            is_unfinished=any(_is_unfinished(each) for each in ordered if each.system == system),
        )
        for system in systems
    )


def _is_unfinished(action: Action) -> bool:
    return action.outcome is None or action.state is not ActionState.FINISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """Everything any letter states; each kind uses what it needs.

    `link` is the one-time link (`link_expires` in the zone to print), `status_link` the customer's page.
    `question`, `answer` and `reason_words` are written by people and stay literal. `clock_pauses` says whether the
    law stops the clock until the question is answered. `for_another`: the request is not about its
    writer. `due_on` is the new date in the notice of an extension.
    `asked_from`: the writer's address, masked, when it is not the one on file.
    `receipt` is the name of the file that goes along.
    """

    number: CaseNumber
    request_type: RequestType
    regime: Regime = Regime.VOLUNTARY
    country: str | None = None
    received_on: date | None = None
    due_on: date | None = None
    link: str = field(default="", repr=False)
    link_expires: datetime | None = None
    status_link: str = field(default="", repr=False)
    results: tuple[SystemResult, ...] = ()
    correction: Correction | None = None
    question: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    agent_name: str = ""
    reason: DenialReason | None = None
    reason_words: str = field(default="", repr=False)
    service_messages: bool = False
    clock_pauses: bool = False
    extension_reason: ExtensionReason | None = None
    for_another: bool = False
    asked_from: str = ""
    receipt: str = ""
    person_reads: bool = False
    standing: Standing | None = None

    def check(self, kind: LetterKind) -> None:
        """Raise LetterNotPossible if that letter cannot be written from these facts."""
        if self.request_type not in LETTER_TYPES[kind]:
            raise LetterNotPossible(f"case {self.number}: no {kind} letter is written for {self.request_type}")
        missing = [name for name in _NEEDED_FACTS.get(kind, ()) if not getattr(self, name)]
        if missing:
            raise LetterNotPossible(f"case {self.number}: the {kind} letter needs {' and '.join(missing)}")
        if not all(link.startswith(("https://", "http://")) for link in (self.link, self.status_link) if link):
            raise LetterNotPossible(f"case {self.number}: a link in a letter must be http or https")
