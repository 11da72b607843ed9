"""The yearly table counts every request once, in the year it came."""

from datetime import date

from bot.domain.case import CaseState
from bot.domain.request import RequestType
from bot.domain.yearly_metrics import RIGHT_OF, CaseFigures, MetricRight, yearly_metrics


def a_case(
    request_type: RequestType = RequestType.ERASURE,
    state: CaseState = CaseState.FULFILLED,
    *,
    days: int = 10,
    year: int = 2026,
    is_partial: bool = False,
) -> CaseFigures:
    is_closed = state in {CaseState.FULFILLED, CaseState.DENIED, CaseState.WITHDRAWN}
    return CaseFigures(
        request_type=request_type,
        state=state,
        received_on=date(year, 6, 1),
        closed_on=date.fromordinal(date(year, 6, 1).toordinal() + days) if is_closed else None,
        is_partial=is_partial,
    )


def test_a_right_is_counted_whole_in_part_and_denied_with_its_days() -> None:
    cases = [
        a_case(days=10),
        a_case(days=20, is_partial=True),
        a_case(state=CaseState.DENIED, days=45),
        a_case(state=CaseState.WITHDRAWN, days=1),
        a_case(state=CaseState.IN_FULFILMENT),
        a_case(year=2025),
    ]

    row = yearly_metrics(cases, 2026)[0]

    assert (row.right, row.received, row.whole, row.part, row.denied) == (MetricRight.DELETE, 5, 1, 1, 1)
    assert (row.withdrawn, row.waiting, row.median_days, row.mean_days) == (1, 1, 20, 25)


def test_a_copy_to_keep_and_one_to_take_elsewhere_are_both_requests_to_know() -> None:
    rows = yearly_metrics([a_case(RequestType.ACCESS), a_case(RequestType.PORTABILITY)], 2026)

    assert {row.right: row.received for row in rows if row.received} == {MetricRight.KNOW: 2}


def test_a_year_without_requests_has_rows_without_days() -> None:
    rows = yearly_metrics([], 2026)

    assert [row.right for row in rows] == list(MetricRight)
    assert {(row.received, row.median_days, row.mean_days) for row in rows} == {(0, None, None)}


def test_what_california_does_not_ask_for_is_left_out() -> None:
    left_out = set(RequestType) - set(RIGHT_OF)

    rows = yearly_metrics([a_case(kind) for kind in left_out], 2026)

    assert left_out == {RequestType.MARKETING_OPT_OUT, RequestType.COMPLAINT, RequestType.NOTICE_QUESTION}
    assert sum(row.received for row in rows) == 0
