"""How much better the classifier gets with every brief it learns from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One training: so many briefs in one order, and what came of it on the mails held back."""

    briefs: int
    mails: int
    order: int
    auc: float
    flagged_at_95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The trainings with equally many briefs: means, and the worst and best AUC."""

    briefs: int
    mails: float
    auc: float
    worst: float
    best: float
    flagged_at_95: float

    @classmethod
    def of(cls, steps: Sequence[Step]) -> Self:
        """Needs at least one step."""
        scores = [step.auc for step in steps]
        return cls(
            briefs=steps[0].briefs,
            mails=mean(step.mails for step in steps),
            auc=mean(scores),
            worst=min(scores),
            best=max(scores),
            flagged_at_95=mean(step.flagged_at_95 for step in steps),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningCurve:
    """All trainings, and the corpus they were made from (its fingerprint)."""

    corpus: str
    held_back: int
    steps: tuple[Step, ...]

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The steps by their number of briefs."""
        sizes = sorted({step.briefs for step in self.steps})
        return tuple(Stage.of([step for step in self.steps if step.briefs == size]) for size in sizes)

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return {"corpus": self.corpus, "held_back": self.held_back, "steps": [asdict(step) for step in self.steps]}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Raises KeyError or TypeError when it is something else."""
        steps = tuple(Step(**step) for step in stored["steps"])
        return cls(corpus=stored["corpus"], held_back=stored["held_back"], steps=steps)
