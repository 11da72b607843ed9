"""Which model is in use, whatever happens in between."""

from pathlib import Path

import pytest

from bot.domain.classification import Decision
from bot.errors import SettingsError, UserError
from nlp.classifier import MODEL
from nlp.models.current_model import BUILT_IN, CurrentModel
from tests.nlp.fake_bench import NOW


@pytest.fixture
def current(tmp_path: Path) -> CurrentModel:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    return CurrentModel(tmp_path)


def test_it_is_the_built_in_one_until_another_is_promoted(current: CurrentModel) -> None:
    assert current.name == BUILT_IN
    assert CurrentModel(current.folder / "not there").name == BUILT_IN

    current.promote("first", NOW)

    assert current.name == "first"
    assert current.promotions()[-1].promoted_at == NOW


def test_each_step_back_goes_to_the_one_before(current: CurrentModel) -> None:
    for name in ("first", BUILT_IN, "second"):
        current.promote(name, NOW)

    assert [current.roll_back() for _ in range(3)] == [BUILT_IN, "first", BUILT_IN]


def test_without_a_promotion_there_is_nothing_to_roll_back(current: CurrentModel) -> None:
    with pytest.raises(UserError, match="nothing to roll back"):
        current.roll_back()

    current.promote("first", NOW)
    current.roll_back()
    with pytest.raises(UserError, match="nothing to roll back"):
        current.previous()


def test_a_step_back_passes_over_models_that_were_deleted(current: CurrentModel) -> None:
    for name in ("first", "gone", "second"):
        current.promote(name, NOW)

    assert current.roll_back() == "first"


def test_a_switch_that_was_cut_off_changes_nothing(current: CurrentModel, monkeypatch: pytest.MonkeyPatch) -> None:
    current.promote("first", NOW)

    def be_killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", be_killed)
    with pytest.raises(KeyboardInterrupt):
        current.promote("second", NOW)
    monkeypatch.undo()

    assert current.name == "first"
    current.promote("second", NOW)
    assert current.name == "second"


def test_a_damaged_file_is_named_with_the_remedy(current: CurrentModel) -> None:
    (current.folder / "current.json").write_text("[{]")

    with pytest.raises(UserError, match=r"current\.json is damaged: delete it"):
        _ = current.name
    with pytest.raises(SettingsError, match=r"PRIVACY_DESK_MODELS: .*current\.json is damaged"):
        current.load()


def test_a_file_that_cannot_be_read_is_named(current: CurrentModel) -> None:
    (current.folder / "current.json").mkdir()

    with pytest.raises(UserError, match=r"current\.json cannot be read"):
        current.promotions()


@pytest.mark.parametrize("name", ["first", "gone"])
def test_a_model_that_cannot_be_loaded_stops_the_start_with_the_way_back(current: CurrentModel, name: str) -> None:
    current.promote(name, NOW)

    with pytest.raises(SettingsError, match=rf"the model {name} .* cannot be loaded: .*privacy-desk model rollback"):
        current.load()


def test_the_promoted_model_is_the_one_that_is_loaded(current: CurrentModel) -> None:
    (current.folder / "copy").symlink_to(MODEL)
    assert current.load().classify(subject="", body="").decision is Decision.NONE

    current.promote("copy", NOW)

    assert current.load().version == CurrentModel(current.folder / "empty").load().version
