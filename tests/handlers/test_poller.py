"""The pollers: a server that is down is tried less often, and nothing ends the loop."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.errors import PermanentFailure, TemporaryFailure
from handlers.poller import LONGEST_PAUSE, Poller

PATIENCE = 20.0


@dataclass
class Pauses(threading.Event):
    """Stands for the poller's wait: remembers how long it was to last, and ends the loop after so many."""

    enough: int
    lasted: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def wait(self, timeout: float | None = None) -> bool:
        self.lasted.append(timeout or 0)
        if len(self.lasted) >= self.enough:
            self.set()
        return self.is_set()


def _answering(*answers: int | Exception) -> Callable[[], int]:
    waiting = list(answers)

    def poll() -> int:
        answer = waiting.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return poll


class Luck(random.Random):
    """Always the same."""

    def __init__(self, figure: float) -> None:
        super().__init__()
        self.figure = figure

    def random(self) -> float:
        return self.figure


def _run(
    poll: Callable[[], int], *, times: int, pause: timedelta = timedelta(seconds=15), luck: float = 0.0
) -> list[float]:
    pauses = Pauses(enough=times)
    Poller(name="mailbox", poll=poll, pause=pause, chance=Luck(luck), _stopping=pauses).run()
    return pauses.lasted


DOWN = TemporaryFailure("the mail server does not answer")


def test_it_looks_again_after_the_pause() -> None:
    assert _run(_answering(0, 3, 0), times=3) == [15.0, 15.0, 15.0]


def test_each_failure_doubles_the_pause_up_to_five_minutes() -> None:
    assert _run(_answering(*[DOWN] * 8), times=8) == [30.0, 60.0, 120.0, 240.0, 300.0, 300.0, 300.0, 300.0]


def test_many_desks_do_not_come_back_at_the_same_moment() -> None:
    assert _run(_answering(DOWN, DOWN, 0), times=3, luck=0.8) == [24.0, 48.0, 15.0]


def test_after_a_success_the_pause_is_short_again() -> None:
    assert _run(_answering(DOWN, DOWN, 1, DOWN), times=4) == [30.0, 60.0, 15.0, 30.0]


def test_a_pause_longer_than_five_minutes_is_kept_when_the_server_fails() -> None:
    assert _run(_answering(DOWN, 0), times=2, pause=timedelta(hours=1)) == [3600.0, 3600.0]
    assert timedelta(hours=1) > LONGEST_PAUSE


@pytest.mark.parametrize("error", [DOWN, PermanentFailure("refused"), KeyError("a fault of ours")])
def test_no_failure_ends_the_loop(error: Exception) -> None:
    assert len(_run(_answering(error, 0), times=2)) == 2


def test_what_failed_is_logged_with_the_sources_name(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        _run(_answering(DOWN, KeyError("secret")), times=2)

    first, second = caplog.records
    assert (first.message, vars(first)["source"], vars(first)["problem"]) == ("poll failed", "mailbox", str(DOWN))
    assert (second.message, vars(second)["source"]) == ("poll failed", "mailbox")


def test_new_messages_are_counted_in_the_log_and_a_look_without_any_says_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        _run(_answering(0, 3), times=2)

    (record,) = caplog.records
    assert (record.message, vars(record)["count"]) == ("something new", 3)


def test_stopping_ends_a_pause_at_once() -> None:
    looked = threading.Event()

    def poll() -> int:
        looked.set()
        return 0

    poller = Poller(name="mailbox", poll=poll, pause=timedelta(hours=1), chance=Luck(0.0))
    thread = threading.Thread(target=poller.run)
    thread.start()
    assert looked.wait(PATIENCE)
    poller.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()
