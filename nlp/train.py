"""`python -m nlp.train`: rebuild the model from the corpus; the same corpus gives the same model."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import Progress

from nlp.calibration import Calibration, fit_calibration, head_inputs
from nlp.classifier import DESK, MODEL, REHEARSAL
from nlp.decision import Thresholds
from nlp.linear import Recipe, train
from nlp.scorer import RequestScorer, new_pipeline, new_reader
from nlp.study import HELD_BACK, StudiedMail, folds, sentence_lesson, study, whole_lesson
from nlp.thresholds import choose_thresholds
from nlp.training_mail import corpus_fingerprint, read_corpus

VERSION: Final = "1"

_WHOLE: Final = Recipe(epochs=10, rate=6.0, rare_below=2, seed=11)
_SENTENCE: Final = Recipe(epochs=8, rate=3.0, rare_below=2, seed=13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """All that one model folder holds."""

    scorer: RequestScorer
    calibration: Calibration
    thresholds: Thresholds
    briefs: frozenset[str]


def train_desk(studied: Sequence[StudiedMail], tick: Callable[[], None]) -> Trained:
    """Calibrate and set thresholds on scores of unseen briefs, then fit on all."""
    inputs = np.zeros((len(studied), *head_inputs(np.zeros((3, 10)), studied[0].reading.rules).shape))
    targets = np.array([one.target for one in studied], np.float64)
    for fold in folds(studied):
        scorer = fit_scorer([one for one in studied if one.mail.brief not in fold], tick)
        for index, one in enumerate(studied):
            if one.mail.brief in fold:
                inputs[index] = head_inputs(scorer.scores(one.features).stacked, one.reading.rules)
    calibration = fit_calibration(inputs, targets)
    chances = np.asarray(1 / (1 + np.exp(-(inputs * calibration.weights).sum(axis=2))))
    return Trained(
        scorer=fit_scorer(studied, tick),
        calibration=calibration,
        thresholds=choose_thresholds(chances, targets),
        briefs=frozenset(one.mail.brief for one in studied),
    )


def fit_scorer(studied: Sequence[StudiedMail], tick: Callable[[], None]) -> RequestScorer:
    """Both linear models on these mails."""
    scorer = RequestScorer()
    whole, sentence = whole_lesson(studied), sentence_lesson(studied)
    scorer.whole = train(whole.rows, whole.targets, _WHOLE, tick)
    scorer.sentence = train(sentence.rows, sentence.targets, _SENTENCE, tick)
    return scorer


def write(trained: Trained, folder: Path) -> None:
    """Replace what stands in the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pipeline = new_pipeline(trained.scorer)
    fingerprint = corpus_fingerprint()
    pipeline.meta["name"] = f"privacy_requests_{folder.name}"
    pipeline.meta["version"] = f"{VERSION}+{fingerprint[:12]}"
    pipeline.meta["corpus_sha256"] = fingerprint
    pipeline.meta["briefs"] = sorted(trained.briefs)
    pipeline.to_disk(folder / "pipeline")
    decision = {
        "calibration": trained.calibration.as_json(),
        "thresholds": {
            "none": trained.thresholds.none,
            "sure": trained.thresholds.sure,
            "labels": {label.value: value for label, value in trained.thresholds.labels.items()},
        },
    }
    (folder / "decision.json").write_text(json.dumps(decision, indent=1) + "\n", "utf-8")


def main(model: Path = MODEL) -> None:
    """Train both models and write them."""
    console = Console()
    mails = read_corpus()
    reader = new_reader()
    with Progress(console=console) as progress:
        reading = progress.add_task("Reading the corpus", total=len(mails))
        studied = []
        for mail in mails:
            studied.append(study(mail, reader))
            progress.advance(reading)
        for name, held_back in ((REHEARSAL, HELD_BACK), (DESK, frozenset[str]())):
            epochs = 5 * (_WHOLE.epochs + _SENTENCE.epochs)
            task = progress.add_task(f"Training “{name}”", total=epochs)
            seen = [one for one in studied if one.mail.brief not in held_back]
            write(train_desk(seen, partial(progress.advance, task)), model / name)
    console.print(f"Written to {model}. Now see what it is worth: python -m nlp.evaluate")


if __name__ == "__main__":
    main()
