"""What people decided: plans, readings, one-time links."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.card import CardRef, ReviewId
from bot.domain.case import CaseId, PlanHash, StaffId
from bot.domain.decision import PlanDecision, Verdict
from bot.domain.link import LinkId, LinkPurpose, OneTimeLink
from bot.domain.review import Review
from bot.errors import NotFound
from bot.store.payload import from_bytes, to_bytes
from bot.store.tables import cards, decisions, links, reviews
from bot.store.upsert import insert_once
from bot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class DecisionRows:
    """The `decisions` table; see bot.ports.storage.Decisions."""

    connection: Connection

    def add(self, decision: PlanDecision) -> bool:
        """False when this person has already decided on this plan."""
        return insert_once(
            self.connection,
            decisions,
            {
                "case_id": decision.case_id,
                "plan_hash": decision.plan_hash,
                "staff_id": decision.by,
                "verdict": decision.verdict,
                "decided_at": decision.decided_at,
            },
        )

    def list_of(self, case_id: CaseId, plan_hash: PlanHash | None) -> tuple[PlanDecision, ...]:
        """Oldest first."""
        wanted = select(decisions).where(decisions.c.case_id == case_id).order_by(decisions.c.decision_id)
        if plan_hash is not None:
            wanted = wanted.where(decisions.c.plan_hash == plan_hash)
        return tuple(
            PlanDecision(
                case_id=CaseId(row.case_id),
                plan_hash=PlanHash(row.plan_hash),
                by=StaffId(row.staff_id),
                verdict=Verdict(row.verdict),
                decided_at=row.decided_at,
            )
            for row in self.connection.execute(wanted)
        )


@dataclass(frozen=True, slots=True)
class ReviewRows:
    """The `reviews` table; see bot.ports.storage.Reviews. Sealed under the message's key."""

    connection: Connection
    vault: Vault

    def add(self, review: Review) -> None:
        """A new one."""
        sealed = self.vault.seal(self.connection, review.message_id, to_bytes(review))
        self.connection.execute(
            insert(reviews).values(
                review_id=review.review_id, message_id=review.message_id, asked_at=review.asked_at, payload=sealed
            )
        )

    def get(self, review_id: ReviewId) -> Review:
        """Raises NotFound."""
        row = self.connection.execute(select(reviews).where(reviews.c.review_id == review_id)).first()
        if row is None:
            raise NotFound(f"there is no review {review_id[:40]}")
        return self.read(row)

    def list_open_ids(self) -> tuple[ReviewId, ...]:
        """Those nobody has decided, oldest first."""
        wanted = select(reviews.c.review_id).where(reviews.c.decided_at.is_(None))
        return tuple(self.connection.execute(wanted.order_by(reviews.c.asked_at, reviews.c.review_id)).scalars())

    def decide(self, review: Review) -> bool:
        """False when somebody decided before."""
        decided = (
            update(reviews)
            .where(reviews.c.review_id == review.review_id, reviews.c.decided_at.is_(None))
            .values(
                labels=list(review.labels or ()),
                decided_by=review.decided_by,
                decided_at=review.decided_at,
                payload=self.vault.seal(self.connection, review.message_id, to_bytes(review)),
            )
        )
        return bool(self.connection.execute(decided).rowcount)

    def read(self, row: Row[Any]) -> Review:
        """A row as a review."""
        return from_bytes(Review, self.vault.open(self.connection, row.message_id, row.payload))


@dataclass(frozen=True, slots=True)
class LinkRows:
    """The `links` table; see bot.ports.storage.Links."""

    connection: Connection

    def add(self, link: OneTimeLink) -> None:
        """A new one."""
        self.connection.execute(
            insert(links).values(
                link_id=link.link_id,
                token_hash=link.token_hash,
                case_id=link.case_id,
                purpose=link.purpose,
                expires_at=link.expires_at,
            )
        )

    def find(self, token_hash: str) -> OneTimeLink | None:
        """By the hash of its token."""
        row = self.connection.execute(select(links).where(links.c.token_hash == token_hash)).first()
        return _link(row) if row is not None else None

    def get(self, link_id: LinkId) -> OneTimeLink:
        """Raises NotFound."""
        row = self.connection.execute(select(links).where(links.c.link_id == link_id)).first()
        if row is None:
            raise NotFound(f"there is no link {link_id[:40]}")
        return _link(row)

    def list_of(self, case_id: CaseId) -> tuple[OneTimeLink, ...]:
        """Used and expired ones too."""
        rows = self.connection.execute(select(links).where(links.c.case_id == case_id).order_by(links.c.expires_at))
        return tuple(_link(row) for row in rows)

    def use(self, link_id: LinkId, at: datetime) -> bool:
        """Consume it; False when it was used already."""
        unused = update(links).where(links.c.link_id == link_id, links.c.used_at.is_(None)).values(used_at=at)
        return bool(self.connection.execute(unused).rowcount)


@dataclass(frozen=True, slots=True)
class CardRows:
    """The `cards` table; see bot.ports.storage.Cards."""

    connection: Connection

    def add(self, subject_id: str, ref: CardRef) -> None:
        """Twice is once."""
        insert_once(
            self.connection, cards, {"subject_id": subject_id, "channel": ref.channel, "timestamp": ref.timestamp}
        )

    def list_of(self, subject_id: str) -> tuple[CardRef, ...]:
        """All copies."""
        wanted = select(cards).where(cards.c.subject_id == subject_id).order_by(cards.c.timestamp)
        return tuple(CardRef(row.channel, row.timestamp) for row in self.connection.execute(wanted))


def _link(row: Row[Any]) -> OneTimeLink:
    return OneTimeLink(
        link_id=LinkId(row.link_id),
        token_hash=row.token_hash,
        case_id=CaseId(row.case_id),
        purpose=LinkPurpose(row.purpose),
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
