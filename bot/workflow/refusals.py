"""Refusals: a decision that was not taken is written down too, with who tried and why it was refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.domain.case import Case, CaseId, PlanHash
from bot.domain.job import JobName
from bot.domain.staff import StaffMember
from bot.errors import DecisionRefused, NotFound, PlanChanged, StaleVersion
from bot.workflow.desk import Desk

_FASTER: Final = "Somebody else decided at the same moment. Look again and decide."


@contextmanager
def noting_refusals(
    desk: Desk, case_id: CaseId, what: str, *, by: StaffMember, plan_hash: PlanHash | None = None
) -> Iterator[None]:
    """Around one decision: whatever refuses it becomes one sentence for the person and one event for the log.

    A yes that was meant for another case says so; a card that shows an old plan is refreshed.
    """
    try:
        yield
    except StaleVersion as error:
        refusal = PlanChanged(_FASTER, code="overtaken")
        _note(desk, case_id, what, refusal, by=by)
        raise refusal from error
    except DecisionRefused as refusal:
        meant = _case_of(desk, case_id, plan_hash) if isinstance(refusal, PlanChanged) and plan_hash else None
        shown = refusal if meant is None else _for_another(meant)
        _note(desk, case_id, what, shown, by=by)
        raise shown from refusal
    except NotFound:
        with desk.new_unit() as unit:
            facts = {"decision": what, "code": "unknown_case"}
            desk.record(unit, "decision_refused", by=f"staff:{by.staff_id}", details=facts)
            unit.commit()
        raise


def _note(desk: Desk, case_id: CaseId, what: str, refusal: DecisionRefused, *, by: StaffMember) -> None:
    with desk.new_unit() as unit:
        case = unit.cases.get(case_id)
        facts = {"decision": what, "code": refusal.code}
        desk.record(unit, "decision_refused", by=f"staff:{by.staff_id}", case=case, details=facts)
        if isinstance(refusal, PlanChanged):
            desk.enqueue(unit, JobName.EDIT_CARD, case_id)
        unit.commit()


def _case_of(desk: Desk, case_id: CaseId, plan_hash: PlanHash) -> Case | None:
    """The other case whose plan that is."""
    with desk.new_unit() as unit:
        meant = unit.cases.find_planned(plan_hash)
    return meant if meant is not None and meant.case_id != case_id else None


def _for_another(meant: Case) -> DecisionRefused:
    return DecisionRefused(
        f"That was meant for case {meant.number}, not for this one. Nothing was done.", code="another_case"
    )
