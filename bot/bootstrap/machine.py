"""The machine's own time, ids and chance: the only place that asks it."""

import os
import secrets
import sys
from datetime import UTC, datetime


class SystemClock:
    """The time of day."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 (time is an argument everywhere else)


def has_screen() -> bool:
    """Whether a browser window could open; a text browser must not take over the terminal."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))  # noqa: TID251 (no setting of ours)


class RandomIds:
    """Ids from the operating system's random source."""

    def new_id(self) -> str:
        """32 hex digits."""
        return secrets.token_hex(16)
