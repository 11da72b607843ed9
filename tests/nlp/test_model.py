"""The committed model: from this corpus, and as good as it was measured."""

import json

import pytest

from bot.domain.classification import Decision
from nlp.classifier import DESK, MODEL, REHEARSAL, SpacyClassifier
from nlp.evaluate import held_back_mails
from nlp.metrics import Figures, Judged, figures_of
from nlp.study import HELD_BACK
from nlp.training_mail import corpus_fingerprint, read_corpus


@pytest.fixture(scope="module")
def figures(rehearsal: SpacyClassifier) -> Figures:
    mails = held_back_mails()
    return figures_of(
        [Judged(mail=mail, said=rehearsal.classify(subject=mail.subject, body=mail.body)) for mail in mails]
    )


@pytest.mark.parametrize("name", [DESK, REHEARSAL])
def test_the_model_was_trained_from_the_committed_corpus(name: str) -> None:
    meta = json.loads((MODEL / name / "pipeline" / "meta.json").read_text("utf-8"))

    assert meta["corpus_sha256"] == corpus_fingerprint(), "the corpus changed: run python -m nlp.train"


def test_the_desk_learnt_from_every_brief_and_the_rehearsal_from_none_held_back() -> None:
    metas = {
        name: json.loads((MODEL / name / "pipeline" / "meta.json").read_text("utf-8")) for name in (DESK, REHEARSAL)
    }
    briefs = {mail.brief for mail in read_corpus()}

    assert set(metas[DESK]["briefs"]) == briefs
    assert set(metas[REHEARSAL]["briefs"]) == briefs - HELD_BACK


def test_the_model_is_small_enough_to_commit() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < 8_000_000


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
    assert figures.requests_sure > figures.keyword_recall
    assert figures.ordinary_wrongly_sure < figures.keyword_flagged


def test_every_label_of_a_sure_request_passed_its_threshold(rehearsal: SpacyClassifier) -> None:
    for mail in held_back_mails()[:200]:
        said = rehearsal.classify(subject=mail.subject, body=mail.body)
        if said.decision is Decision.PRIVACY:
            assert all(found.confidence >= rehearsal.thresholds.labels[found.label] for found in said.labels)


FLOOR_AUC = 0.945
FLOOR_MACRO_F1 = 0.69
FLOOR_NOTICED = 0.98
FLOOR_SURE = 0.43
CEILING_WRONGLY_SURE = 0.012
CEILING_FLAGGED = 0.51
"""What `python -m nlp.evaluate` measured, with a little slack."""
