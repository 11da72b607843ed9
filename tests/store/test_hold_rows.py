"""Who must not be erased for now."""

from datetime import timedelta

import pytest

from bot.domain.case import CaseId, CaseNumber, StaffId
from bot.domain.hold import HoldId, HoldKind
from bot.domain.identity import SubjectKey
from bot.domain.job import Job, JobName
from bot.errors import NotFound
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.parallel import at_once
from tests.store.samples import NOW, a_hold

PERSON = SubjectKey("subject of case-1")


@pytest.mark.usefixtures("noise")
class HoldRowsContract:
    def test_a_hold_stands_on_its_person_until_it_is_lifted(self, store: DeskStore) -> None:
        older = a_hold("hold-2", set_at=NOW - timedelta(days=1), kind=HoldKind.FRAUD, case_id=CaseId("case-1"))
        newer = a_hold("hold-1")
        with store.committing() as unit:
            unit.holds.add(newer)
            unit.holds.add(older)
            assert unit.holds.list_on(PERSON) == (older, newer)
            assert unit.holds.list_on(SubjectKey("nobody")) == ()

        with store.committing() as unit:
            assert unit.holds.lift(newer.hold_id, by=StaffId("mia"), at=NOW)

        with store.committing() as unit:
            lifted = unit.holds.get(newer.hold_id)
            assert (lifted.lifted_by, lifted.lifted_at) == ("mia", NOW)
            assert unit.holds.list_on(PERSON) == (older,)
            assert [hold.hold_id for hold in unit.holds.list_standing()] == ["hold-2", "hold-noise"]

    def test_of_eight_who_lift_it_one_does(self, store: DeskStore) -> None:
        with store.committing() as unit:
            unit.holds.add(a_hold())

        def lift(_: int) -> bool:
            with store.committing() as unit:
                return unit.holds.lift(HoldId("hold-1"), by=StaffId("mia"), at=NOW)

        assert sorted(at_once(8, lift)) == [False] * 7 + [True]

    def test_an_unknown_hold_is_not_found(self, store: DeskStore) -> None:
        with store.committing() as unit:
            assert not unit.holds.lift(HoldId("nothing"), by=StaffId("mia"), at=NOW)
            with pytest.raises(NotFound, match="no hold nothing"):
                unit.holds.get(HoldId("nothing"))

    def test_cases_are_found_by_number_and_by_person(self, store: DeskStore) -> None:
        case = store.keep_case()
        with store.committing() as unit:
            assert unit.cases.find_by_number(case.number) == case
            assert unit.cases.find_by_number(CaseNumber("99-0001")) is None
            assert unit.cases.list_about(case.subject_key) == (case,)
            assert unit.cases.list_about(SubjectKey("nobody")) == ()

    def test_a_timer_set_again_is_one_timer_and_leaves_others_alone(self, store: DeskStore) -> None:
        for hours, argument in ((5, "a"), (7, "a"), (5, "b")):
            with store.committing() as unit:
                job = Job(name=JobName.ERASE_KEPT, argument=argument, run_at=NOW + timedelta(hours=hours))
                unit.jobs.set_timer(job)

        soon = store.jobs.lease(now=NOW + timedelta(hours=6), limit=9, lease=timedelta(minutes=5))
        later = store.jobs.lease(now=NOW + timedelta(hours=8), limit=9, lease=timedelta(minutes=50))
        assert [leased.job.argument for leased in soon] == ["b"]
        assert sorted(leased.job.argument for leased in later) == ["a", "b"]

    def test_a_timer_set_by_the_job_it_replaces_outlives_it(self, store: DeskStore) -> None:
        with store.committing() as unit:
            unit.jobs.set_timer(Job(name=JobName.ERASE_KEPT, argument="a", run_at=NOW))
        (leased,) = store.jobs.lease(now=NOW, limit=1, lease=timedelta(minutes=5))
        with store.committing() as unit:
            unit.jobs.set_timer(Job(name=JobName.ERASE_KEPT, argument="a", run_at=NOW + timedelta(days=7)))
        store.jobs.finish([leased.job_id])

        (again,) = store.jobs.lease(now=NOW + timedelta(days=8), limit=1, lease=timedelta(minutes=5))
        assert again.job.argument == "a"


class TestOnSqlite(OnSqlite, HoldRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, HoldRowsContract):
    """Shared."""
