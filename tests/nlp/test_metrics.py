"""The figures themselves, and the page that shows them."""

import json
from pathlib import Path

import pytest

from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.request import RequestType
from nlp import evaluate
from nlp.classifier import SpacyClassifier
from nlp.metrics import Judged, figures_of, has_keyword
from nlp.training_mail import TrainingMail, read_corpus, read_mails

ERASURE = RequestType.ERASURE


def judged(
    decision: Decision, probability: float, *labels: RequestType, also: frozenset[RequestType] = frozenset()
) -> Judged:
    said = () if decision is Decision.NONE else (LabelScore(label=ERASURE, confidence=0.9),)
    return Judged(
        mail=TrainingMail(mail_id="1", brief="b", subject="", body="", labels=frozenset(labels), also_right=also),
        said=Classification(decision=decision, probability=probability, labels=said),
        milliseconds=2.0,
    )


def test_shares_are_counted_on_their_own_side() -> None:
    figures = figures_of(
        [
            judged(Decision.PRIVACY, 0.9, ERASURE),
            judged(Decision.NONE, 0.3, ERASURE),
            judged(Decision.UNSURE, 0.5),
            judged(Decision.NONE, 0.1),
        ]
    )

    assert (figures.requests_noticed, figures.requests_sure) == (0.5, 0.5)
    assert (figures.ordinary_flagged, figures.ordinary_wrongly_sure, figures.unsure) == (0.5, 0.0, 0.25)
    assert figures.auc == 0.75
    assert figures.labels[ERASURE].precision == 0.5
    assert figures.labels[ERASURE].recall == 0.5
    assert figures.labels[ERASURE].f1 == figures.macro_f1 == 0.5


def test_a_label_that_is_also_right_is_not_counted_as_wrong() -> None:
    figures = figures_of([judged(Decision.PRIVACY, 0.9, RequestType.ACCESS, also=frozenset({ERASURE}))])

    assert figures.labels[ERASURE].precision == 0.0
    assert figures.labels[ERASURE].present == 0


def test_no_mails_give_figures_all_the_same() -> None:
    assert figures_of([]).mails == 0


def test_keywords_are_looked_for_in_subject_and_body() -> None:
    mail = TrainingMail(mail_id="1", brief="b", subject="GDPR", body="", labels=frozenset())

    assert has_keyword(mail)


def test_borderline_rows_are_left_out_and_texts_read_as_bodies(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [
        {"id": "a", "text": "Delete me", "labels": ["erasure"], "also_ok": ["access"], "stratum": "short"},
        {"id": "b", "text": "Hm", "labels": [], "stratum": "borderline"},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")

    [mail] = read_mails([file])

    assert mail.body == "Delete me"
    assert mail.labels == frozenset({ERASURE})
    assert mail.also_right == frozenset({RequestType.ACCESS})


def test_every_row_of_the_corpus_is_sound() -> None:
    mails = read_corpus()

    assert len({mail.mail_id for mail in mails}) == len(mails)
    assert all({label for label, _ in mail.evidence} == mail.labels for mail in mails)
    assert all(words in mail.subject or words in mail.body for mail in mails for _, words in mail.evidence)


def test_evaluation_prints_the_figures_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, classifier: SpacyClassifier
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"id": "a", "text": "Delete all my data", "labels": ["erasure"]}), "utf-8")
    monkeypatch.setattr(evaluate, "held_back_mails", lambda: read_corpus()[:20])

    evaluate.main(["--data", str(file)])

    printed = capsys.readouterr().out
    assert "Held-back briefs" in printed
    assert "rows.jsonl, desk model: 1 mails" in printed
