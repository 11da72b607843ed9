"""Where the registry meets training and evaluation: a model made from the corpus and what people taught, measured."""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import Progress, track

from bot.domain.model_card import HeldBackFigures, ModelCard
from bot.errors import UserError
from nlp.classifier import DESK, MODEL, REHEARSAL, SpacyClassifier, evidence_for
from nlp.evaluate import held_back_mails
from nlp.metrics import Judged, figures_of
from nlp.reading import read_message
from nlp.registry import ModelRegistry, UnusableModel
from nlp.reviewed import fingerprint
from nlp.scorer import new_reader, scores_of
from nlp.study import HELD_BACK, study
from nlp.train import SENTENCE, WHOLE, train_desk, write
from nlp.training_mail import TrainingMail, corpus_fingerprint, read_corpus

_SERVED: Final = MODEL / DESK
_MEASURED: Final = MODEL / REHEARSAL
"""The built-in model learnt from the held-back mails too, so its figures are those of its twin that did not."""

_PARTS: Final = 5
"""Four folds, and all of it."""

_SOURCES: Final = ("*.py", "*.toml")


@dataclass(frozen=True)
class HeldBackBench:
    """Measures on the corpus's held-back briefs; `now` is the moment that the built-in model's card will bear."""

    now: datetime

    @cached_property
    def ruler(self) -> str:
        """A digest of the held-back mails and of everything that reads them."""
        digest = hashlib.sha256(fingerprint(held_back_mails()).encode())
        for path in sorted(path for pattern in _SOURCES for path in Path(__file__).parent.rglob(pattern)):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    @cached_property
    def built_in_version(self) -> str:
        """As the built-in model names itself."""
        return SpacyClassifier.load(_SERVED).version

    def measure_built_in(self) -> ModelCard:
        """It was trained from the corpus alone."""
        return ModelCard(
            version=self.built_in_version,
            corpus_sha256=corpus_fingerprint(),
            reviewed=0,
            created_at=self.now,
            ruler=self.ruler,
            figures=self.measure(_MEASURED),
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


def make_candidate(registry: ModelRegistry, reviewed: Sequence[TrainingMail], *, at: datetime) -> ModelCard:
    """Train from the corpus and these mails, measure, and put it among the models; it is not in use yet.

    The same corpus and mails give the same version, so raises UserError when that is there already.
    """
    version = f"{registry.bench.built_in_version}.r{len(reviewed)}-{fingerprint(reviewed)[:8]}"
    if registry.has(version):
        raise UserError(f"There is nothing new to learn: {version} was trained from just these reviewed messages.")
    with registry.making(version) as folder:
        train_into(folder, reviewed)
        _sign(folder, version, reviewed=len(reviewed))
        card = ModelCard(
            version=version,
            corpus_sha256=corpus_fingerprint(),
            reviewed=len(reviewed),
            created_at=at,
            ruler=registry.bench.ruler,
            figures=registry.bench.measure(folder),
        )
        registry.write_card(folder, card)
    return card


def train_into(folder: Path, reviewed: Sequence[TrainingMail]) -> None:
    """Fit a model on the corpus without its held-back briefs, and on the reviewed mails; replaces the folder."""
    teacher, reader = _load(_SERVED), new_reader()
    mails = [mail for mail in read_corpus() if mail.brief not in HELD_BACK]
    mails += [with_evidence(mail, teacher) for mail in reviewed]
    with Progress(console=_console()) as progress:
        reading = progress.add_task("Reading the mails", total=len(mails))
        studied = []
        for mail in mails:
            studied.append(study(mail, reader))
            progress.advance(reading)
        training = progress.add_task("Training", total=_PARTS * (WHOLE.epochs + SENTENCE.epochs))
        write(train_desk(studied, partial(progress.advance, training)), folder)


def with_evidence(mail: TrainingMail, teacher: SpacyClassifier) -> TrainingMail:
    """A label that nobody showed words for is shown by the sentences that speak for it most.

    Without, every sentence of such a mail would be taught as one that asks for nothing.
    """
    missing = mail.labels - {label for label, _ in mail.evidence}
    reading = read_message(mail.subject, mail.body)
    if not missing or reading.is_empty:
        return mail
    with teacher.pipeline.memory_zone():
        scores = scores_of(teacher.pipeline(reading.text))
    shown = [(label, words) for label in sorted(missing) for words in evidence_for(label, reading, scores)]
    return replace(mail, evidence=(*mail.evidence, *shown))


def _sign(folder: Path, version: str, *, reviewed: int) -> None:
    """The version that every classification will bear."""
    path = folder / "pipeline" / "meta.json"
    meta = json.loads(path.read_text("utf-8"))
    meta |= {"name": "privacy_requests_reviewed", "version": version, "reviewed": reviewed}
    path.write_text(json.dumps(meta, indent=2), "utf-8")


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
