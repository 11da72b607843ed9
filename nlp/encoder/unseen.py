"""The encoder's scores of mails it was not trained on: kept, so that the first stage can be rebuilt without PyTorch."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from nlp.linear import Matrix
from nlp.training_mail import TrainingMail

UNSEEN_FILE: Final = "unseen.npz"

_KEY_LENGTH: Final = 16


def key_of(mail: TrainingMail) -> str:
    """Names a mail by what came in, whatever cleaning makes of it."""
    return hashlib.sha256(f"{mail.subject}\0{mail.body}".encode("utf-8", "replace")).hexdigest()[:_KEY_LENGTH]


def write_unseen(scores: Mapping[str, Matrix], path: Path) -> None:
    """Write the scores (one row of heads for each key), in the order of their keys."""
    keys = sorted(scores)
    rows = np.array([scores[key] for key in keys], np.float16)
    np.savez_compressed(path, keys=np.array(keys), rows=rows)


def read_unseen(path: Path) -> dict[str, Matrix]:
    """What was written; nothing where there is no file."""
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        rows = stored["rows"].astype(np.float32)
        return {str(key): row for key, row in zip(stored["keys"], rows, strict=True)}
