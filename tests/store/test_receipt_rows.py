"""One receipt a case, and the event that vouches for it."""

import pytest

from bot.domain.case import CaseId
from bot.domain.receipt import ISSUED, Receipt
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.samples import an_event


class ReceiptRowsContract:
    @pytest.mark.usefixtures("noise")
    def test_a_case_has_one_receipt_for_ever(self, store: DeskStore) -> None:
        case = store.keep_case()
        receipt = Receipt(number=case.number, content='{"a":1}', signature="ab" * 64)
        with store.committing() as unit:
            assert unit.receipts.find(case.case_id) is None
            assert unit.receipts.add(case.case_id, receipt)
            assert not unit.receipts.add(case.case_id, Receipt(number=case.number, content="{}", signature=""))

        with store.unit() as unit:
            assert unit.receipts.find(case.case_id) == receipt
            assert unit.receipts.find(CaseId("case-noise")) is None

    @pytest.mark.usefixtures("noise")
    def test_its_event_is_the_first_of_its_case_that_says_so(self, store: DeskStore) -> None:
        with store.committing() as unit:
            unit.audit.append(an_event("other", case_id="case-1"))
            unit.audit.append(an_event(ISSUED, case_id="case-2"))
            unit.audit.append(an_event(ISSUED, case_id="case-1"))
            unit.audit.append(an_event(ISSUED, case_id="case-1"))

        with store.unit() as unit:
            event = unit.receipts.find_event(CaseId("case-1"))
            assert event is not None
            assert (event.action, event.sequence) == (ISSUED, 4)
            assert unit.receipts.find_event(CaseId("case-3")) is None


class TestOnSqlite(OnSqlite, ReceiptRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, ReceiptRowsContract):
    """Shared."""
