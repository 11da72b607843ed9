"""`python -m nlp.train`: rebuild the model from the corpus; the same corpus gives the same model."""

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import Progress

from bot.errors import UserError
from nlp.calibration import Evidence, Example, fit_calibration
from nlp.classifier import MODEL, SpacyClassifier
from nlp.encoder.component import ENCODER_FILE, RequestEncoder
from nlp.encoder.unseen import UNSEEN_FILE, key_of, read_unseen, write_unseen
from nlp.first_stage import FOLDS, Ticks, Unseen, fit_scorer, score_unseen, ticks_of_a_fit
from nlp.linear import Matrix
from nlp.novelty import Vocabulary
from nlp.ownership import without_shared
from nlp.pipeline import new_pipeline, new_reader
from nlp.reviewed import read_reviewed, sign, with_evidence
from nlp.scorer import RequestScorer
from nlp.stage import Stage
from nlp.study import HELD_BACK, StudiedMail, study
from nlp.thresholds import choose_thresholds
from nlp.training_mail import TrainingMail, corpus_fingerprint, read_corpus

VERSION: Final = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """All that one model folder holds."""

    scorer: RequestScorer
    encoder: RequestEncoder
    alone: Stage
    together: Stage
    unseen: Mapping[str, Matrix]
    vocabulary: Vocabulary
    briefs: frozenset[str]


def study_all(mails: Sequence[TrainingMail], tick: Ticks) -> list[StudiedMail]:
    """Take apart every mail that may be trained from: those of held-back briefs are left out."""
    reader = new_reader()
    studied = []
    for mail in mails:
        if mail.brief not in HELD_BACK:
            studied.append(study(mail, reader))
        tick()
    return studied


def train_model(
    studied: Sequence[StudiedMail],
    first: Sequence[Unseen],
    encoder: RequestEncoder,
    kept: Mapping[str, Matrix],
    fit: RequestScorer,
) -> Trained:
    """Calibrate both stages and set their thresholds on scores of unseen briefs; `fit` is the first stage of all mails.

    `kept` are the encoder's scores of mails it had not seen; a mail that is not among them is new to it, and read now.
    """
    unseen = {key_of(one.mail): _encoded(one, its, encoder, kept) for one, its in zip(studied, first, strict=True)}
    return Trained(
        scorer=fit,
        encoder=encoder,
        alone=_stage(studied, first, {}),
        together=_stage(studied, first, unseen),
        unseen=unseen,
        vocabulary=Vocabulary.of(f"{one.mail.subject}\n{one.mail.body}" for one in studied),
        briefs=frozenset(one.mail.brief for one in studied),
    )


def _encoded(one: StudiedMail, first: Unseen, encoder: RequestEncoder, kept: Mapping[str, Matrix]) -> Matrix:
    key = key_of(one.mail)
    return kept[key] if key in kept else encoder.read(one.reading.text, first.scores).mail


def _stage(studied: Sequence[StudiedMail], first: Sequence[Unseen], unseen: Mapping[str, Matrix]) -> Stage:
    examples = [_example(one, its, unseen) for one, its in zip(studied, first, strict=True)]
    calibration = fit_calibration(examples)
    calibrated = [calibration.chances(example.inputs, sentences=example.sentences) for example in examples]
    chances = [
        without_shared(chance, its.owned, is_plain=bool(one.reading.rules.plain_labels))
        for chance, its, one in zip(calibrated, first, studied, strict=True)
    ]
    thresholds = choose_thresholds(np.array(chances), np.array([example.target for example in examples]))
    return Stage(calibration=calibration, thresholds=thresholds)


def _example(one: StudiedMail, first: Unseen, unseen: Mapping[str, Matrix]) -> Example:
    encoded = unseen.get(key_of(one.mail))
    evidence = Evidence(
        stacked=first.scores.stacked,
        rules=one.reading.rules,
        language=one.reading.language,
        encoded=None if encoded is None else encoded.astype(np.float64),
    )
    return Example(
        inputs=evidence.inputs(), target=one.target.astype(np.float64), sentences=len(one.features.sentences)
    )


def write(trained: Trained, folder: Path) -> None:
    """Put the model where `folder` says; what stood there is moved aside in one step when the new one is whole."""
    fingerprint = corpus_fingerprint()
    pipeline = new_pipeline(trained.scorer, trained.encoder)
    pipeline.meta["name"] = "privacy_requests"
    pipeline.meta["version"] = model_version()
    pipeline.meta["corpus_sha256"] = fingerprint
    pipeline.meta["briefs"] = sorted(trained.briefs)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        new = Path(beside) / folder.name
        new.mkdir()
        pipeline.to_disk(new / "pipeline", exclude=["tokenizer", "vocab"])
        write_unseen(trained.unseen, new / UNSEEN_FILE)
        trained.vocabulary.write(new)
        decision = {"alone": trained.alone.as_json(), "together": trained.together.as_json()}
        (new / "decision.json").write_text(json.dumps(decision, indent=1) + "\n", "utf-8")
        for kept in folder.glob("*.md"):
            shutil.copy2(kept, new / kept.name)
        if folder.exists():
            folder.rename(Path(beside) / "before")
        new.rename(folder)


