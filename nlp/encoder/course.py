"""The whole course of the second stage: read every mail with a network that never saw its brief, then train on all.

Three trainings on two processes of one thread each: a sum over threads would come out a little different on every
machine, and two threads that wait for each other take longer.
"""

import queue
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from multiprocessing import Manager, get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from nlp.encoder.component import sentence_weights
from nlp.encoder.export import export
from nlp.encoder.fine_tune import Training, fine_tune, read, steps_in
from nlp.encoder.lesson import Lesson, lesson_of
from nlp.encoder.tokens import Integers, excerpt
from nlp.encoder.unseen import key_of
from nlp.encoder.word_pieces import WordPieces
from nlp.first_stage import Unseen
from nlp.linear import Matrix
from nlp.study import StudiedMail, folds

PROCESSES: Final = 2
FOLDS: Final = 2
"""Half of the briefs read the other half: together as long as training on all."""

_LOOKS_EVERY: Final = 0.5

Ticks = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What comes out: the network of all mails as ONNX, and scores of each mail by one that had not seen it."""

    network: bytes
    unseen: dict[str, Matrix]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One training, and what is read afterwards."""

    lesson: Lesson
    pieces: WordPieces
    training: Training
    unread: tuple[tuple[str, Integers], ...] = ()


def steps_of_course(mails: int, training: Training) -> int:
    """About how many times `take` calls `tick`."""
    return 2 * steps_in(mails, training)


def take(
    studied: Sequence[StudiedMail], first: Sequence[Unseen], pieces: WordPieces, training: Training, tick: Ticks
) -> Course:
    """Train and read; most of an hour on two cores."""
    halves = [_half(studied, first, fold, pieces, training) for fold in folds(studied, FOLDS)]
    whole = _Work(lesson=lesson_of(studied), pieces=pieces, training=training)
    with (
        Manager() as manager,
        ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as workers,
    ):
        steps = manager.Queue()
        network = workers.submit(_network, whole, steps)
        readings = [workers.submit(_reading, half, steps) for half in halves]
        _count([network, *readings], partial(_drain, steps, tick))
        unseen = {key: row for reading in readings for key, row in reading.result().items()}
        return Course(network=network.result(), unseen=unseen)


def _half(
    studied: Sequence[StudiedMail],
    first: Sequence[Unseen],
    fold: frozenset[str],
    pieces: WordPieces,
    training: Training,
) -> _Work:
    """Learn from the other half, read this one as it will be read at work: shortened by what the first stage says."""
    inside = [(one, its) for one, its in zip(studied, first, strict=True) if one.mail.brief in fold]
    return _Work(
        lesson=lesson_of([one for one in studied if one.mail.brief not in fold]),
        pieces=pieces,
        training=training,
        unread=tuple((key_of(one.mail), _ids(one, its, pieces)) for one, its in inside),
    )


def _ids(one: StudiedMail, first: Unseen, pieces: WordPieces) -> Integers:
    return excerpt(pieces.tokens(one.reading.text), one.spans, sentence_weights(first.scores.sentences)).ids


def _network(work: _Work, steps: "queue.Queue[None]") -> bytes:
    network = fine_tune(work.lesson, work.pieces, work.training, partial(steps.put, None))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "network.onnx"
        export(network, path)
        return path.read_bytes()


def _reading(work: _Work, steps: "queue.Queue[None]") -> dict[str, Matrix]:
    network = fine_tune(work.lesson, work.pieces, work.training, partial(steps.put, None))
    scores = read(network, [ids for _, ids in work.unread])
    return {key: np.asarray(row) for (key, _), row in zip(work.unread, scores, strict=True)}


def _count(running: Sequence["Future[Any]"], look: Ticks) -> None:
    """Show progress until all is done; a training that failed stops the rest."""
    while wait(running, timeout=_LOOKS_EVERY).not_done:
        look()
        for done in running:
            if done.done() and done.exception() is not None:
                raise RuntimeError("a training of the second stage failed") from done.exception()
    look()


def _drain(steps: "queue.Queue[None]", tick: Ticks) -> None:
    while True:
        try:
            steps.get_nowait()
        except queue.Empty:
            return
        tick()
