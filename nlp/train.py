"""`python -m nlp.train`: rebuild the model from the corpus; the same corpus gives the same model."""

import argparse
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

from bot.errors import UserError
from nlp.calibration import Calibration, Example, fit_calibration, head_inputs
from nlp.classifier import DESK, MODEL, REHEARSAL, SpacyClassifier
from nlp.decision import Thresholds
from nlp.linear import Recipe, train
from nlp.ownership import Booleans, owned_labels, without_shared
from nlp.reviewed import read_reviewed, sign, with_evidence
from nlp.rules import RuleReading
from nlp.scorer import MailFeatures, RequestScorer, new_pipeline, new_reader
from nlp.study import HELD_BACK, StudiedMail, folds, sentence_lesson, study, whole_lesson
from nlp.thresholds import choose_thresholds
from nlp.training_mail import TrainingMail, corpus_fingerprint, read_corpus

VERSION: Final = "1"

_SENTENCE_WEIGHT: Final = 0.3
WHOLE: Final = Recipe(epochs=10, rate=6.0, rare_below=2, seed=11)
SENTENCE: Final = Recipe(epochs=8, rate=3.0, rare_below=2, seed=13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """All that one model folder holds."""

    scorer: RequestScorer
    calibration: Calibration
    thresholds: Thresholds
    briefs: frozenset[str]


def train_desk(
    studied: Sequence[StudiedMail], tick: Callable[[], None], *, reviewed: Sequence[StudiedMail] = ()
) -> Trained:
    """Calibrate and set thresholds on scores of unseen briefs, then fit on all.

    Reviewed mails teach and set nothing: people see what the desk was unsure of, which is no picture of what comes in.
    """
    mails: list[Example] = []
    owned: list[Booleans] = []
    sentences: list[Example] = []
    for fold in folds(studied):
        scorer = fit_scorer([*(one for one in studied if one.mail.brief not in fold), *reviewed], tick)
        unseen = [one for one in studied if one.mail.brief in fold]
        mails += [_mail_example(scorer, one) for one in unseen]
        owned += [_owned(scorer, one) for one in unseen]
        sentences += [example for one in unseen for example in _sentence_examples(scorer, one)]
    calibration = fit_calibration([*mails, *sentences])
    calibrated = [calibration.chances(mail.inputs, sentences=mail.sentences) for mail in mails]
    chances = np.array([without_shared(*pair) for pair in zip(calibrated, owned, strict=True)])
    return Trained(
        scorer=fit_scorer([*studied, *reviewed], tick),
        calibration=calibration,
        thresholds=choose_thresholds(chances, np.array([mail.target for mail in mails])),
        briefs=frozenset(one.mail.brief for one in studied),
    )


def _mail_example(scorer: RequestScorer, one: StudiedMail) -> Example:
    return Example(
        inputs=head_inputs(scorer.scores(one.features).stacked, one.reading.rules),
        target=one.target.astype(np.float64),
        sentences=len(one.features.sentences),
    )


def _owned(scorer: RequestScorer, one: StudiedMail) -> Booleans:
    return owned_labels(one.reading, scorer.scores(one.features, one.spans), scorer.score_words)


def _sentence_examples(scorer: RequestScorer, one: StudiedMail) -> list[Example]:
    """A sentence of a longer mail, as if it were all that was written."""
    if len(one.features.sentences) <= 1:
        return []
    taught = zip(one.features.sentences, one.sentence_targets, one.teaches, strict=True)
    return [
        Example(
            inputs=head_inputs(scorer.scores(MailFeatures(sentences=(row,), whole=row)).stacked, RuleReading()),
            target=target.astype(np.float64),
            sentences=1,
            weight=_SENTENCE_WEIGHT,
        )
        for row, target, teaches in taught
        if teaches and len(row)
    ]


def fit_scorer(studied: Sequence[StudiedMail], tick: Callable[[], None]) -> RequestScorer:
    """Both linear models on these mails."""
    scorer = RequestScorer()
    whole, sentence = whole_lesson(studied), sentence_lesson(studied)
    scorer.whole = train(whole.rows, whole.targets, WHOLE, tick)
    scorer.sentence = train(sentence.rows, sentence.targets, SENTENCE, tick)
    return scorer


def write(trained: Trained, folder: Path) -> None:
    """Replace what stands in the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pipeline = new_pipeline(trained.scorer)
    fingerprint = corpus_fingerprint()
    pipeline.meta["name"] = f"privacy_requests_{folder.name}"
    pipeline.meta["version"] = model_version()
    pipeline.meta["corpus_sha256"] = fingerprint
    pipeline.meta["briefs"] = sorted(trained.briefs)
    pipeline.to_disk(folder / "pipeline", exclude=["tokenizer", "vocab"])
    decision = {
        "calibration": trained.calibration.as_json(),
        "thresholds": {
            "none": trained.thresholds.none,
            "sure": trained.thresholds.sure,
            "labels": {label.value: value for label, value in trained.thresholds.labels.items()},
        },
    }
    (folder / "decision.json").write_text(json.dumps(decision, indent=1) + "\n", "utf-8")


def model_version() -> str:
    """What a model trained from the corpus alone is called."""
    return f"{VERSION}+{corpus_fingerprint()[:12]}"


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
            epochs = 5 * (WHOLE.epochs + SENTENCE.epochs)
            task = progress.add_task(f"Training “{name}”", total=epochs)
            seen = [one for one in studied if one.mail.brief not in held_back]
            write(train_desk(seen, partial(progress.advance, task)), model / name)
    console.print(f"Written to {model}. Now see what it is worth: python -m nlp.evaluate")


def train_reviewed(folder: Path, reviewed: Sequence[TrainingMail]) -> None:
    """One model from the corpus without its held-back briefs, and from reviewed mails; its version tells which."""
    teacher, reader = SpacyClassifier.load(MODEL / DESK), new_reader()
    corpus = [mail for mail in read_corpus() if mail.brief not in HELD_BACK]
    mails = [*corpus, *(with_evidence(mail, teacher) for mail in reviewed)]
    with Progress(console=Console(stderr=True)) as progress:
        reading = progress.add_task("Reading the mails", total=len(mails))
        studied = []
        for mail in mails:
            studied.append(study(mail, reader))
            progress.advance(reading)
        training = progress.add_task("Training", total=5 * (WHOLE.epochs + SENTENCE.epochs))
        both = studied[: len(corpus)], studied[len(corpus) :]
        write(train_desk(both[0], partial(progress.advance, training), reviewed=both[1]), folder)
    sign(folder, reviewed)


def command(arguments: Sequence[str] | None = None) -> None:
    """What was typed: the committed models, or one of its own place that people's decisions went into."""
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=__doc__)
    parser.add_argument("--with-reviewed", type=Path, metavar="FILE", help="also learn what `model export` wrote")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where that model goes; it is never committed")
    chosen = parser.parse_args(arguments)
    if (chosen.with_reviewed is None) != (chosen.to is None):
        parser.error("--with-reviewed and --to go together: customers' words must not reach the committed model")
    if chosen.to is None:
        main()
        return
    if chosen.to.exists():
        parser.error(f"{chosen.to} is there already: name a new folder")
    try:
        train_reviewed(chosen.to, read_reviewed(chosen.with_reviewed))
    except UserError as error:
        parser.error(str(error))
    Console().print(f"Written to {chosen.to}. Now measure and keep it: privacy-desk model add {chosen.to}")


if __name__ == "__main__":
    command()
