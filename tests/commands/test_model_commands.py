"""`privacy-desk model list|train|add|export`: what there is, and what people's decisions make of it."""

import json
import re
import stat
from pathlib import Path

import pytest

from bot.bootstrap import model_commands
from bot.domain.message import MessageId
from nlp.classifier import MODEL
from nlp.models.current_model import CurrentModel
from tests.commands.conftest import Environment
from tests.commands.model_bench import TypeIn, quick_bench, teach, trained
from tests.nlp.fake_bench import GOOD, NOW, WORSE, FakeBench
from tests.store.desk_store import DeskStore
from tests.store.samples import PERSONAL


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> FakeBench:
    return quick_bench(monkeypatch)


class TestList:
    def test_every_model_is_shown_with_its_figures_and_the_one_in_use_is_marked(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench
    ) -> None:
        teach(store, 1)
        version = trained(type_in)

        lines = type_in("model", "list").out.splitlines()

        assert lines[0].split() == [
            "model", "trained", "reviewed", "AUC", "noticed", "wrongly", "sure", "flagged", "macro-F1",
        ]  # fmt: skip
        assert lines[1].split() == (
            "* built-in (1+corpus) – 0 0.9700 98.0% 1.0% 20.0% 0.8000 in use".split()  # noqa: SIM905
        )
        assert re.fullmatch(
            rf"  {re.escape(version)} +\d{{4}}-\d\d-\d\d +1 +0\.9700 +99\.0% +1\.0% +15\.0% +0\.8000", lines[2]
        )
        assert lines[4].startswith("Measured on 100 mails that no training sees.")

    def test_when_a_model_was_promoted_is_said_and_which_cannot_be_loaded(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench, models: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        teach(store, 1)
        first = trained(type_in)
        type_in("model", "promote", first)
        teach(store, 2)
        second = trained(type_in)
        CurrentModel(models).promote(second, NOW)
        newer_program = FakeBench(ruler="ruler-2", figures={"built-in": GOOD, second: GOOD})
        monkeypatch.setattr(model_commands, "HeldBackBench", lambda _: newer_program)

        lines = type_in("model", "list").out.splitlines()

        assert lines[2].endswith("–  cannot be loaded by this version of the program")
        assert lines[3].startswith(f"* {second}")
        assert lines[3].endswith("in use since 2026-11-23")

    def test_it_needs_neither_a_key_nor_a_database(
        self, type_in: TypeIn, desk: Environment, bench: FakeBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PRIVACY_DESK_MASTER_KEY")

        assert type_in("model", "list").code == 0


class TestTrain:
    def test_it_says_what_was_learnt_and_how_to_use_it(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench
    ) -> None:
        teach(store, 1, 2, 3)

        typed = type_in("model", "train")

        version = typed.out.split()[1]
        assert typed.out.splitlines() == [
            f"Trained {version} from the corpus and 3 reviewed messages.",
            f"{version} is not worse than the model in use.",
            f"To put it into use: privacy-desk model promote {version}",
        ]

    def test_a_worse_one_is_said_to_be_worse(self, type_in: TypeIn, store: DeskStore, bench: FakeBench) -> None:
        bench.figures["trained"] = WORSE
        teach(store, 1)

        typed = type_in("model", "train")

        assert typed.code == 0
        assert "requests noticed 97.0% instead of 98.0%" in typed.out
        assert "promote" not in typed.out

    def test_before_anybody_taught_anything_there_is_nothing_to_learn(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench
    ) -> None:
        typed = type_in("model", "train")

        assert typed.code == 2
        assert "Nobody has taught anything yet" in typed.err

    def test_what_was_erased_is_not_learnt_from(self, type_in: TypeIn, store: DeskStore, bench: FakeBench) -> None:
        teach(store, 1, 2)
        with store.database.write() as connection:
            store.vault.destroy(connection, MessageId("message-1"), NOW)

        assert "1 reviewed messages" in type_in("model", "train").out

    def test_the_same_is_not_learnt_twice(self, type_in: TypeIn, store: DeskStore, bench: FakeBench) -> None:
        teach(store, 1)
        trained(type_in)

        typed = type_in("model", "train")

        assert typed.code == 2
        assert "nothing new to learn" in typed.err


class TestAdd:
    def test_a_model_from_elsewhere_is_taken_in_and_compared(
        self, type_in: TypeIn, desk: Environment, bench: FakeBench, tmp_path: Path
    ) -> None:
        typed = type_in("model", "add", str(MODEL))

        version = typed.out.split()[1].rstrip(",")
        assert typed.code == 0
        assert "which learnt from 0 reviewed messages." in typed.out
        assert f"privacy-desk model promote {version}" in typed.out
        assert version in type_in("model", "list").out
        assert "nothing new to learn" in type_in("model", "add", str(MODEL)).err

    def test_a_folder_that_holds_none_is_named(
        self, type_in: TypeIn, desk: Environment, bench: FakeBench, tmp_path: Path
    ) -> None:
        typed = type_in("model", "add", str(tmp_path))

        assert typed.code == 2
        assert f"the model in {tmp_path} cannot be loaded" in typed.err


class TestExport:
    def test_what_people_taught_is_written_for_the_owner_alone(
        self, type_in: TypeIn, store: DeskStore, tmp_path: Path
    ) -> None:
        teach(store, 1, 2)
        path = tmp_path / "reviewed.jsonl"

        typed = type_in("model", "export", str(path))

        assert typed.code == 0
        assert "Wrote 2 reviewed messages" in typed.out
        assert "delete the file after use" in typed.out
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert [row["labels"] for row in rows] == [["erasure"]] * 2
        assert [words for words in PERSONAL if words != "please forget me" and words in path.read_text()] == []

    @pytest.mark.parametrize("name", ["there.jsonl", "no/folder.jsonl"])
    def test_a_file_that_is_there_or_cannot_be_is_left_alone(
        self, type_in: TypeIn, store: DeskStore, tmp_path: Path, name: str
    ) -> None:
        teach(store, 1)
        (tmp_path / "there.jsonl").write_text("mine")

        typed = type_in("model", "export", str(tmp_path / name))

        assert typed.code == 2
        assert "cannot be written" in typed.err
        assert (tmp_path / "there.jsonl").read_text() == "mine"
