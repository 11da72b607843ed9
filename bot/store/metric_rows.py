"""What the yearly figures are counted from: cases and their receipts, without opening anybody's data."""

import json
from collections.abc import Iterator
from datetime import tzinfo

from sqlalchemy import Connection, select

from bot.domain.case import CaseState
from bot.domain.request import Regime, RequestType
from bot.domain.yearly_metrics import CaseFigures
from bot.store.root_tables import receipts
from bot.store.tables import cases


def iter_case_figures(connection: Connection, zone: tzinfo, *, regime: Regime | None) -> Iterator[CaseFigures]:
    """All cases under that law, or under any; their receipts say whether something had to stay."""
    wanted = select(
        cases.c.request_type, cases.c.state, cases.c.received_at, cases.c.closed_at, receipts.c.content
    ).outerjoin(receipts, receipts.c.case_id == cases.c.case_id)
    if regime is not None:
        wanted = wanted.where(cases.c.regime == regime)
    for row in connection.execute(wanted.order_by(cases.c.received_at)):
        yield CaseFigures(
            request_type=RequestType(row.request_type),
            state=CaseState(row.state),
            received_on=row.received_at.astimezone(zone).date(),
            closed_on=row.closed_at.astimezone(zone).date() if row.closed_at else None,
            is_partial=bool(row.content) and bool(json.loads(row.content)["kept"]),
        )
