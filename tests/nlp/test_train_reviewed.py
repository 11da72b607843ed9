"""`python -m nlp.train --with-reviewed`: a model of people's decisions, beside the committed one."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from bot.domain.classification import Decision
from nlp import first_stage, train
from nlp.calibration import Numbers
from nlp.classifier import MODEL, SpacyClassifier
from nlp.decision import Thresholds
from nlp.reviewed import as_line
from nlp.study import HELD_BACK, StudiedMail, study
from nlp.thresholds import choose_thresholds
from nlp.training_mail import TrainingMail, read_corpus
from tests.store.samples import an_example


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    path = tmp_path / "reviewed.jsonl"
    path.write_text(f"{as_line(an_example('message-1'))}\n")
    return path


def test_it_learns_from_the_file_and_not_from_what_is_held_back(
    tmp_path: Path, reviewed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    studied: list[TrainingMail] = []
    set_by: list[int] = []

    def remember(mail: TrainingMail, reader: Language) -> StudiedMail:
        studied.append(mail)
        return study(mail, reader)

    monkeypatch.setattr(train, "read_corpus", lambda: read_corpus()[::90])
    monkeypatch.setattr(first_stage, "WHOLE", replace(first_stage.WHOLE, epochs=2))
    monkeypatch.setattr(first_stage, "SENTENCE", replace(first_stage.SENTENCE, epochs=2))

    def choose(chances: Numbers, targets: Numbers) -> Thresholds:
        set_by.append(len(targets))
        return choose_thresholds(chances, targets)

    monkeypatch.setattr(train, "study", remember)
    monkeypatch.setattr(train, "choose_thresholds", choose)

    train.main(["--with-reviewed", str(reviewed), "--to", str(tmp_path / "mine")])

    said = SpacyClassifier.load(tmp_path / "mine").classify(subject="", body="STOP")
    assert said.decision is Decision.PRIVACY
    assert said.model_version.startswith(f"{train.model_version()}.r1-")
    assert "reviewed_2026_11" in {mail.brief for mail in studied}
    assert not {mail.brief for mail in studied} & HELD_BACK
    assert set_by == 2 * [len(studied) - 1], "thresholds are set by the corpus alone"
    assert f"privacy-desk model add {tmp_path / 'mine'}" in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--with-reviewed", "reviewed.jsonl"], "--with-reviewed needs --to"),
        (["--with-reviewed", "reviewed.jsonl", "--to", "mine", "--encoder"], "leave out --with-reviewed"),
        (["--to", "."], "is there already: name a new folder"),
        (["--with-reviewed", "reviewed.jsonl", "--to", "."], "is there already: name a new folder"),
        (["--with-reviewed", "none.jsonl", "--to", "mine"], "none.jsonl cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_trained(
    tmp_path: Path,
    reviewed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: Sequence[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(train, "study_all", lambda *_: pytest.fail("nothing is trained"))

    with pytest.raises(SystemExit) as ended:
        train.main(words)

    assert ended.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(("words", "with_encoder"), [([], False), (["--encoder"], True)])
def test_without_a_file_the_committed_model_is_rebuilt(
    monkeypatch: pytest.MonkeyPatch, words: Sequence[str], with_encoder: bool
) -> None:
    rebuilt: list[tuple[Path, bool]] = []
    monkeypatch.setattr(train, "train_corpus", lambda folder, *, with_encoder: rebuilt.append((folder, with_encoder)))

    train.main(words)

    assert rebuilt == [(MODEL, with_encoder)]
