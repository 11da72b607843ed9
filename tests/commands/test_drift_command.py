"""`privacy-desk drift`, as it is typed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.bootstrap.machine import SystemClock
from bot.domain.drift import drift
from bot.domain.tally import Tallies
from handlers.commands.drift import describe_drift
from tests.commands.conftest import Environment, Typed
from tests.domain.tallies import START, TODAY, days, read, together
from tests.store.desk_store import DeskStore

TypeIn = Callable[..., Typed]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day of the made-up tallies, at noon in California."""
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 20, tzinfo=UTC)
    monkeypatch.setattr(SystemClock, "now", lambda _: noon)
    return TODAY


def keep(store: DeskStore, tallies: Tallies) -> None:
    with store.committing() as unit:
        for tally in tallies.readings:
            unit.tallies.count_reading(tally)


def test_before_the_first_message_it_says_what_will_appear(type_in: TypeIn, store: DeskStore) -> None:
    typed = type_in("drift")

    assert (typed.code, typed.err) == (0, "")
    assert typed.out.splitlines() == [
        "No message has been read yet. What the desk is unsure of appears here as soon as mail comes in."
    ]


def test_what_got_worse_is_said_first_and_in_the_exit_code(type_in: TypeIn, store: DeskStore) -> None:
    change = date(2026, 11, 9)
    keep(store, days(START, change - DAY, messages=50, unsure=6))
    keep(store, days(change, TODAY, messages=50, unsure=12))

    typed = type_in("drift")

    assert typed.code == 1
    lines = typed.out.splitlines()
    assert lines[0] == (
        "Unsure has doubled since Mon 9 Nov: 12 % → 24 % of messages: look at the review queue, then train anew."
    )
    assert lines[2].startswith("✗ Unsure  ")
    assert [line for line in lines if line.startswith("Mon 23 Nov")] == [
        "Mon 23 Nov       150    24 %         0 %       –            –          0"
    ]
    assert any(line.startswith("English ") for line in lines)


def test_what_stays_as_it_was_is_fine(type_in: TypeIn, store: DeskStore) -> None:
    keep(store, days(START, TODAY, messages=50, unsure=6))

    typed = type_in("drift")

    assert typed.code == 0
    assert typed.out.startswith("Nothing has changed")


def test_it_needs_tables(type_in: TypeIn, desk: Environment) -> None:
    typed = type_in("drift")

    assert typed.code == 2
    assert "privacy-desk migrate" in typed.err


def test_a_hostile_version_does_not_move_the_cursor() -> None:
    odd = together(Tallies(readings=(read(TODAY, model_version="\x1b[2J\n7", language="\x1b"),)))

    told = list(describe_drift(drift(odd, TODAY), TODAY))

    assert not any(sign in line for line in told for sign in "\x1b\n")
