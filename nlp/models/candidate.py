"""Where the registry meets training and evaluation: a model made from the corpus and what people taught, measured."""

import hashlib
import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import track

from bot.domain.model_card import HeldBackFigures, ModelCard
from bot.errors import UserError
from nlp.classifier import MODEL, SpacyClassifier
from nlp.evaluate import held_back_mails
from nlp.measuring.metrics import Judged, figures_of
from nlp.models.current_model import BUILT_IN
from nlp.models.registry import ModelRegistry, UnusableModel
from nlp.reviewed import META, fingerprint, reviewed_version
from nlp.train import model_version, train_reviewed
from nlp.training_mail import TrainingMail, corpus_fingerprint

_SOURCES: Final = ("*.py", "*.toml")


@dataclass(frozen=True)
class HeldBackBench:
    """Measures on the corpus's held-back briefs; `now` is the moment that the built-in model's card will bear."""

    now: datetime

    @cached_property
    def ruler(self) -> str:
        """A digest of the held-back mails and of everything that reads them."""
        digest = hashlib.sha256(fingerprint(held_back_mails()).encode())
        for path in sorted(path for pattern in _SOURCES for path in Path(__file__).parents[1].rglob(pattern)):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    @cached_property
    def built_in_version(self) -> str:
        """As the built-in model names itself."""
        return SpacyClassifier.load(MODEL).version

    def measure_built_in(self) -> ModelCard:
        """It was trained from the corpus alone."""
        return ModelCard(
            version=self.built_in_version,
            corpus_sha256=corpus_fingerprint(),
            reviewed=0,
            created_at=self.now,
            ruler=self.ruler,
            figures=self.measure(MODEL),
        )

    def measure(self, folder: Path) -> HeldBackFigures:
        """Let it read every held-back mail; what there is nothing to measure by counts as 0."""
        classifier = _load(folder)
        judged = [
            Judged(mail=mail, said=classifier.classify(subject=mail.subject, body=mail.body))
            for mail in track(held_back_mails(), f"Measuring {classifier.version}", console=_console(), transient=True)
        ]
        found = figures_of(judged)
        return HeldBackFigures(
            mails=found.mails,
            auc=_or_nothing(found.auc),
            noticed=_or_nothing(found.requests_noticed),
            wrongly_sure=_or_nothing(found.ordinary_wrongly_sure),
            flagged=_or_nothing(found.ordinary_flagged),
            macro_f1=_or_nothing(found.macro_f1),
        )


def train_candidate(registry: ModelRegistry, reviewed: Sequence[TrainingMail], *, at: datetime) -> ModelCard:
    """Train from the corpus and these mails, measure, and put it among the models; it is not in use yet.

    The same corpus and mails give the same version, so raises UserError when that is there already.
    """
    version = reviewed_version(model_version(), reviewed)
    _refuse_known(registry, version)
    with registry.making(version) as folder:
        train_reviewed(folder, reviewed)
        return _admit(registry, folder, at)


def add_candidate(registry: ModelRegistry, source: Path, *, at: datetime) -> ModelCard:
    """Measure a model that was trained elsewhere, and put a copy of it among the models."""
    version = _load(source).version
    _refuse_known(registry, version)
    with registry.making(version) as folder:
        shutil.copytree(source, folder, dirs_exist_ok=True)
        return _admit(registry, folder, at)


def _refuse_known(registry: ModelRegistry, version: str) -> None:
    if version != Path(version).name or version in {BUILT_IN, ""} or version.startswith("."):
        raise UnusableModel(f"That model calls itself {version[:40]!r}, which cannot be the name of a folder.")
    if registry.has(version):
        raise UserError(f"There is nothing new to learn: {version} was trained from just these reviewed messages.")


def _admit(registry: ModelRegistry, folder: Path, at: datetime) -> ModelCard:
    meta = json.loads((folder / META).read_text("utf-8"))
    card = ModelCard(
        version=meta["version"],
        corpus_sha256=meta["corpus_sha256"],
        reviewed=meta.get("reviewed", 0),
        created_at=at,
        ruler=registry.bench.ruler,
        figures=registry.bench.measure(folder),
    )
    registry.write_card(folder, card)
    return card


def _load(folder: Path) -> SpacyClassifier:
    try:
        return SpacyClassifier.load(folder)
    except Exception as error:
        # Whatever a damaged or foreign model breaks, the answer is the same.
        raise UnusableModel(f"the model in {folder} cannot be loaded: train it again") from error


def _or_nothing(figure: float) -> float:
    return 0.0 if math.isnan(figure) else figure


def _console() -> Console:
    """Progress, beside what the command answers."""
    return Console(stderr=True)
