"""What a Slack card says: decided words and masked identifiers only, never the data itself."""

from dataclasses import dataclass
from typing import NewType

from bot.domain.case import CaseId, CaseNumber, PlanHash
from bot.domain.request import RequestType

ReviewId = NewType("ReviewId", str)


@dataclass(frozen=True, slots=True)
class CardRef:
    """Where a posted card stands."""

    channel: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """One system in the plan: `Storefront`, `erase 1 profile, 3 addresses · keep 2 invoices until …`."""

    system: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCard:
    """One case as an agent sees it.

    `excerpt` is the customer's words, redacted. `given` names who has approved so far, with the time. `ending`
    is None while a decision can be taken; afterwards one sentence saying who, when and what follows.
    `answer` is the drafted answer of a complaint or question, redacted for Slack. `may_approve` is False while
    something has to be written on the pages first. `notes` are what makes this case unlike others of its kind;
    `confirmation` is a question that approving answers with yes. `may_withdraw`: the customer takes the request back.
    A card without a plan's hash has nothing to be decided yet.
    """

    case_id: CaseId
    number: CaseNumber
    plan_hash: PlanHash
    request_type: RequestType
    time_left: str
    excerpt: str
    person: str
    lines: tuple[CardLine, ...]
    warning: str
    approvals: int
    given: tuple[str, ...]
    ending: str | None
    open_url: str
    answer: str = ""
    is_irreversible: bool = False
    may_approve: bool = True
    notes: tuple[CardLine, ...] = ()
    confirmation: str = ""
    may_withdraw: bool = False

    @property
    def headline(self) -> str:
        """`case 26-0142`."""
        return f"case {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """A message the classifier is unsure of.

    `sender` is masked; `suggestions` are request types to offer as buttons, likeliest first; `guess` is the
    sentence "Looks like: … because …"; `ending` as in ApprovalCard.
    """

    review_id: ReviewId
    sender: str
    age: str
    excerpt: str
    guess: str
    suggestions: tuple[RequestType, ...]
    ending: str | None
    open_url: str
