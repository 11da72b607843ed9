"""Customer view: what the page behind a one-time link shows of a case."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.authority import is_from_elsewhere
from bot.domain.case import Case, CaseNumber, CaseState, WaitsFor
from bot.domain.identity_check import askable_points, level_of, points_needed
from bot.domain.link import LinkPurpose, OneTimeLink
from bot.domain.proof import DataPoint
from bot.domain.request import Language, RequestType
from bot.workflow.one_time_link import awaits_proof


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """What the page behind a one-time link shows: no personal data, the link may have leaked."""

    number: CaseNumber
    request_type: RequestType
    language: Language
    state: CaseState
    waits_for: WaitsFor
    due_on: date
    may_confirm: bool
    may_stop: bool
    is_from_elsewhere: bool
    asked_points: tuple[DataPoint, ...] = ()
    points_needed: int = 0
    is_signed: bool = False


def customer_view(case: Case, link: OneTimeLink, *, now: datetime) -> CustomerView:
    """The case as this link shows it: what was used or has run out offers nothing."""
    is_good = link.is_good(now)
    is_proof = link.purpose is LinkPurpose.PROVE_IDENTITY and awaits_proof(case)
    return CustomerView(
        number=case.number,
        request_type=case.request_type,
        language=case.language,
        state=case.state,
        waits_for=case.waits_for,
        due_on=case.extended_until or case.due_on,
        may_confirm=is_good and is_proof,
        may_stop=is_good and may_stop(case),
        is_from_elsewhere=is_from_elsewhere(case),
        asked_points=askable_points(case),
        points_needed=points_needed(case),
        is_signed=level_of(case).is_signed,
    )


def may_stop(case: Case) -> bool:
    """Until systems are touched."""
    return case.is_open and case.state is not CaseState.IN_FULFILMENT
