"""`privacy-desk clock`, as it is typed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.bootstrap.machine import SystemClock
from bot.domain.case import CaseState, WaitsFor
from tests.commands.conftest import Typed
from tests.store.desk_store import DeskStore
from tests.store.samples import a_case


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2026, 12, 18, 18, tzinfo=UTC))


def keep(store: DeskStore, case_id: str, **changes: Any) -> None:
    store.keep_mail(f"from-{case_id}")
    with store.committing() as unit:
        unit.cases.add(a_case(case_id, **changes))


def test_where_nothing_changed_it_says_so(type_in: Any, store: DeskStore) -> None:
    keep(store, "case-1")

    typed: Typed = type_in("clock", "review")

    assert (typed.code, typed.err) == (0, "")
    assert typed.out.startswith("Nothing changed: ")


def test_a_date_that_is_wrong_today_is_shown_and_written_only_when_told_to(type_in: Any, store: DeskStore) -> None:
    keep(store, "case-1", due_on=date(2026, 12, 21))
    keep(store, "case-2")

    shown: Typed = type_in("clock", "review")
    applied: Typed = type_in("clock", "review", "--apply")
    again: Typed = type_in("clock", "review")

    assert shown.code == 1
    assert shown.out.splitlines()[1].split() == [
        "1", "Mon", "21", "Dec", "2026", "Wed", "23", "Dec", "2026", "2", "days", "later",
    ]  # fmt: skip
    assert "One month from Mon 23 Nov 2026 is Wed 23 Dec 2026 (UK GDPR art. 12A)." in shown.out
    assert applied.out.splitlines()[-1] == "1 case has new dates now; their cards say so."
    assert (applied.code, again.code) == (0, 0)


def test_cases_that_will_be_late_are_listed_with_the_reason(type_in: Any, store: DeskStore) -> None:
    keep(store, "case-1", state=CaseState.AWAITING_APPROVAL, waits_for=WaitsFor.APPROVAL)
    keep(store, "case-2", state=CaseState.FULFILLED, waits_for=WaitsFor.NOTHING)

    typed: Typed = type_in("clock", "breaches")

    assert (typed.code, typed.err) == (1, "")
    (line,) = typed.out.splitlines()
    assert line.startswith("1          Still needs 2 approvals, the cool-off and the systems' work: done about")
    assert line.endswith("due Wed 23 Dec.")


def test_where_none_will_be_late_it_says_so(type_in: Any, store: DeskStore) -> None:
    keep(store, "case-1", due_on=date(2027, 3, 1))

    typed: Typed = type_in("clock", "breaches")

    assert (typed.code, typed.out) == (0, "No open case will miss its legal date as things go.\n")


def test_something_else_is_refused(type_in: Any, store: DeskStore) -> None:
    typed: Typed = type_in("clock", "tomorrow")

    assert typed.code == 2
    assert "invalid choice: 'tomorrow'" in typed.err
