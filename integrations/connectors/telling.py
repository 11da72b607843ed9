"""What an answer tells: how many of what, what stays on which ground, and the system's own reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from bot.domain.action import Kept, Record
from bot.errors import PermanentFailure
from integrations.connectors.answer import counts_at, day_at, kept_at, number_at, text_at
from integrations.connectors.declaration import Declaration
from integrations.connectors.step import Step
from integrations.http import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of one call, or of several together."""

    counts: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    receipt: str = ""
    records: tuple[Record, ...] = field(default=(), repr=False)
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)

    @classmethod
    def of_entries(cls, step: Step, entries: tuple[dict[str, Json], ...], today: date) -> Self:
        """A list that was counted; each entry is held back for so many days after its own date."""
        if step.stays is None:
            return cls(counts=_some(step.noun, len(entries)))
        if not step.hold_days:
            return cls(kept=_kept(step, len(entries)))
        ends = [_day_of(step, entry) + timedelta(days=step.hold_days) for entry in entries]
        held = [end for end in ends if end > today]
        free = len(ends) - len(held)
        kept = (Kept(what=step.noun, count=len(held), ground=step.stays, until=max(held)),) if held else ()
        if step.stays_after is not None and free:
            kept = (*kept, Kept(what=step.noun, count=free, ground=step.stays_after))
            free = 0
        return cls(counts=_some(step.noun, free), kept=kept)

    def with_more(self, other: "Told") -> "Told":
        """Both together; the first reference stands."""
        counts = dict(self.counts)
        for noun, count in other.counts.items():
            counts[noun] = counts.get(noun, 0) + count
        return Told(
            counts=counts,
            kept=self.kept + other.kept,
            receipt=self.receipt or other.receipt,
            records=self.records + other.records,
            before=self.before or other.before,
            after=self.after or other.after,
        )


def told(declaration: Declaration, step: Step, answer: Json) -> Told:
    """What one answer says where the step says it stands; raises PermanentFailure when it is not there."""
    nouns = {own: noun for names in declaration.categories.values() for noun, own in names.items()}
    counts = counts_at(answer, step.counts, nouns) if step.counts else {}
    kept = kept_at(answer, step.kept, declaration.kept, nouns) if step.kept and declaration.kept else ()
    if step.total:
        number = number_at(answer, step.total)
        counts, kept = ({}, _kept(step, number)) if step.stays else (_some(step.noun, number), ())
    elif step.noun and not step.list:
        counts = {step.noun: 1}
    return Told(
        counts=counts,
        kept=kept,
        receipt=text_at(answer, step.receipt),
        before=text_at(answer, step.before),
        after=text_at(answer, step.after),
    )


def _kept(step: Step, count: int) -> tuple[Kept, ...]:
    return (Kept(what=step.noun, count=count, ground=step.stays),) if step.stays and count else ()


def _some(noun: str, count: int) -> dict[str, int]:
    return {noun: count} if count else {}


def _day_of(step: Step, entry: dict[str, Json]) -> date:
    day = day_at(entry, step.dated)
    if day is None:
        raise PermanentFailure(f"an entry of the answer holds no date at {step.dated}")
    return day
