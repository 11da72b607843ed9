"""How often a system may be asked, and until when it has asked us to keep still."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from bot.errors import TemporaryFailure
from bot.ports.clock import Clock

_WORTH_WAITING: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many requests within that time."""

    requests: int
    within: timedelta


@dataclass(slots=True, kw_only=True)
class Budget:
    """The share of one system's rate that is left; shared by all threads of a process."""

    title: str
    rate: Rate | None
    clock: Clock
    pause: Callable[[timedelta], None]
    _asked: deque[datetime] = field(default_factory=deque, init=False)
    _closed_until: datetime | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def take(self) -> None:
        """Wait a little for our turn; raises TemporaryFailure saying when, if that would be long."""
        for _ in range(3):
            wait = self._wait()
            if wait <= timedelta(0):
                return
            if wait > _WORTH_WAITING:
                raise TemporaryFailure(f"{self.title} may not be asked more often for now", retry_after=wait)
            self.pause(wait)
        raise TemporaryFailure(f"{self.title} may not be asked more often for now", retry_after=_WORTH_WAITING)

    def close(self, wait: timedelta) -> None:
        """The system itself asked for a rest."""
        with self._lock:
            self._closed_until = self.clock.now() + wait

    def _wait(self) -> timedelta:
        with self._lock:
            now = self.clock.now()
            if self._closed_until is not None and self._closed_until > now:
                return self._closed_until - now
            if self.rate is None:
                return timedelta(0)
            while self._asked and self._asked[0] <= now - self.rate.within:
                self._asked.popleft()
            if len(self._asked) >= self.rate.requests:
                return self._asked[0] + self.rate.within - now
            self._asked.append(now)
            return timedelta(0)
