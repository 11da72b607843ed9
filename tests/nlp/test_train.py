"""Training from end to end, on a corner of the corpus."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.classification import Decision
from nlp import train
from nlp.classifier import DESK, REHEARSAL, SpacyClassifier
from nlp.scorer import new_reader
from nlp.study import HELD_BACK, folds, sentence_lesson, study
from nlp.training_mail import TrainingMail, read_corpus


@pytest.fixture(scope="module")
def corner() -> list[TrainingMail]:
    """A mail here and there, of every brief."""
    return read_corpus()[::90]


def test_training_writes_models_that_load_and_the_same_ones_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corner: list[TrainingMail]
) -> None:
    monkeypatch.setattr(train, "read_corpus", lambda: corner)
    monkeypatch.setattr(train, "WHOLE", replace(train.WHOLE, epochs=2))
    monkeypatch.setattr(train, "SENTENCE", replace(train.SENTENCE, epochs=2))

    train.main(tmp_path / "one")
    train.main(tmp_path / "two")

    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    for name in (DESK, REHEARSAL):
        said = SpacyClassifier.load(tmp_path / "one" / name).classify(subject="", body="STOP")
        assert said.decision is Decision.PRIVACY


def test_folds_keep_briefs_whole_and_apart(corner: list[TrainingMail]) -> None:
    reader = new_reader()
    studied = [study(mail, reader) for mail in corner]

    parts = folds(studied)

    briefs = {mail.brief for mail in corner}
    assert frozenset().union(*parts) == briefs
    assert sum(len(part) for part in parts) == len(briefs)
    assert briefs >= HELD_BACK


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
