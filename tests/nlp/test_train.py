"""Training from end to end, on a corner of the corpus."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.classification import Decision
from bot.errors import UserError
from nlp import first_stage, train
from nlp.classifier import SpacyClassifier
from nlp.pipeline import new_reader
from nlp.study import HELD_BACK, folds, sentence_lesson, study
from nlp.training_mail import TrainingMail, read_corpus


@pytest.fixture(scope="module")
def corner() -> list[TrainingMail]:
    """A mail here and there, of every brief."""
    return read_corpus()[::90]


def test_training_writes_a_model_that_loads_and_the_same_one_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corner: list[TrainingMail]
) -> None:
    monkeypatch.setattr(train, "read_corpus", lambda: corner)
    monkeypatch.setattr(first_stage, "WHOLE", replace(first_stage.WHOLE, epochs=2))
    monkeypatch.setattr(first_stage, "SENTENCE", replace(first_stage.SENTENCE, epochs=2))

    for name in ("one", "two"):
        train.main(["--to", str(tmp_path / name)])

    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    trained = SpacyClassifier.load(tmp_path / "one")
    assert trained.has_both_stages
    assert trained.classify(subject="", body="STOP").decision is Decision.PRIVACY


def test_a_model_replaces_the_one_before_and_keeps_its_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corner: list[TrainingMail]
) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "NOTICE.md").write_text("whose work this is")
    (folder / "old.npz").write_text("old")
    monkeypatch.setattr(train, "read_corpus", lambda: corner)
    monkeypatch.setattr(first_stage, "WHOLE", replace(first_stage.WHOLE, epochs=1))
    monkeypatch.setattr(first_stage, "SENTENCE", replace(first_stage.SENTENCE, epochs=1))

    train.train_corpus(folder, with_encoder=False)

    assert (folder / "NOTICE.md").read_text() == "whose work this is"
    assert not (folder / "old.npz").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_without_an_encoder_to_keep_training_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no encoder\.onnx .*--encoder"):
        train.encoder_from(tmp_path)


def test_folds_keep_briefs_whole_and_apart_and_are_of_like_sizes(corner: list[TrainingMail]) -> None:
    reader = new_reader()
    studied = [study(mail, reader) for mail in corner]

    parts = folds(studied, 4)

    briefs = {mail.brief for mail in corner}
    assert frozenset().union(*parts) == briefs
    assert sum(len(part) for part in parts) == len(briefs)
    sizes = [sum(mail.brief in part for mail in corner) for part in parts]
    assert max(sizes) < 2 * min(sizes)


def test_held_back_briefs_are_there_and_not_taken_apart(corner: list[TrainingMail]) -> None:
    assert {mail.brief for mail in read_corpus()} >= HELD_BACK
    assert {one.mail.brief for one in train.study_all(corner, lambda: None)}.isdisjoint(HELD_BACK)


def test_a_sentence_teaches_only_what_it_shows() -> None:
    [mail] = [mail for mail in read_corpus() if mail.mail_id == "us-050"]

    studied = study(mail, new_reader())
    lesson = sentence_lesson([studied])

    assert len(lesson.rows) == len(lesson.targets)
    assert lesson.targets[0].tolist() == studied.target.tolist()
    shown = [bool(target.any()) for target in lesson.targets[1:]]
    assert any(shown)
    assert not all(shown)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
