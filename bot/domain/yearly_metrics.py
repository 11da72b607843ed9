"""The yearly figures of 11 CCR 7102(a): received, complied with in whole or in part, denied, and the days it took."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import fmean, median
from typing import Final

from bot.domain.case import CaseState
from bot.domain.request import RequestType


class MetricRight(StrEnum):
    """The rights as the regulation lists them."""

    DELETE = "delete"
    CORRECT = "correct"
    KNOW = "know"
    OPT_OUT = "opt-out of sale or sharing"
    LIMIT = "limit use of sensitive data"


RIGHT_OF: Final[Mapping[RequestType, MetricRight]] = {
    RequestType.ERASURE: MetricRight.DELETE,
    RequestType.RECTIFICATION: MetricRight.CORRECT,
    RequestType.ACCESS: MetricRight.KNOW,
    RequestType.PORTABILITY: MetricRight.KNOW,
    RequestType.ADVERTISING_OPT_OUT: MetricRight.OPT_OUT,
    RequestType.RESTRICTION: MetricRight.LIMIT,
}
"""Marketing by mail, complaints and questions are none of California's five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """What the table needs of one case; `is_partial`: something had to stay."""

    request_type: RequestType
    state: CaseState
    received_on: date
    closed_on: date | None
    is_partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """One right in one year. Days are those of answered requests, granted or refused; None where there was none."""

    right: MetricRight
    received: int
    whole: int
    part: int
    denied: int
    withdrawn: int
    waiting: int
    median_days: float | None
    mean_days: float | None


def yearly_metrics(cases: Iterable[CaseFigures], year: int) -> tuple[MetricRow, ...]:
    """One row a right, over the requests received in that year."""
    received = [case for case in cases if case.received_on.year == year and case.request_type in RIGHT_OF]
    return tuple(
        _row(right, [case for case in received if RIGHT_OF[case.request_type] is right]) for right in MetricRight
    )


def _row(right: MetricRight, cases: list[CaseFigures]) -> MetricRow:
    done = [case for case in cases if case.state is CaseState.FULFILLED]
    denied = [case for case in cases if case.state is CaseState.DENIED]
    withdrawn = sum(case.state is CaseState.WITHDRAWN for case in cases)
    days = [(case.closed_on - case.received_on).days for case in [*done, *denied] if case.closed_on is not None]
    return MetricRow(
        right=right,
        received=len(cases),
        whole=sum(not case.is_partial for case in done),
        part=sum(case.is_partial for case in done),
        denied=len(denied),
        withdrawn=withdrawn,
        waiting=len(cases) - len(done) - len(denied) - withdrawn,
        median_days=median(days) if days else None,
        mean_days=fmean(days) if days else None,
    )
