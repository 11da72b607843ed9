"""What goes wrong outside, on demand; and the rule that nothing outside is called inside a unit of work."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.errors import OutsideFailure, PermanentFailure, TemporaryFailure

ANSWER_LOST: Final = TemporaryFailure("the answer was lost")


@dataclass
class Faults:
    """One outside system's line: each fault strikes once, in turn; `is_down` until it is mended."""

    is_writing: Callable[[], bool]
    is_down: bool = False
    calls: int = 0
    _before: deque[OutsideFailure] = field(default_factory=deque)
    _answers_to_lose: int = 0

    def fail(self, times: int = 1) -> None:
        """The next calls do nothing and may be tried again."""
        self._before.extend(TemporaryFailure("not now") for _ in range(times))

    def refuse(self, times: int = 1) -> None:
        """The next calls do nothing and never will."""
        self._before.extend(PermanentFailure("refused for good") for _ in range(times))

    def lose_answers(self, times: int = 1) -> None:
        """The next calls have their effect, and the caller never hears of it."""
        self._answers_to_lose += times

    @contextmanager
    def call(self) -> Iterator[None]:
        """Wrap one call: before its body it may fail, after its body the answer may be lost."""
        assert not self.is_writing(), "an outside system was called inside a unit of work"
        self.calls += 1
        if self.is_down:
            raise TemporaryFailure("down")
        if self._before:
            raise self._before.popleft()
        yield
        if self._answers_to_lose:
            self._answers_to_lose -= 1
            raise ANSWER_LOST
