"""A classifier's model: where it comes from, what it is worth, and when it may take another's place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBackFigures:
    """Measured on the mails that no training sees; shares between 0 and 1.

    Noticed and flagged: sure or unsure. `wrongly_sure` is the share of ordinary mail that would open a case.
    """

    mails: int
    auc: float
    noticed: float
    wrongly_sure: float
    flagged: float
    macro_f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """`reviewed` counts the messages people taught it.

    `ruler` names what the figures were measured with: figures of two models compare only when it is the same. `figures`
    is None for a model that cannot be loaded any more.
    """

    version: str
    corpus_sha256: str
    reviewed: int
    created_at: datetime
    ruler: str
    figures: HeldBackFigures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedModel:
    """One model as it stands now; `name` is what people type. `promoted_at` is None unless it is or was in use."""

    name: str
    card: ModelCard
    is_in_use: bool
    promoted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Limit:
    """One figure, and how much of it a new model may lose."""

    name: str
    figure: Callable[[HeldBackFigures], float]
    may_lose: float
    is_better_higher: bool = True
    is_share: bool = True

    def complaint(self, candidate: HeldBackFigures, in_use: HeldBackFigures) -> str:
        """What is worse, in words; empty when nothing is. What cannot be measured is worse."""
        new, old = self.figure(candidate), self.figure(in_use)
        gain = new - old if self.is_better_higher else old - new
        if gain >= -self.may_lose - _ROUNDING:
            return ""
        return (
            f"{self.name} {self._say(new)} instead of {self._say(old)} (at most {self._say(self.may_lose)} may be lost)"
        )

    def _say(self, value: float) -> str:
        return f"{value:.1%}" if self.is_share else f"{value:.4f}"


PROMOTION_RULE: Final = (
    _Limit("requests noticed", lambda figures: figures.noticed, may_lose=0.005),
    _Limit("ordinary mail wrongly sure", lambda figures: figures.wrongly_sure, may_lose=0.003, is_better_higher=False),
    _Limit("AUC", lambda figures: figures.auc, may_lose=0.002, is_share=False),
    _Limit("ordinary mail flagged", lambda figures: figures.flagged, may_lose=0.01, is_better_higher=False),
    _Limit("macro-F1", lambda figures: figures.macro_f1, may_lose=0.01, is_share=False),
)
"""What may be lost is less than chance decides on some six hundred mails of each side (one standard error); the first
two reach a customer, so they come first and are narrow. Small losses cannot add up: see `ModelRegistry.compare`."""


def complaints(candidate: HeldBackFigures, in_use: HeldBackFigures) -> tuple[str, ...]:
    """What is worse about the candidate, one phrase each; none: it may be promoted."""
    found = (limit.complaint(candidate, in_use) for limit in PROMOTION_RULE)
    return tuple(complaint for complaint in found if complaint)
