"""One transaction over all repositories."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from bot.ports.clock import Clock
from bot.store.action_rows import ActionRows
from bot.store.audit_rows import AuditRows
from bot.store.case_rows import CaseRows
from bot.store.database import Database
from bot.store.decision_rows import CardRows, DecisionRows, LinkRows, ReviewRows
from bot.store.example_rows import ExampleRows
from bot.store.hold_rows import HoldRows
from bot.store.job_queue import JobRows
from bot.store.letter_rows import OutboxRows, SuppressionRows
from bot.store.message_rows import MessageRows, PortalCursorRows
from bot.store.own_data_rows import OwnDataRows
from bot.store.tally_rows import TallyRows
from bot.store.vault import Vault


class SqlUnitOfWork:
    """See bot.ports.unit_of_work. `after_commit` is told when something new may be waiting in the jobs table."""

    messages: MessageRows
    portals: PortalCursorRows
    cases: CaseRows
    actions: ActionRows
    decisions: DecisionRows
    reviews: ReviewRows
    examples: ExampleRows
    tallies: TallyRows
    links: LinkRows
    outbox: OutboxRows
    cards: CardRows
    suppressions: SuppressionRows
    holds: HoldRows
    own_data: OwnDataRows
    audit: AuditRows
    jobs: JobRows

    def __init__(self, database: Database, vault: Vault, clock: Clock, after_commit: Callable[[], None]) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._after_commit = after_commit
        self._transaction: AbstractContextManager[Connection] = database.begin()
        self._is_committed = False

    def __enter__(self) -> Self:
        """Begin."""
        self._attach(self._transaction.__enter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Undo what was not committed."""
        self._transaction.__exit__(kind, error, trace)
        if self._is_committed:
            self._after_commit()

    def commit(self) -> None:
        """Make it so."""
        self.audit.flush()
        self.audit.connection.commit()
        self._is_committed = True

    def _attach(self, connection: Connection) -> None:
        self.messages = MessageRows(connection, self._vault)
        self.portals = PortalCursorRows(connection)
        self.cases = CaseRows(connection, self._vault)
        self.actions = ActionRows(connection, self._vault)
        self.decisions = DecisionRows(connection)
        self.reviews = ReviewRows(connection, self._vault)
        self.examples = ExampleRows(connection, self._vault)
        self.tallies = TallyRows(connection)
        self.links = LinkRows(connection)
        self.outbox = OutboxRows(connection, self._vault)
        self.cards = CardRows(connection)
        self.suppressions = SuppressionRows(connection)
        self.holds = HoldRows(connection)
        self.own_data = OwnDataRows(connection, self._vault)
        self.audit = AuditRows(connection, self._database)
        self.jobs = JobRows(connection, self._clock.now())
