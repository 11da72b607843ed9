"""The classifier port, kept by a spaCy pipeline of two stages, a calibration and rules."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final, Self

import numpy as np
import spacy
from spacy.language import Language

from bot.domain.classification import Classification, LabelScore
from bot.domain.request import RequestType, Scope
from bot.errors import SettingsError
from nlp.calibration import LABELS, Evidence
from nlp.decision import Ruling, rule
from nlp.details.identifiers import identifiers_in
from nlp.encoder.component import EncoderScores, encoder_scores_of
from nlp.linear import Matrix
from nlp.novelty import Vocabulary, unknown_share
from nlp.ownership import owned_labels, without_shared
from nlp.pipeline import encoder_in, scorer_in
from nlp.reading import Reading, read_message
from nlp.scorer import MailScores, scores_of
from nlp.stage import Stage
from nlp.terms import message_terms, with_terms

MODEL: Final = Path(__file__).parent / "model"
"""The committed model: trained from the committed corpus without its held-back briefs, on which it is measured."""

_NO_CHANCES: Final = np.zeros(len(LABELS) + 1)
_EVIDENCE_AT_MOST: Final = 3
_EVIDENCE_LENGTH: Final = 240
_NEAR_THE_BEST: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacyClassifier:
    """Rules, a small linear model and a fine-tuned encoder; the same text always gives the same answer.

    `alone` decides where the encoder cannot run: its files or onnxruntime are missing.
    """

    pipeline: Language
    alone: Stage
    together: Stage
    version: str
    vocabulary: Vocabulary | None = None
    _turn: Lock = field(default_factory=Lock)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a trained model from disk; needs no network."""
        decision = json.loads((folder / "decision.json").read_text("utf-8"))
        pipeline = spacy.load(folder / "pipeline", exclude=["tokenizer", "vocab"])
        return cls(
            pipeline=pipeline,
            alone=Stage.from_json(decision["alone"]),
            together=Stage.from_json(decision["together"]),
            version=str(pipeline.meta["version"]),
            vocabulary=Vocabulary.find(folder),
        )

    @property
    def has_both_stages(self) -> bool:
        """Whether the encoder is at work, too."""
        return encoder_in(self.pipeline).can_read

    @property
    def stage(self) -> Stage:
        """How it decides on this machine."""
        return self.together if self.has_both_stages else self.alone

    def classify(self, *, subject: str, body: str) -> Classification:
        """Decide for any text whatever, in bounded time; never raises."""
        reading = read_message(subject, body)
        if reading.is_empty:
            return Classification(**_grounds(rule(reading, _NO_CHANCES, self.alone.thresholds)), **self._known(reading))
        scores, encoded = self._scores(reading.text)
        stage = self.together if encoded else self.alone
        evidence = Evidence(
            stacked=scores.stacked,
            rules=reading.rules,
            language=reading.language,
            encoded=encoded.mail.astype(np.float64) if encoded else None,
        )
        calibrated = stage.calibration.chances(evidence.inputs(), sentences=len(scores.sentences))
        owned = owned_labels(reading, scores, self._score_words)
        chances = without_shared(calibrated, owned, is_plain=bool(reading.rules.plain_labels))
        ruling = rule(reading, chances, stage.thresholds)
        found = (
            LabelScore(label=label, confidence=chance, evidence=evidence_for(label, reading, scores))
            for label, chance in ruling.labels
        )
        labels = with_terms(found, reading)
        reaches = RequestType.MARKETING_OPT_OUT in {score.label for score in labels} and reading.rules.service_messages
        scope = Scope(service_messages=reaches)
        return Classification(**_grounds(ruling), **self._known(reading), labels=labels, scope=scope)

    def _scores(self, text: str) -> tuple[MailScores, EncoderScores | None]:
        """One text at a time: spaCy's memory zone, which forgets the words afterwards, is not for two threads."""
        with self._turn, self.pipeline.memory_zone():
            doc = self.pipeline(text)
            return scores_of(doc), encoder_scores_of(doc)

    def _score_words(self, words: str) -> Matrix:
        return scorer_in(self.pipeline).score_words(words)

    def _known(self, reading: Reading) -> dict[str, Any]:
        return {
            "language": reading.language,
            "identifiers": identifiers_in(reading.identifying, reading.language),
            "model_version": self.version,
            "unknown_words": unknown_share(reading.text, self.vocabulary) if self.vocabulary else None,
            **message_terms(reading),
        }


def load_classifier(folder: Path = MODEL) -> SpacyClassifier:
    """The desk's classifier from the committed model, warmed up; raises SettingsError if that is damaged."""
    try:
        classifier = SpacyClassifier.load(folder)
    except Exception as error:
        # A damaged file may break anywhere inside spaCy, NumPy or onnxruntime: the remedy is the same.
        raise SettingsError(
            f"the built-in model in {folder} is damaged or incomplete: install the desk again, or rebuild the model "
            "with `make train-encoder`"
        ) from error
    classifier.classify(subject="", body="The first message should not wait for tables to be read.")
    return classifier


def evidence_for(label: RequestType, reading: Reading, scores: MailScores) -> tuple[str, ...]:
    """The words that led to the label, as they stand in the message: the rules' words, then the sentences' best."""
    own = scores.sentences[:, LABELS.index(label)]
    near = [int(index) for index in np.argsort(-own, kind="stable") if own[index] > own.max() - _NEAR_THE_BEST]
    spoken = [index for index in near if own[index] > 0] or near[:1]
    sentences = [reading.text[start:end] for start, end in (scores.spans[index] for index in spoken if scores.spans)]
    ruled = [words for words in reading.rules.words_for(label) if not any(words in said for said in sentences)]
    return tuple(_shortened(words) for words in [*sentences, *ruled][:_EVIDENCE_AT_MOST])


def _grounds(ruling: Ruling) -> dict[str, Any]:
    return {"decision": ruling.decision, "probability": ruling.probability, "reasons": ruling.reasons}


def _shortened(words: str) -> str:
    """Cut at a word, so that what is left still stands in the message."""
    if len(words) <= _EVIDENCE_LENGTH:
        return words
    return words[:_EVIDENCE_LENGTH].rsplit(maxsplit=1)[0]
