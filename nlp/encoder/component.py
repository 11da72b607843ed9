"""The spaCy component that reads a mail with the fine-tuned encoder, on one thread, without a download."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from nlp.calibration import PRIVACY
from nlp.encoder.tokens import Tokens, excerpt
from nlp.encoder.word_pieces import VOCABULARY_FILE, WordPieces
from nlp.linear import Matrix
from nlp.scorer import MailScores, scores_of

ENCODED: Final = "encoder_scores"
ENCODER_FILE: Final = "encoder.onnx"
_UNSPOKEN: Final = -12.0
"""The score of a sentence that was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderScores:
    """Raw scores, one column per head: of the mail, and of each sentence's most telling word."""

    mail: NDArray[np.float32]
    sentences: Matrix


class RequestEncoder:
    """The component of the second stage: leaves `EncoderScores` in `doc.user_data`, or nothing where it cannot run."""

    def __init__(self) -> None:
        """Empty until `from_disk` gave it its network."""
        self.pieces: WordPieces | None = None
        self.session: Any = None
        self._files: dict[str, bytes] = {}

    @property
    def can_read(self) -> bool:
        """Whether the network is loaded and onnxruntime is there to run it."""
        return self.session is not None

    def __call__(self, doc: Doc) -> Doc:
        """Read the document, unless it has no words or the network is missing."""
        scores = scores_of(doc)
        if self.can_read and scores.spans:
            doc.user_data[ENCODED] = self.read(doc.text, scores)
        return doc

    def read(self, text: str, scores: MailScores) -> EncoderScores:
        """The scores of a text whose sentences the first stage scored."""
        if self.pieces is None or self.session is None:
            raise RuntimeError("the encoder has no network yet: load it from disk")
        tokens = excerpt(self.pieces.tokens(text), scores.spans, sentence_weights(scores.sentences))
        [mail], [by_token] = self.session.run(
            None, {"tokens": tokens.ids[None], "mask": np.ones((1, len(tokens.ids)), np.int64)}
        )
        return EncoderScores(mail=mail, sentences=_by_sentence(tokens, scores.spans, by_token))

    def to_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the network and its vocabulary as they were read."""
        if "models" in exclude:
            return
        path.mkdir(parents=True, exist_ok=True)
        for name, content in self._files.items():
            (path / name).write_bytes(content)

    def from_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> "RequestEncoder":
        """Read both files; without them, or without onnxruntime, the first stage decides alone."""
        if "models" in exclude or not (path / ENCODER_FILE).exists():
            return self
        self._files = {name: (path / name).read_bytes() for name in (ENCODER_FILE, VOCABULARY_FILE)}
        self.pieces = WordPieces.load(path / VOCABULARY_FILE)
        self.session = open_session(self._files[ENCODER_FILE])
        return self


@Language.factory("request_encoder")
def new_encoder(nlp: Language, name: str) -> RequestEncoder:  # noqa: ARG001 - spaCy's signature for a factory
    """An empty encoder; `from_disk` fills it."""
    return RequestEncoder()


def encoder_scores_of(doc: Doc) -> EncoderScores | None:
    """What the encoder left in a document, if it could read it."""
    scores: EncoderScores | None = doc.user_data.get(ENCODED)
    return scores


def sentence_weights(sentences: Matrix) -> list[float]:
    """How much each sentence matters to a reader in a hurry: its best score by the first stage, for any head."""
    return [float(row.max()) for row in sentences]


def open_session(network: bytes) -> Any:
    """An onnxruntime session on one thread; None where onnxruntime is not installed."""
    try:
        import onnxruntime  # noqa: PLC0415 - the one library whose absence has a fallback
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def _by_sentence(tokens: Tokens, spans: Sequence[tuple[int, int]], by_token: Matrix) -> Matrix:
    found = np.full((len(spans), PRIVACY + 1), _UNSPOKEN, np.float32)
    for index, span in enumerate(spans):
        inside = tokens.inside(span)
        if inside.any():
            found[index] = by_token[inside].max(axis=0)
    return found
