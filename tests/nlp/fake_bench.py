"""A bench that measures by looking at a file: models are folders with a `figures` in them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.model_card import HeldBackFigures, ModelCard
from nlp.models.registry import ModelRegistry, UnusableModel

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
GOOD = HeldBackFigures(mails=100, auc=0.97, noticed=0.98, wrongly_sure=0.01, flagged=0.2, macro_f1=0.8)
BETTER = replace(GOOD, noticed=0.99, flagged=0.15)
WORSE = replace(GOOD, noticed=0.97)


@dataclass
class FakeBench:
    """`figures` by the model's name; a name that is not there cannot be loaded."""

    ruler: str = "ruler-1"
    built_in_version: str = "1+corpus"
    figures: dict[str, HeldBackFigures] = field(default_factory=lambda: {"built-in": GOOD})
    measured: list[str] = field(default_factory=list)

    def measure_built_in(self) -> ModelCard:
        self.measured.append("built-in")
        return a_card(self.built_in_version, figures=self.figures["built-in"], ruler=self.ruler, reviewed=0)

    def measure(self, folder: Path) -> HeldBackFigures:
        self.measured.append(folder.name)
        if folder.name not in self.figures:
            raise UnusableModel(f"{folder.name} cannot be loaded")
        return self.figures[folder.name]


def a_card(version: str, **changes: object) -> ModelCard:
    plain = ModelCard(
        version=version, corpus_sha256="c" * 64, reviewed=42, created_at=NOW, ruler="ruler-1", figures=GOOD
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def put(registry: ModelRegistry, version: str, figures: HeldBackFigures = BETTER, **changes: object) -> None:
    """A model that was trained here."""
    with registry.making(version) as folder:
        (folder / "weights").write_bytes(b"weights")
        registry.write_card(folder, a_card(version, figures=figures, **changes))
