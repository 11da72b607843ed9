"""What each right needs before and while it is honoured: one row a request type, for lawyers to read."""

from dataclasses import dataclass
from typing import Final

from bot.domain.action import ActionKind, DataCategory
from bot.domain.request import RequestType


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """The rules for one request type.

    `needs_identity`: proof of control over the address on file before anything is planned.
    `approvals`: how many different people must say yes. `action_kind`: what is asked of each system, None when
    nobody but us acts. `categories`: which data it touches. `needs_answer`: a person releases a written answer.
    """

    needs_identity: bool
    approvals: int
    action_kind: ActionKind | None
    categories: frozenset[DataCategory]
    needs_answer: bool
    may_be_automatic: bool
    citation: str


_ALL: Final = frozenset(DataCategory)
_PROVIDED: Final = _ALL - {DataCategory.ADVERTISING}
_NONE: Final[frozenset[DataCategory]] = frozenset()

POLICY: Final[dict[RequestType, PolicyRow]] = {
    RequestType.ERASURE: PolicyRow(
        needs_identity=True,
        approvals=2,
        action_kind=ActionKind.ERASE,
        categories=_ALL,
        needs_answer=False,
        may_be_automatic=False,
        citation="GDPR art. 17; UK GDPR art. 17; Cal. Civ. 1798.105",
    ),
    RequestType.ACCESS: PolicyRow(
        needs_identity=True,
        approvals=1,
        action_kind=ActionKind.EXPORT,
        categories=_ALL,
        needs_answer=False,
        may_be_automatic=False,
        citation="GDPR art. 15; UK GDPR art. 15; Cal. Civ. 1798.110",
    ),
    RequestType.PORTABILITY: PolicyRow(
        needs_identity=True,
        approvals=1,
        action_kind=ActionKind.EXPORT,
        categories=_PROVIDED,
        needs_answer=False,
        may_be_automatic=False,
        citation="GDPR art. 20; UK GDPR art. 20; Cal. Civ. 1798.130(a)(3)(B)(iii)",
    ),
    RequestType.RECTIFICATION: PolicyRow(
        needs_identity=True,
        approvals=1,
        action_kind=ActionKind.CORRECT,
        categories=frozenset({DataCategory.CONTACT}),
        needs_answer=False,
        may_be_automatic=False,
        citation="GDPR art. 16; UK GDPR art. 16; Cal. Civ. 1798.106",
    ),
    RequestType.RESTRICTION: PolicyRow(
        needs_identity=False,
        approvals=1,
        action_kind=ActionKind.RESTRICT,
        categories=_ALL,
        needs_answer=False,
        may_be_automatic=False,
        citation="GDPR art. 18 and 21(1); UK GDPR art. 18 and 21(1); Cal. Civ. 1798.121",
    ),
    RequestType.MARKETING_OPT_OUT: PolicyRow(
        needs_identity=False,
        approvals=1,
        action_kind=ActionKind.STOP_MARKETING,
        categories=frozenset({DataCategory.CONTACT}),
        needs_answer=False,
        may_be_automatic=True,
        citation="GDPR art. 21(2)-(3); PECR reg. 22; CAN-SPAM 15 U.S.C. 7704(a)(4)",
    ),
    RequestType.ADVERTISING_OPT_OUT: PolicyRow(
        needs_identity=False,
        approvals=1,
        action_kind=ActionKind.STOP_ADVERTISING,
        categories=frozenset({DataCategory.ADVERTISING}),
        needs_answer=False,
        may_be_automatic=True,
        citation="GDPR art. 21(2)-(3); Cal. Civ. 1798.120",
    ),
    RequestType.COMPLAINT: PolicyRow(
        needs_identity=False,
        approvals=1,
        action_kind=None,
        categories=_NONE,
        needs_answer=True,
        may_be_automatic=False,
        citation="DPA 2018 s. 164A; GDPR art. 12(4) and 77",
    ),
    RequestType.NOTICE_QUESTION: PolicyRow(
        needs_identity=False,
        approvals=1,
        action_kind=None,
        categories=_NONE,
        needs_answer=True,
        may_be_automatic=False,
        citation="GDPR art. 13-14; UK GDPR art. 13-14; Cal. Civ. 1798.100",
    ),
}
