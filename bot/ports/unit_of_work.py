"""All or nothing: rows, audit events and jobs that commit together."""

from types import TracebackType
from typing import Protocol, Self

from bot.ports.examples import Examples
from bot.ports.holds import HoldBook
from bot.ports.own_data import OwnDataStore
from bot.ports.storage import (
    Actions,
    AuditLog,
    Cards,
    Cases,
    Decisions,
    Jobs,
    Links,
    Messages,
    Outbox,
    PortalCursors,
    Reviews,
    Suppressions,
)
from bot.ports.tallies import TallySheet


class UnitOfWork(Protocol):
    """One transaction. Leaving without `commit` undoes everything; no network call may happen inside."""

    @property
    def messages(self) -> Messages:
        """Messages."""
        ...

    @property
    def portals(self) -> PortalCursors:
        """Portal cursors."""
        ...

    @property
    def cases(self) -> Cases:
        """Cases."""
        ...

    @property
    def actions(self) -> Actions:
        """Actions."""
        ...

    @property
    def decisions(self) -> Decisions:
        """Decisions."""
        ...

    @property
    def reviews(self) -> Reviews:
        """Reviews."""
        ...

    @property
    def examples(self) -> Examples:
        """What people taught."""
        ...

    @property
    def tallies(self) -> TallySheet:
        """Daily counts."""
        ...

    @property
    def links(self) -> Links:
        """One-time links."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Letters on their way."""
        ...

    @property
    def cards(self) -> Cards:
        """Posted cards."""
        ...

    @property
    def suppressions(self) -> Suppressions:
        """Suppression list."""
        ...

    @property
    def holds(self) -> HoldBook:
        """Who must not be erased for now."""
        ...

    @property
    def own_data(self) -> OwnDataStore:
        """The end of what the desk itself keeps."""
        ...

    @property
    def audit(self) -> AuditLog:
        """Audit log."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Jobs."""
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed."""
        ...

    def commit(self) -> None:
        """Make it so."""
        ...


class NewUnit(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> UnitOfWork:
        """A fresh one, to be entered once."""
        ...
