"""The command that measures."""

import json
from pathlib import Path

import pytest

from nlp import evaluate
from nlp.measuring.rivals import KeywordRule, TfidfRival
from nlp.study import HELD_BACK
from nlp.training_mail import TrainingMail, read_corpus
from tests.nlp.judging import ERASURE, mail
from tests.nlp.report.sample import CURVE


@pytest.fixture
def corner(monkeypatch: pytest.MonkeyPatch) -> list[TrainingMail]:
    """A few mails held back, and a few to learn from."""
    mails = read_corpus()[::60]
    monkeypatch.setattr(evaluate, "read_corpus", lambda: mails)
    return mails


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"id": "a", "lang": "en", "text": "Delete all my data", "labels": ["erasure"]}), "utf-8")
    return file


def test_the_held_back_briefs_and_the_file_are_measured_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], corner: list[TrainingMail], rows: Path
) -> None:
    (tmp_path / "curve.json").write_text(json.dumps(CURVE.as_json()), "utf-8")
    report = tmp_path / "report"

    evaluate.main(["--data", str(rows), "--report", str(report), "--curves", str(tmp_path / "curve.json")])

    printed = capsys.readouterr().out
    held_back = sum(mail.brief in HELD_BACK for mail in corner)
    assert f"Held-back briefs: {held_back} mails" in printed
    assert "rows.jsonl: 1 mails, 1 of them requests" in printed
    page = (report / "evaluation.html").read_text("utf-8")
    assert "rows.jsonl" in page
    assert "Learning curve" in page


def test_without_options_only_the_held_back_briefs_are_measured(
    capsys: pytest.CaptureFixture[str], corner: list[TrainingMail], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    evaluate.main([])

    assert "Written" not in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_no_rival_learns_from_what_is_held_back(
    monkeypatch: pytest.MonkeyPatch, corner: list[TrainingMail], capsys: pytest.CaptureFixture[str]
) -> None:
    learnt: list[TrainingMail] = []
    train = TfidfRival.trained_on

    def watched(mails: list[TrainingMail]) -> TfidfRival:
        learnt.extend(mails)
        return train(mails)

    monkeypatch.setattr(TfidfRival, "trained_on", watched)

    evaluate.main([])

    assert {mail.brief for mail in learnt} == {mail.brief for mail in corner} - HELD_BACK


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("--data", '{"labels": ["nonsense"]}', "holds no labelled mails"),
        ("--data", "{", "holds no labelled mails"),
        ("--data", "[1]", "holds no labelled mails"),
        ("--data", None, "holds no labelled mails"),
        ("--curves", "{}", "holds no learning curve"),
        ("--curves", "[]", "holds no learning curve"),
    ],
)
def test_a_file_that_is_something_else_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, text: str | None, words: str
) -> None:
    file = tmp_path / "file.json"
    if text is not None:
        file.write_text(text, "utf-8")

    with pytest.raises(SystemExit) as ended:
        evaluate.main([option, str(file)])

    assert ended.value.code == 2
    assert f"file.json {words}" in capsys.readouterr().err.replace("\n", " ")


def test_judging_takes_the_time_of_each_mail() -> None:
    [one] = evaluate.judge(KeywordRule(), [mail(ERASURE, body="erase me")])

    assert one.said.labels[0].label is ERASURE
    assert one.milliseconds > 0
