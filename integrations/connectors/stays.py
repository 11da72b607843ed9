"""What has to stay in a system that tells facts and leaves the deciding to us."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.domain.action import DataCategory, Kept, Preview
from bot.domain.retention import kept_records, kept_together
from integrations.connectors.answer import counts_at, facts_at
from integrations.connectors.declaration import Declaration
from integrations.connectors.step import Step
from integrations.http import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """Worked out from one answer: `refs` are the system's own names for the records that stay."""

    counts: Mapping[str, int]
    kept: tuple[Kept, ...]
    refs: tuple[str, ...]

    @classmethod
    def read(cls, declaration: Declaration, step: Step, answer: Json, *, category: DataCategory, today: date) -> Self:
        """What can go and what stays today; raises PermanentFailure."""
        nouns = {own: noun for names in declaration.categories.values() for noun, own in names.items()}
        held = counts_at(answer, step.counts, nouns)
        facts = facts_at(answer, step.facts, declaration.facts, nouns) if declaration.facts else ()
        stays = kept_records(facts, category, today=today)
        kept = kept_together(item for _, item in stays.values())
        for item in kept:
            held[item.what] = held.get(item.what, 0) - item.count
        return cls(
            counts={what: count for what, count in held.items() if count > 0}, kept=kept, refs=tuple(sorted(stays))
        )

    @property
    def preview(self) -> Preview:
        """For the plan."""
        return Preview(counts=self.counts, kept=self.kept)

    def key(self, action_id: str) -> str:
        """An erasure that leaves other records is another deed, even for the same action on a later day."""
        if not self.refs:
            return action_id
        return f"{action_id}-{hashlib.sha256(' '.join(self.refs).encode()).hexdigest()[:8]}"
