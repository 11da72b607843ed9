"""`privacy-desk model promote|rollback`: another model takes over, if it is not worse, and the way back."""

import json
import re
from pathlib import Path

import pytest

from nlp.classifier import MODEL
from nlp.models.current_model import CurrentModel
from tests.commands.conftest import Environment
from tests.commands.model_bench import TypeIn, audited, quick_bench, teach, trained
from tests.nlp.fake_bench import NOW, WORSE, FakeBench
from tests.store.desk_store import DeskStore


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> FakeBench:
    return quick_bench(monkeypatch)


class TestPromote:
    def test_a_model_that_is_not_worse_is_put_into_use_and_the_log_says_so(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench, models: Path
    ) -> None:
        teach(store, 1)
        version = trained(type_in)

        typed = type_in("model", "promote", version)

        assert typed.code == 0
        assert f"{version} is in use from the next start of the service on" in typed.out
        assert CurrentModel(models).name == version
        assert audited(store) == [("model_promoted", {"from": "built-in", "to": version})]

    def test_a_worse_one_is_refused_with_what_is_worse_and_nothing_changes(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench, models: Path
    ) -> None:
        bench.figures["trained"] = WORSE
        teach(store, 1)
        version = trained(type_in)

        typed = type_in("model", "promote", version)

        assert typed.code == 1
        assert typed.out.splitlines() == [
            f"{version} is worse than the model in use, so it is not put into use:",
            "  requests noticed 97.0% instead of 98.0% (at most 0.5% may be lost)",
        ]
        assert CurrentModel(models).name == "built-in"
        assert audited(store) == []

    @pytest.mark.parametrize(("name", "said"), [("1+x", "There is no model 1+x"), ("built-in", "is in use already")])
    def test_a_model_that_is_not_there_or_in_use_already_is_named(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench, name: str, said: str
    ) -> None:
        typed = type_in("model", "promote", name)

        assert typed.code == 2
        assert said in typed.err

    def test_a_kill_between_the_log_and_the_switch_is_mended_by_trying_again(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench, models: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        teach(store, 1)
        version = trained(type_in)
        with monkeypatch.context() as killing:
            killing.setattr(CurrentModel, "promote", _be_killed)
            assert type_in("model", "promote", version).code == 130
        assert CurrentModel(models).name == "built-in"

        assert type_in("model", "promote", version).code == 0

        assert CurrentModel(models).name == version
        assert [action for action, _ in audited(store)] == ["model_promoted"] * 2


class TestRollback:
    def test_the_model_before_is_in_use_again_and_the_log_says_so(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench, models: Path
    ) -> None:
        teach(store, 1)
        version = trained(type_in)
        type_in("model", "promote", version)

        typed = type_in("model", "rollback")

        assert (typed.code, typed.out) == (0, "built-in is in use from the next start of the service on.\n")
        assert CurrentModel(models).name == "built-in"
        assert audited(store)[-1] == ("model_rolled_back", {"from": version, "to": "built-in"})

    def test_without_a_promotion_there_is_nothing_to_roll_back(
        self, type_in: TypeIn, store: DeskStore, bench: FakeBench
    ) -> None:
        typed = type_in("model", "rollback")

        assert typed.code == 2
        assert "nothing to roll back" in typed.err
        assert audited(store) == []


class TestInUse:
    def test_the_promoted_model_reads_what_is_typed(
        self, type_in: TypeIn, desk: Environment, models: Path, tmp_path: Path
    ) -> None:
        models.mkdir()
        (models / "mine").symlink_to(MODEL)
        CurrentModel(models).promote("mine", NOW)
        mails = tmp_path / "mails.jsonl"
        mails.write_text('{"id": 1, "body": "STOP"}\n')

        assert json.loads(type_in("classify", "--jsonl", str(mails)).out)["decision"] == "privacy"
        assert re.search(r"✓ model +mine, \d", type_in("check").out)

        (models / "mine").unlink()
        for command in (("classify", "--jsonl", str(mails)), ("serve",)):
            assert "privacy-desk model rollback" in type_in(*command).err
        assert "✗ model" in type_in("check").out


def _be_killed(*_: object) -> None:
    raise KeyboardInterrupt
