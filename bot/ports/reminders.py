"""What has been said about a case, so that it is said once."""

from datetime import datetime
from typing import Protocol


class ReminderLedger(Protocol):
    """One entry for each reminder of each case or review."""

    def add(self, subject_id: str, key: str, at: datetime) -> bool:
        """Note it; False when it was noted before."""
        ...
