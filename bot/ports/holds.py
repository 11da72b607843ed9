"""Who must not be erased for now; see bot.domain.hold."""

from datetime import datetime
from typing import Protocol

from bot.domain.case import StaffId
from bot.domain.hold import Hold, HoldId
from bot.domain.identity import SubjectKey


class HoldBook(Protocol):
    """All holds, lifted ones too."""

    def add(self, hold: Hold) -> None:
        """A new one."""
        ...

    def get(self, hold_id: HoldId) -> Hold:
        """Raises NotFound."""
        ...

    def lift(self, hold_id: HoldId, *, by: StaffId, at: datetime) -> bool:
        """End it; False when it was lifted before."""
        ...

    def list_on(self, subject_key: SubjectKey) -> tuple[Hold, ...]:
        """Those that stand on a person, oldest first."""
        ...

    def list_standing(self) -> tuple[Hold, ...]:
        """All that stand, oldest first."""
        ...
