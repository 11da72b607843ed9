"""A model made from the corpus and what people taught."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.classification import Decision
from bot.domain.model_card import HeldBackFigures
from bot.domain.request import RequestType
from bot.errors import UserError
from nlp import first_stage, train
from nlp.classifier import MODEL, SpacyClassifier
from nlp.models import candidate
from nlp.models.candidate import HeldBackBench, add_candidate, train_candidate
from nlp.models.registry import ModelRegistry, UnusableModel
from nlp.reviewed import META, sign, with_evidence
from nlp.training_mail import TrainingMail, corpus_fingerprint, read_corpus
from tests.nlp.fake_bench import BETTER, NOW, FakeBench

TAUGHT = TrainingMail(
    mail_id="example-1",
    brief="reviewed_2026_11",
    subject="",
    body="Hello there. Kindly zap the lot you keep on me. I wish you a nice day.",
    labels=frozenset({RequestType.ERASURE}),
)


@pytest.fixture
def short_corpus(monkeypatch: pytest.MonkeyPatch) -> list[TrainingMail]:
    """A mail here and there, and two rounds of training."""
    corner = read_corpus()[::90]
    monkeypatch.setattr(train, "read_corpus", lambda: corner)
    monkeypatch.setattr(candidate, "held_back_mails", lambda: corner[::3])
    monkeypatch.setattr(first_stage, "WHOLE", replace(first_stage.WHOLE, epochs=2))
    monkeypatch.setattr(first_stage, "SENTENCE", replace(first_stage.SENTENCE, epochs=2))
    return corner


class ShortBench(FakeBench):
    """Measures nothing."""

    def measure(self, folder: Path) -> HeldBackFigures:
        return BETTER


def test_a_candidate_is_trained_signed_measured_and_not_yet_in_use(
    tmp_path: Path, short_corpus: list[TrainingMail]
) -> None:
    registry = ModelRegistry(folder=tmp_path, bench=ShortBench())

    card = train_candidate(registry, [TAUGHT], at=NOW)

    assert card.version.startswith(f"{train.model_version()}.r1-")
    assert (card.reviewed, card.corpus_sha256, card.figures) == (1, corpus_fingerprint(), BETTER)
    assert [(each.name, each.is_in_use) for each in registry.list_models()] == [
        ("built-in", True),
        (card.version, False),
    ]
    said = SpacyClassifier.load(tmp_path / card.version).classify(subject="", body="STOP")
    assert (said.decision, said.model_version) == (Decision.PRIVACY, card.version)
    assert json.loads((tmp_path / card.version / "pipeline" / "meta.json").read_text())["reviewed"] == 1


def test_what_was_learnt_already_is_not_learnt_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = ModelRegistry(folder=tmp_path, bench=ShortBench())
    trained: list[int] = []

    def write_little(folder: Path, reviewed: list[TrainingMail]) -> None:
        write_meta(folder)
        sign(folder, reviewed)
        trained.append(len(reviewed))

    monkeypatch.setattr(candidate, "train_reviewed", write_little)
    first = train_candidate(registry, [TAUGHT], at=NOW)

    with pytest.raises(UserError, match="nothing new to learn"):
        train_candidate(registry, [TAUGHT], at=NOW)
    second = train_candidate(registry, [TAUGHT, replace(TAUGHT, mail_id="example-2")], at=NOW)

    assert trained == [1, 2]
    assert first.version != second.version


def write_meta(folder: Path, version: str = "1+corpus") -> Path:
    (folder / "pipeline").mkdir(parents=True)
    (folder / META).write_text(json.dumps({"version": version, "corpus_sha256": "c" * 64}))
    return folder


def test_a_model_trained_elsewhere_is_copied_and_measured_here(tmp_path: Path) -> None:
    registry = ModelRegistry(folder=tmp_path / "models", bench=ShortBench())
    shutil.copytree(MODEL, tmp_path / "elsewhere")
    sign(tmp_path / "elsewhere", [TAUGHT])

    card = add_candidate(registry, tmp_path / "elsewhere", at=NOW)
    shutil.rmtree(tmp_path / "elsewhere")

    assert (card.reviewed, card.figures) == (1, BETTER)
    assert SpacyClassifier.load(registry.folder / card.version).version == card.version


@pytest.mark.parametrize("version", ["built-in", "", ".hidden", "../../elsewhere", "/etc"])
def test_a_model_whose_name_is_no_folders_is_refused(tmp_path: Path, version: str) -> None:
    registry = ModelRegistry(folder=tmp_path / "models", bench=ShortBench())
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(MODEL, elsewhere)
    meta = json.loads((elsewhere / META).read_text())
    (elsewhere / META).write_text(json.dumps(meta | {"version": version}))

    with pytest.raises(UnusableModel, match=r"calls itself|cannot be loaded"):
        add_candidate(registry, elsewhere, at=NOW)

    assert not registry.folder.exists()


def test_a_label_nobody_showed_words_for_is_shown_by_the_sentence_that_speaks_for_it(
    classifier: SpacyClassifier,
) -> None:
    mail = replace(TAUGHT, body="Hello there. Please delete all my personal data. My lamp arrived on time.")

    shown = with_evidence(mail, classifier)

    assert [label for label, _ in shown.evidence] == [RequestType.ERASURE]
    assert "delete all my personal data" in shown.evidence[0][1]
    assert "lamp" not in shown.evidence[0][1]
    assert with_evidence(shown, classifier) == shown


@pytest.mark.parametrize("changes", [{"labels": frozenset()}, {"body": "…"}])
def test_where_nothing_is_missing_or_nothing_can_be_read_nothing_is_added(
    classifier: SpacyClassifier, changes: dict[str, object]
) -> None:
    mail = replace(TAUGHT, **changes)  # type: ignore[arg-type]

    assert with_evidence(mail, classifier) == mail


def test_the_built_in_model_is_measured_on_what_it_never_saw(short_corpus: list[TrainingMail]) -> None:
    bench = HeldBackBench(NOW)

    card = bench.measure_built_in()

    assert (card.version, card.ruler) == (bench.built_in_version, bench.ruler)
    assert (card.reviewed, card.created_at) == (0, NOW)
    assert card.figures is not None
    assert card.figures.mails == len(short_corpus[::3])
    assert 0.5 < card.figures.auc <= 1


def test_what_there_is_nothing_to_measure_by_counts_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidate, "held_back_mails", list)

    card = HeldBackBench(NOW).measure_built_in()

    assert card.figures == HeldBackFigures(mails=0, auc=0, noticed=0, wrongly_sure=0, flagged=0, macro_f1=0)


def test_the_ruler_changes_with_the_mails_and_the_code_it_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidate, "_SOURCES", ("registry.py",))
    before = HeldBackBench(NOW).ruler
    assert HeldBackBench(NOW).ruler == before

    monkeypatch.setattr(candidate, "held_back_mails", lambda: [TAUGHT])

    shorter = HeldBackBench(NOW).ruler
    monkeypatch.setattr(candidate, "_SOURCES", ())

    assert len({before, shorter, HeldBackBench(NOW).ruler}) == 3


def test_a_folder_that_holds_no_model_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="cannot be loaded: train it again"):
        HeldBackBench(NOW).measure(tmp_path)
