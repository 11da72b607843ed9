"""Cards to show."""

from bot.domain.card import ApprovalCard, CardLine, ReviewCard, ReviewId
from bot.domain.case import CaseId, CaseNumber, PlanHash
from bot.domain.request import RequestType

DELETION = ApprovalCard(
    case_id=CaseId("5f0c" * 8),
    number=CaseNumber("26-0142"),
    plan_hash=PlanHash("9a1b" * 16),
    request_type=RequestType.ERASURE,
    time_left="27 days left · due Tue 29 Dec",
    excerpt="…close my account and delete everything you hold about me…",
    person="j•••@e•••.com · customer since 2021",
    lines=(
        CardLine("Storefront", "erase 1 profile · keep 2 invoices until 31 Dec 2032 (tax law)"),
        CardLine("Ad audiences", "remove, keep out"),
    ),
    warning="Cannot be undone.",
    approvals=2,
    given=(),
    ending=None,
    open_url="https://desk.example.com/cases/5f0c",
    is_irreversible=True,
)

DOUBT = ReviewCard(
    review_id=ReviewId("77aa" * 8),
    sender="m•••@g•••.com",
    age="4 min ago",
    excerpt="…take me off your books once the refund is through…",
    guess="Looks like: Delete everything (61 %), because “take me off your books”.",
    suggestions=(RequestType.ERASURE, RequestType.MARKETING_OPT_OUT),
    ending=None,
    open_url="https://desk.example.com/reviews/77aa",
)
