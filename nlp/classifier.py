"""The classifier port, kept by a spaCy pipeline, a calibration and rules."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final, Self, cast

import numpy as np
import spacy
from spacy.language import Language

from bot.domain.classification import Classification, LabelScore
from bot.domain.request import RequestType, Scope
from nlp.calibration import LABELS, Calibration
from nlp.decision import Ruling, Thresholds, rule
from nlp.identifiers import identifiers_in
from nlp.linear import Matrix
from nlp.ownership import owned_labels, without_shared
from nlp.reading import Reading, read_message
from nlp.scorer import MailScores, RequestScorer, scores_of
from nlp.terms import message_terms, with_terms

MODEL: Final = Path(__file__).parent / "model"
DESK: Final = "desk"
"""Trained from the whole corpus: what the desk uses."""
REHEARSAL: Final = "rehearsal"
"""Trained the same way without the held-back briefs: what the figures are measured on."""

_NO_CHANCES: Final = np.zeros(len(LABELS) + 1)
_EVIDENCE_AT_MOST: Final = 3
_EVIDENCE_LENGTH: Final = 240
_NEAR_THE_BEST: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacyClassifier:
    """Rules and a small linear model; the same text always gives the same answer."""

    pipeline: Language
    calibration: Calibration
    thresholds: Thresholds
    version: str
    _turn: Lock = field(default_factory=Lock)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a trained model from disk; needs no network."""
        decision = json.loads((folder / "decision.json").read_text("utf-8"))
        pipeline = spacy.load(folder / "pipeline", exclude=["tokenizer", "vocab"])
        return cls(
            pipeline=pipeline,
            calibration=Calibration.from_json(decision["calibration"]),
            thresholds=thresholds_from(decision["thresholds"]),
            version=str(pipeline.meta["version"]),
        )

    def classify(self, *, subject: str, body: str) -> Classification:
        """Decide for any text whatever, in bounded time; never raises."""
        reading = read_message(subject, body)
        if reading.is_empty:
            return Classification(**_grounds(rule(reading, _NO_CHANCES, self.thresholds)), **self._known(reading))
        scores = self._scores(reading.text)
        calibrated = self.calibration.probabilities(scores.stacked, reading.rules, sentences=len(scores.sentences))
        chances = without_shared(calibrated, owned_labels(reading, scores, self._score_words))
        ruling = rule(reading, chances, self.thresholds)
        found = (
            LabelScore(label=label, confidence=chance, evidence=evidence_for(label, reading, scores))
            for label, chance in ruling.labels
        )
        labels = with_terms(found, reading)
        reaches = RequestType.MARKETING_OPT_OUT in {score.label for score in labels} and reading.rules.service_messages
        scope = Scope(service_messages=reaches)
        return Classification(**_grounds(ruling), **self._known(reading), labels=labels, scope=scope)

    def _scores(self, text: str) -> MailScores:
        """One text at a time: spaCy's memory zone, which forgets the words afterwards, is not for two threads."""
        with self._turn, self.pipeline.memory_zone():
            return scores_of(self.pipeline(text))

    def _score_words(self, words: str) -> Matrix:
        return cast("RequestScorer", self.pipeline.get_pipe("request_scorer")).score_words(words)

    def _known(self, reading: Reading) -> dict[str, Any]:
        return {
            "language": reading.language,
            "identifiers": identifiers_in(reading.identifying, reading.language),
            "model_version": self.version,
            **message_terms(reading),
        }


def load_classifier() -> SpacyClassifier:
    """The desk's classifier, from the committed model, warmed up."""
    classifier = SpacyClassifier.load(MODEL / DESK)
    classifier.classify(subject="", body="The first message should not wait for tables to be read.")
    return classifier


def thresholds_from(stored: dict[str, Any]) -> Thresholds:
    """What `decision.json` holds under `thresholds`."""
    labels = {RequestType(label): float(value) for label, value in stored["labels"].items()}
    return Thresholds(none=float(stored["none"]), sure=float(stored["sure"]), labels=labels)


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
