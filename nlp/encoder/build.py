"""From the corpus to an encoder that can be run (needs PyTorch; training only)."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.encoder.component import ENCODER_FILE, RequestEncoder
from nlp.encoder.course import steps_of_course, take
from nlp.encoder.fine_tune import Training
from nlp.encoder.network import pretrained_folder
from nlp.encoder.word_pieces import VOCABULARY_FILE, WordPieces
from nlp.first_stage import Unseen
from nlp.linear import Matrix
from nlp.study import StudiedMail

TRAINING = Training()


def steps_of_build(studied: Sequence[StudiedMail]) -> int:
    """About how many times `build_encoder` calls `tick`."""
    return steps_of_course(len(studied), TRAINING)


def build_encoder(
    studied: Sequence[StudiedMail], first: Sequence[Unseen], tick: Callable[[], None]
) -> tuple[RequestEncoder, dict[str, Matrix]]:
    """The encoder of these mails, and the scores of each mail by one that had not seen its brief."""
    vocabulary = pretrained_folder() / VOCABULARY_FILE
    course = take(studied, first, WordPieces.load(vocabulary), TRAINING, tick)
    with TemporaryDirectory() as folder:
        (Path(folder) / ENCODER_FILE).write_bytes(course.network)
        shutil.copy2(vocabulary, Path(folder) / VOCABULARY_FILE)
        return RequestEncoder().from_disk(Path(folder)), course.unseen
