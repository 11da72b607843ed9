"""The actions of the cases' plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.domain.action import (
    Action,
    ActionId,
    ActionKind,
    ActionOutcome,
    ActionState,
    DataCategory,
    Instruction,
    Preview,
    SystemName,
)
from bot.domain.case import Case, CaseId
from bot.errors import NotFound
from bot.store.case_rows import CaseRows
from bot.store.payload import from_bytes, from_json, to_bytes, to_json
from bot.store.tables import actions
from bot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ActionRows:
    """The `actions` table; see bot.ports.storage.Actions. What to correct is read from the case, not repeated."""

    connection: Connection
    vault: Vault

    def replace(self, case_id: CaseId, planned: Sequence[Action]) -> None:
        """A new plan: actions that have not started go, these come."""
        not_started = (actions.c.case_id == case_id) & (actions.c.state == ActionState.PLANNED)
        self.connection.execute(delete(actions).where(not_started))
        for action in planned:
            self.connection.execute(insert(actions).values(_identity(action) | self._progress(action)))

    def get(self, action_id: ActionId) -> Action:
        """Raises NotFound."""
        row = self.connection.execute(select(actions).where(actions.c.action_id == action_id)).first()
        if row is None:
            raise NotFound(f"there is no action {action_id[:40]}")
        return self._read(row, self._case(CaseId(row.case_id)))

    def list_of(self, case_id: CaseId) -> tuple[Action, ...]:
        """In the plan's order."""
        wanted = select(actions).where(actions.c.case_id == case_id).order_by(actions.c.position)
        rows = self.connection.execute(wanted).all()
        if not rows:
            return ()
        case = self._case(case_id)
        return tuple(self._read(row, case) for row in rows)

    def save(self, action: Action) -> None:
        """Write its state, attempts, outcome and problem."""
        self.connection.execute(
            update(actions).where(actions.c.action_id == action.action_id).values(self._progress(action))
        )

    def _case(self, case_id: CaseId) -> Case:
        return CaseRows(self.connection, self.vault).get(case_id)

    def _progress(self, action: Action) -> dict[str, Any]:
        outcome = action.outcome
        return {
            "state": action.state,
            "attempts": action.attempts,
            "outcome": self.vault.seal(self.connection, action.case_id, to_bytes(outcome)) if outcome else None,
            "verified_at": action.verified_at,
            "problem": action.problem,
        }

    def _read(self, row: Row[Any], case: Case) -> Action:
        sealed = row.outcome
        return Action(
            action_id=ActionId(row.action_id),
            case_id=case.case_id,
            system=SystemName(row.system),
            instruction=Instruction(
                kind=ActionKind(row.kind),
                category=DataCategory(row.category),
                scope=case.scope,
                correction=case.payload.correction,
            ),
            preview=from_json(Preview, row.preview),
            irreversible=row.irreversible,
            position=row.position,
            state=ActionState(row.state),
            attempts=row.attempts,
            outcome=from_bytes(ActionOutcome, self.vault.open(self.connection, case.case_id, sealed))
            if sealed
            else None,
            verified_at=row.verified_at,
            problem=row.problem,
        )


def _identity(action: Action) -> dict[str, Any]:
    return {
        "action_id": action.action_id,
        "case_id": action.case_id,
        "system": action.system,
        "kind": action.instruction.kind,
        "category": action.instruction.category,
        "position": action.position,
        "irreversible": action.irreversible,
        "preview": to_json(action.preview),
    }
