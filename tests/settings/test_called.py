"""Who is called in for what is urgent."""

import pytest

from bot.errors import SettingsError
from bot.settings import read_settings

KEY = {"PRIVACY_DESK_MASTER_KEY": "ab" * 32}


@pytest.mark.parametrize("called", ["", "S0614TZR7", "U0123456", "W012A3CDE"])
def test_a_group_a_person_or_nobody_is_called(called: str) -> None:
    assert read_settings(KEY | {"PRIVACY_DESK_SLACK_CALLED": called}).slack_called == called


@pytest.mark.parametrize("called", ["@managers", "C0123456", "here", "S1> <!channel"])
def test_anything_else_is_named(called: str) -> None:
    with pytest.raises(SettingsError, match="PRIVACY_DESK_SLACK_CALLED is wrong"):
        read_settings(KEY | {"PRIVACY_DESK_SLACK_CALLED": called})
