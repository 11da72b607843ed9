"""The machine's own time, ids and chance: the only place that asks it."""

import secrets
from datetime import UTC, datetime


class SystemClock:
    """The time of day."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 (time is an argument everywhere else)


class RandomIds:
    """Ids from the operating system's random source."""

    def new_id(self) -> str:
        """32 hex digits."""
        return secrets.token_hex(16)
