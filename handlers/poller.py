"""The pollers: look into the mailbox and the portal again and again; a server that is down is tried less often."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.errors import PermanentFailure, TemporaryFailure

logger = logging.getLogger(__name__)

LONGEST_PAUSE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Calls `poll` every `pause`; `poll` returns how much new there was."""

    name: str
    poll: Callable[[], int]
    pause: timedelta
    chance: random.Random
    _stopping: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Return from `run` after the look under way."""
        self._stopping.set()

    def run(self) -> None:
        """Poll until stopped; failures double the pause, up to five minutes, and never end the loop.

        After a failure up to a quarter of the pause is left out by chance, so that many desks do not come back at once.
        """
        failures = 0
        while not self._stopping.is_set():
            failures = 0 if self.look() else failures + 1
            longest = min(self.pause * (1 << min(failures, 10)), max(LONGEST_PAUSE, self.pause))
            sooner = 0.25 * self.chance.random() if failures else 0.0
            self._stopping.wait(longest.total_seconds() * (1 - sooner))

    def look(self) -> bool:
        """One look; False when the server failed."""
        try:
            count = self.poll()
        except (TemporaryFailure, PermanentFailure) as failure:
            logger.warning("poll failed", extra={"source": self.name, "problem": str(failure)})
            return False
        except Exception:
            logger.exception("poll failed", extra={"source": self.name})
            return False
        if count:
            logger.info("something new", extra={"source": self.name, "count": count})
        return True