def model_version() -> str:
    """What a model trained from the corpus alone is called."""
    return f"{VERSION}+{corpus_fingerprint()[:12]}"


def encoder_from(folder: Path) -> RequestEncoder:
    """The encoder of a model folder; UserError when it has none."""
    encoder = RequestEncoder().from_disk(folder / "pipeline" / "request_encoder")
    if not encoder.can_read:
        raise UserError(f"{folder} holds no {ENCODER_FILE} that can be run: train one with --encoder")
    return encoder


def main(arguments: Sequence[str] | None = None) -> None:
    """What was typed: the committed model, or one of its own place that people's decisions went into."""
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=__doc__)
    parser.add_argument("--encoder", action="store_true", help="fine-tune the second stage too: an hour, with PyTorch")
    parser.add_argument("--with-reviewed", type=Path, metavar="FILE", help="also learn what `model export` wrote")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the model goes instead of nlp/model")
    chosen = parser.parse_args(arguments)
    if chosen.with_reviewed is not None and chosen.to is None:
        parser.error("--with-reviewed needs --to: customers' words must not reach the committed model")
    if chosen.with_reviewed is not None and chosen.encoder:
        parser.error("--encoder learns from the committed corpus alone: leave out --with-reviewed")
    if chosen.to is not None and chosen.to.exists():
        parser.error(f"{chosen.to} is there already: name a new folder")
    try:
        _train(chosen)
    except UserError as error:
        parser.error(str(error))


def _train(chosen: argparse.Namespace) -> None:
    if chosen.with_reviewed is None:
        folder = chosen.to or MODEL
        train_corpus(folder, with_encoder=chosen.encoder)
        Console().print(f"Written to {folder}. Now see what it is worth: python -m nlp.evaluate")
        return
    train_reviewed(chosen.to, read_reviewed(chosen.with_reviewed))
    Console().print(f"Written to {chosen.to}. Now measure and keep it: privacy-desk model add {chosen.to}")


def train_corpus(folder: Path, *, with_encoder: bool) -> None:
    """The model of the committed corpus, with a new encoder or the one that the committed model has."""
    _train_on((), folder, with_encoder=with_encoder)


def train_reviewed(folder: Path, reviewed: Sequence[TrainingMail]) -> None:
    """One model from the corpus and from reviewed mails; its version tells which.

    They teach the first stage and set nothing: people see what the desk was unsure of, no picture of what comes in. The
    encoder stays as it is.
    """
    teacher = SpacyClassifier.load(MODEL)
    _train_on([with_evidence(mail, teacher) for mail in reviewed], folder, with_encoder=False)
    sign(folder, reviewed)


def _train_on(reviewed: Sequence[TrainingMail], folder: Path, *, with_encoder: bool) -> None:
    """Train the first stage, and the second one if asked; show how far it is."""
    mails = read_corpus()
    with Progress(console=Console(stderr=True)) as progress:
        reading = progress.add_task("Reading the corpus", total=len(mails) + len(reviewed))
        studied = study_all(mails, partial(progress.advance, reading))
        taught = study_all(reviewed, partial(progress.advance, reading))
        linear = progress.add_task("First stage", total=(FOLDS + 1) * ticks_of_a_fit())
        tick = partial(progress.advance, linear)
        first = score_unseen(studied, tick, reviewed=taught)
        if with_encoder:
            encoder, kept = _new_encoder(studied, first, progress)
        else:
            encoder, kept = encoder_from(MODEL), read_unseen(MODEL / UNSEEN_FILE)
        fit = fit_scorer([*studied, *taught], tick)
        write(train_model(studied, first, encoder, kept, fit), folder)


def _new_encoder(
    studied: Sequence[StudiedMail], first: Sequence[Unseen], progress: Progress
) -> tuple[RequestEncoder, Mapping[str, Matrix]]:
    from nlp.encoder.build import build_encoder, steps_of_build  # noqa: PLC0415 - needs PyTorch, and only this does

    task = progress.add_task("Second stage", total=steps_of_build(studied))
    return build_encoder(studied, first, partial(progress.advance, task))


if __name__ == "__main__":
    main()
