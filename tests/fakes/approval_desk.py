"""An approval desk that keeps its cards in memory."""

from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.card import ApprovalCard, CardRef, ReviewCard
from tests.fakes.faults import Faults

Card = TypeVar("Card", ApprovalCard, ReviewCard)


@dataclass
class FakeApprovalDesk:
    """`approvals` and `reviews` are the cards as people see them now, by their key; `lines` their threads."""

    faults: Faults
    approvals: dict[str, ApprovalCard] = field(default_factory=dict)
    reviews: dict[str, ReviewCard] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    posts: int = 0
    lines: dict[str, dict[str, str]] = field(default_factory=dict)
    _keys: dict[CardRef, str] = field(default_factory=dict)

    def post_approval(self, card: ApprovalCard, *, key: str) -> CardRef:
        with self.faults.call():
            return self._post(self.approvals, card, key)

    def edit_approval(self, ref: CardRef, card: ApprovalCard) -> None:
        with self.faults.call():
            self.approvals[self._keys[ref]] = card

    def post_review(self, card: ReviewCard, *, key: str) -> CardRef:
        with self.faults.call():
            return self._post(self.reviews, card, key)

    def edit_review(self, ref: CardRef, card: ReviewCard) -> None:
        with self.faults.call():
            self.reviews[self._keys[ref]] = card

    def tell_thread(self, ref: CardRef, line: str, *, key: str) -> None:
        with self.faults.call():
            self.lines.setdefault(self._keys[ref], {}).setdefault(key, line)

    def call_people(self, ref: CardRef, line: str, *, key: str) -> None:
        with self.faults.call():
            self.lines.setdefault(self._keys[ref], {}).setdefault(key, f"@managers {line}")

    def post_notice(self, line: str, *, key: str) -> CardRef:
        with self.faults.call():
            self.notices.setdefault(key, line)
            return CardRef("C1", key)

    def _post(self, shown: dict[str, Card], card: Card, key: str) -> CardRef:
        ref = CardRef("C1", key)
        if ref not in self._keys:
            self._keys[ref] = key
            shown[key] = card
            self.posts += 1
        return ref
