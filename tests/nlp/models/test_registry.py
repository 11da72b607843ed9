"""The models at hand, and which may take the other's place."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import NotFound, SettingsError, UserError
from nlp.models.registry import ModelRegistry, UnusableModel
from tests.nlp.fake_bench import BETTER, GOOD, NOW, WORSE, FakeBench, put


@pytest.fixture
def bench() -> FakeBench:
    return FakeBench()


@pytest.fixture
def registry(tmp_path: Path, bench: FakeBench) -> ModelRegistry:
    return ModelRegistry(folder=tmp_path / "models", bench=bench)


def test_before_anything_was_trained_there_is_the_built_in_model_in_use(registry: ModelRegistry) -> None:
    (built_in,) = registry.list_models()

    assert (built_in.name, built_in.card.version, built_in.is_in_use) == ("built-in", "1+corpus", True)
    assert built_in.card.figures == GOOD


def test_models_are_listed_as_they_were_trained_with_when_they_were_promoted(registry: ModelRegistry) -> None:
    put(registry, "newer", created_at=NOW + timedelta(days=1))
    put(registry, "older")
    registry.current.promote("older", NOW)

    listed = registry.list_models()

    assert [(each.name, each.is_in_use, each.promoted_at) for each in listed] == [
        ("built-in", False, None),
        ("older", True, NOW),
        ("newer", False, None),
    ]


def test_the_built_in_model_is_measured_once_with_one_ruler(registry: ModelRegistry, bench: FakeBench) -> None:
    for _ in range(3):
        registry.list_models()
    assert bench.measured == ["built-in"]

    bench.built_in_version = "2+corpus"
    assert registry.list_models()[0].card.version == "2+corpus"
    assert len(bench.measured) == 2


def test_all_are_measured_again_when_the_ruler_changes(registry: ModelRegistry, bench: FakeBench) -> None:
    put(registry, "mine", GOOD)
    bench.ruler, bench.figures["mine"] = "ruler-2", WORSE

    for _ in range(2):
        assert [each.card.figures for each in registry.list_models()] == [GOOD, WORSE]
    assert sorted(bench.measured) == ["built-in", "mine"]


def test_a_model_that_cannot_be_loaded_any_more_is_listed_without_figures(
    registry: ModelRegistry, bench: FakeBench
) -> None:
    put(registry, "old", GOOD)
    bench.ruler = "ruler-2"

    assert registry.list_models()[1].card.figures is None
    with pytest.raises(UnusableModel, match="The model old cannot be loaded by this version of the program"):
        registry.compare("old")


def test_a_better_model_has_nothing_against_it(registry: ModelRegistry) -> None:
    put(registry, "mine", BETTER)

    assert registry.compare("mine") == ()


def test_a_worse_model_is_compared_with_the_one_in_use(registry: ModelRegistry) -> None:
    put(registry, "best", BETTER)
    put(registry, "mine", GOOD)
    assert registry.compare("mine") == ()

    registry.current.promote("best", NOW)

    worse = (
        "requests noticed 98.0% instead of 99.0% (at most 0.5% may be lost)",
        "ordinary mail flagged 20.0% instead of 15.0% (at most 1.0% may be lost)",
    )
    assert registry.compare("mine") == worse
    assert registry.compare("built-in") == worse


def test_small_losses_do_not_add_up(registry: ModelRegistry) -> None:
    for number, noticed in enumerate((0.977, 0.974)):
        put(registry, f"step-{number}", replace(GOOD, noticed=noticed))
    assert registry.compare("step-0") == ()
    registry.current.promote("step-0", NOW)

    assert registry.compare("step-1") == (
        "beside the built-in model: requests noticed 97.4% instead of 98.0% (at most 0.5% may be lost)",
    )


@pytest.mark.parametrize("name", ["unknown", "", ".", "..", "../models/mine", "/etc", "mine/.."])
def test_a_model_nobody_trained_is_not_found(registry: ModelRegistry, name: str) -> None:
    put(registry, "mine")

    with pytest.raises(NotFound, match="model list` names those there are"):
        registry.compare(name)


@pytest.mark.parametrize("name", ["built-in", "mine"])
def test_the_model_in_use_needs_no_promotion(registry: ModelRegistry, name: str) -> None:
    put(registry, "mine")
    registry.current.promote(name, NOW)

    with pytest.raises(UserError, match=f"The model {name} is in use already"):
        registry.compare(name)


def test_a_training_that_was_killed_leaves_no_model_and_is_swept_away(registry: ModelRegistry) -> None:
    half = registry.folder / ".making-half"
    half.mkdir(parents=True)
    (half / "card.json").write_text("{}")
    assert [each.name for each in registry.list_models()] == ["built-in"]

    put(registry, "mine")

    assert not half.exists()


def test_a_training_that_failed_leaves_no_model(registry: ModelRegistry) -> None:
    def fail() -> None:
        with registry.making("mine") as folder:
            (folder / "card.json").write_text("{}")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert not registry.has("mine")
    assert list(registry.folder.iterdir()) == []


def test_a_damaged_card_is_named(registry: ModelRegistry) -> None:
    put(registry, "mine")
    (registry.folder / "mine" / "card.json").write_text('{"version": 7}')

    with pytest.raises(UserError, match=r"mine/card\.json is damaged"):
        registry.list_models()


def test_two_model_commands_do_not_work_at_once(registry: ModelRegistry) -> None:
    with registry.alone(), pytest.raises(UserError, match="Another model command is at work"), registry.alone():
        pass
    with registry.alone():
        pass


def test_a_folder_that_cannot_be_written_is_named_with_the_setting(tmp_path: Path, bench: FakeBench) -> None:
    (tmp_path / "file").write_text("")
    registry = ModelRegistry(folder=tmp_path / "file", bench=bench)

    with pytest.raises(SettingsError, match="PRIVACY_DESK_MODELS"), registry.alone():
        pass
    with pytest.raises(SettingsError, match="PRIVACY_DESK_MODELS"):
        registry.current.promote("mine", NOW)
