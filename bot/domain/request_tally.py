"""Counts of requests and how they ended: all that is left of a case when the time to keep its record is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Self

from bot.domain.action import Action, ActionState
from bot.domain.case import Case, CaseState
from bot.domain.request import Regime, RequestType


class Ending(StrEnum):
    """How a request ended (11 CCR 7102(a)(1): complied with in whole, in part, or denied)."""

    IN_WHOLE = "in_whole"
    IN_PART = "in_part"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTally:
    """How many requests of a year of receipt ended alike after so many days: nobody can be told apart in it.

    With the days as a part of the key, mean and median can be worked out for ever (11 CCR 7102(a)(2)).
    """

    year: int
    request_type: RequestType
    regime: Regime
    ending: Ending
    days: int
    requests: int = 1

    @classmethod
    def of(cls, case: Case, *, zone: tzinfo) -> Self:
        """One closed case."""
        received_on = case.received_at.astimezone(zone).date()
        closed_on = (case.closed_at or case.received_at).astimezone(zone).date()
        return cls(
            year=received_on.year,
            request_type=case.request_type,
            regime=case.regime,
            ending=_ending(case),
            days=(closed_on - received_on).days,
        )


def is_partial(actions: Sequence[Action]) -> bool:
    """Whether something had to stay, or was never done."""
    return any(
        action.state is not ActionState.FINISHED or (action.outcome is not None and bool(action.outcome.kept))
        for action in actions
    )


def _ending(case: Case) -> Ending:
    match case.state:
        case CaseState.DENIED:
            return Ending.DENIED
        case CaseState.WITHDRAWN:
            return Ending.WITHDRAWN
        case _:
            return Ending.IN_PART if case.is_partial else Ending.IN_WHOLE
