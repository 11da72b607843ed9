"""The committed model: from this corpus, and as good as it was measured."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest

from bot.domain.classification import Decision
from bot.errors import SettingsError
from nlp.classifier import MODEL, SpacyClassifier, load_classifier
from nlp.evaluate import held_back_mails, judge
from nlp.measuring.metrics import Figures, Judged, figures_of
from nlp.measuring.rivals import KeywordRule
from nlp.study import HELD_BACK
from nlp.thresholds import LABEL_AT_LEAST
from nlp.training_mail import corpus_fingerprint, read_corpus

FLOOR_AUC: Final = 0.955
FLOOR_MACRO_F1: Final = 0.7
FLOOR_NOTICED: Final = 0.98
FLOOR_SURE: Final = 0.48
CEILING_WRONGLY_SURE: Final = 0.015
CEILING_FLAGGED: Final = 0.42
"""What was measured on the held-back mails, with a little slack."""


@pytest.fixture(scope="module")
def judged(classifier: SpacyClassifier) -> list[Judged]:
    return judge(classifier, held_back_mails())


@pytest.fixture(scope="module")
def figures(judged: list[Judged]) -> Figures:
    return figures_of(judged)


@pytest.fixture(scope="module")
def meta() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MODEL / "pipeline" / "meta.json").read_text("utf-8"))
    return found


def test_the_model_was_trained_from_the_committed_corpus(meta: dict[str, Any]) -> None:
    assert meta["corpus_sha256"] == corpus_fingerprint(), "the corpus changed: run python -m nlp.train"


def test_it_learnt_from_every_brief_but_those_held_back(meta: dict[str, Any]) -> None:
    assert set(meta["briefs"]) == {mail.brief for mail in read_corpus()} - HELD_BACK


def test_both_stages_are_at_work(classifier: SpacyClassifier) -> None:
    assert classifier.has_both_stages


def test_the_model_is_small_enough_to_commit() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < 35_000_000


def test_requests_and_ordinary_mail_are_told_apart_on_held_back_briefs(figures: Figures) -> None:
    assert figures.auc >= FLOOR_AUC
    assert figures.macro_f1 >= FLOOR_MACRO_F1


def test_few_requests_are_missed_on_held_back_briefs(figures: Figures) -> None:
    assert figures.requests_noticed >= FLOOR_NOTICED
    assert figures.requests_sure >= FLOOR_SURE


def test_ordinary_mail_is_seldom_taken_for_a_request_on_held_back_briefs(figures: Figures) -> None:
    assert figures.ordinary_wrongly_sure <= CEILING_WRONGLY_SURE
    assert figures.ordinary_flagged <= CEILING_FLAGGED


def test_the_classifier_finds_more_than_keywords_do(figures: Figures) -> None:
    keywords = figures_of(judge(KeywordRule(), held_back_mails()))

    assert figures.requests_sure > keywords.requests_sure
    assert figures.ordinary_wrongly_sure < keywords.ordinary_wrongly_sure


def test_a_sure_request_has_labels_and_ordinary_mail_has_none(judged: list[Judged]) -> None:
    for one in judged:
        match one.said.decision:
            case Decision.PRIVACY:
                assert all(found.confidence >= LABEL_AT_LEAST for found in one.said.labels)
                assert one.said.labels
            case Decision.UNSURE:
                assert one.said.reasons
            case Decision.NONE:
                assert one.said.labels == ()


def test_evidence_stands_in_the_mail(judged: list[Judged]) -> None:
    for one in judged:
        whole = "".join(f"{one.mail.subject}\n{one.mail.body}".split())
        assert all("".join(words.split()) in whole for found in one.said.labels for words in found.evidence)


@pytest.mark.parametrize(
    "path", ["decision.json", "pipeline/request_encoder/encoder.onnx", "pipeline/request_scorer/whole.npz"]
)
def test_a_damaged_model_is_named_with_its_remedy(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    copytree(MODEL, folder)
    whole = (folder / path).read_bytes()
    (folder / path).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(SettingsError, match=r"the built-in model in .* is damaged .*make train-encoder"):
        load_classifier(folder)
