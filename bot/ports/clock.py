"""Time and ids, so that nothing in the core asks the machine for them."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """An aware datetime in UTC."""
        ...


class IdSource(Protocol):
    """Fresh ids."""

    def new_id(self) -> str:
        """32 hex digits nobody can guess, never the same twice."""
        ...
