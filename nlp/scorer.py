"""The first stage: sentences of a mail, and the scores of each and of the whole, as spaCy components."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from nlp.features import Buckets, buckets
from nlp.linear import LinearModel, Matrix
from nlp.model_file import read_model, write_model

SCORES: Final = "request_scores"
_ENDS: Final = frozenset(".!?…")
_SENTENCES_READ: Final = 120
_UNTRAINED: Final = "the scorer has no models yet: train it or load it from disk"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFeatures:
    """The feature buckets of a mail: of each sentence, and of all together."""

    sentences: tuple[Buckets, ...]
    whole: Buckets


@dataclass(frozen=True, slots=True, kw_only=True)
class MailScores:
    """Raw scores, one column per head: of the whole by both models, and of each sentence."""

    whole: Matrix
    whole_as_sentence: Matrix
    sentences: Matrix
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def stacked(self) -> NDArray[np.float64]:
        """What the calibration reads: inputs × heads."""
        return np.stack([self.whole, self.whole_as_sentence, self.sentences.max(axis=0)]).astype(np.float64)


@Language.component("mail_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """A sentence ends at its mark and at a line break, but not at a line folded by a mail program."""
    is_start, line_began = True, 0
    for token in doc:
        token.is_sent_start = is_start
        is_start = False
        if token.is_space and "\n" in token.text:
            is_start = "\n\n" in token.text or token.idx - line_began < 60 or token.text.count("\n") > 1
            line_began = token.idx + len(token.text)
        elif token.text[-1] in _ENDS and token.whitespace_:
            is_start = True
    return doc


class RequestScorer:
    """The component of the first stage: leaves `MailScores` in `doc.user_data`."""

    def __init__(self) -> None:
        """Empty until `to_learn` or `from_disk` gave it its models."""
        self.whole: LinearModel | None = None
        self.sentence: LinearModel | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Score the sentences and the whole."""
        spans, text = sentence_spans(doc), doc.text
        features = mail_features([text[start:end] for start, end in spans])
        doc.user_data[SCORES] = self.scores(features, spans)
        return doc

    def scores(self, features: MailFeatures, spans: Iterable[tuple[int, int]] = ()) -> MailScores:
        """The scores of features already taken."""
        if self.whole is None or self.sentence is None:
            raise RuntimeError(_UNTRAINED)
        return MailScores(
            whole=self.whole.logits([features.whole])[0],
            whole_as_sentence=self.sentence.logits([features.whole])[0],
            sentences=self.sentence.logits(features.sentences),
            spans=tuple(spans),
        )

    def score_words(self, words: str) -> Matrix:
        """One score per head for a part of a sentence."""
        if self.sentence is None:
            raise RuntimeError(_UNTRAINED)
        scores: Matrix = self.sentence.logits([buckets(words)])[0]
        return scores

    def to_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> None:
        """Write both models."""
        if self.whole is None or self.sentence is None or "models" in exclude:
            return
        path.mkdir(parents=True, exist_ok=True)
        write_model(self.whole, path / "whole.npz")
        write_model(self.sentence, path / "sentence.npz")

    def from_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> "RequestScorer":
        """Read both models."""
        if "models" not in exclude:
            self.whole = read_model(path / "whole.npz")
            self.sentence = read_model(path / "sentence.npz")
        return self


@Language.factory("request_scorer")
def new_scorer(nlp: Language, name: str) -> RequestScorer:  # noqa: ARG001 - spaCy's signature for a factory
    """An empty scorer; `from_disk` fills it."""
    return RequestScorer()


def scores_of(doc: Doc) -> MailScores:
    """What the scorer left in a document that went through the pipeline."""
    scores: MailScores = doc.user_data[SCORES]
    return scores


def sentence_spans(doc: Doc) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence that says something, without the space around it."""
    text = doc.text  # spaCy joins it anew each time it is asked
    begins, places = doc.to_array(["SENT_START", "IDX"]).astype(np.int64).T if len(doc) else np.empty((2, 0), np.int64)
    starts = [int(place) for place in places[begins == 1]]
    pieces = zip(starts, [*starts[1:], len(text)], strict=True) if starts else ()
    spans = (_trimmed(text, start, end) for start, end in pieces)
    return tuple(span for span in spans if span[0] < span[1])[:_SENTENCES_READ]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def mail_features(sentences: Sequence[str]) -> MailFeatures:
    """The features of each sentence and their union."""
    rows = tuple(row for row in (buckets(sentence) for sentence in sentences))
    if not rows:
        return MailFeatures(sentences=(buckets(""),), whole=buckets(""))
    return MailFeatures(sentences=rows, whole=np.unique(np.concatenate(rows)))
