"""All or nothing."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.domain.case import CaseState
from bot.domain.job import Job, JobName
from bot.domain.message import MailKey
from bot.errors import PermanentFailure, StaleVersion, TemporaryFailure
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.samples import NOW, a_case, an_event

CURSOR = MailKey(mailbox="INBOX", uidvalidity=7, uid=5)
JOB = Job(name=JobName.TRIAGE, argument="message-1")


def _counts(store: DeskStore) -> list[int]:
    tables = ("messages", "cases", "case_history", "cursors", "jobs", "audit_events", "data_keys")
    return [store.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]  # noqa: S608 (our own names)


def _write_everything(store: DeskStore, *, commit: bool = True) -> None:
    store.keep_mail("from-case-2")
    with store.unit() as unit:
        unit.messages.move_cursor(CURSOR)
        unit.cases.add(a_case("case-2"))
        unit.audit.append(an_event())
        unit.jobs.enqueue(JOB)
        if commit:
            unit.commit()


@pytest.mark.usefixtures("noise")
class UnitOfWorkContract:
    def test_what_is_committed_is_there(self, store: DeskStore) -> None:
        before = _counts(store)

        _write_everything(store)

        assert [after - was for after, was in zip(_counts(store), before, strict=True)] == [1, 1, 1, 1, 1, 1, 2]

    def test_a_unit_left_without_commit_writes_nothing(self, store: DeskStore) -> None:
        store.keep_mail("from-case-2")
        before = _counts(store)

        _write_everything(store, commit=False)

        assert _counts(store) == before

    def test_a_unit_left_by_an_exception_writes_nothing(self, store: DeskStore) -> None:
        before = _counts(store)

        def fail() -> None:
            with store.unit() as unit:
                unit.messages.move_cursor(CURSOR)
                unit.jobs.enqueue(JOB)
                unit.audit.append(an_event())
                raise PermanentFailure("the step failed")

        with pytest.raises(PermanentFailure, match="the step failed"):
            fail()
        assert _counts(store) == before

    def test_what_is_written_after_the_commit_is_undone(self, store: DeskStore) -> None:
        with store.unit() as unit:
            unit.jobs.enqueue(JOB)
            unit.commit()
            unit.messages.move_cursor(CURSOR)

        with store.unit() as unit:
            assert unit.messages.find_cursor("INBOX") is None
        assert store.jobs.count() == 2, "the noise's and ours"

    def test_a_unit_that_failed_does_not_block_the_next(self, store: DeskStore) -> None:
        def fail() -> None:
            with store.unit() as unit:
                unit.messages.move_cursor(CURSOR)
                raise RuntimeError("in the middle")

        with pytest.raises(RuntimeError, match="in the middle"):
            fail()

        with store.committing() as unit:
            unit.messages.move_cursor(CURSOR)
        with store.unit() as unit:
            assert unit.messages.find_cursor("INBOX") == CURSOR

    def test_a_unit_inside_another_is_refused_instead_of_waiting_for_itself(self, store: DeskStore) -> None:
        with store.unit() as unit:
            with pytest.raises(RuntimeError, match="inside another"), store.unit():
                pass
            unit.messages.move_cursor(CURSOR)
            unit.commit()

        with store.unit() as unit:
            assert unit.messages.find_cursor("INBOX") == CURSOR

    def test_the_bell_rings_after_a_commit_and_not_before(self, store: DeskStore) -> None:
        store.bell.clear()
        with store.unit() as unit:
            unit.jobs.enqueue(JOB)
        assert not store.bell.is_set()

        with store.unit() as unit:
            unit.jobs.enqueue(JOB)
            unit.commit()
            assert not store.bell.is_set(), "the rows are not to be seen by others yet, or only just"
        assert store.bell.is_set()

    def test_the_bell_rings_even_when_something_fails_after_the_commit(self, store: DeskStore) -> None:
        store.bell.clear()

        def fail() -> None:
            with store.unit() as unit:
                unit.jobs.enqueue(JOB)
                unit.commit()
                raise RuntimeError("too late")

        with pytest.raises(RuntimeError, match="too late"):
            fail()

        assert store.bell.is_set()

    def test_a_step_that_loses_the_race_leaves_no_trace(self, store: DeskStore) -> None:
        case = store.keep_case()
        with store.committing() as unit:
            unit.cases.save(case, case.move_to(CaseState.AWAITING_APPROVAL), at=NOW, by="system")
        before = _counts(store)

        def lose() -> None:
            with store.unit() as unit:
                unit.jobs.enqueue(JOB)
                unit.audit.append(an_event())
                unit.cases.save(case, case.move_to(CaseState.DENIED), at=NOW, by="system")
                unit.commit()

        with pytest.raises(StaleVersion):
            lose()
        assert _counts(store) == before

    def test_a_database_that_fails_is_a_temporary_failure(self, store: DeskStore) -> None:
        def fail() -> None:
            with store.unit() as unit:
                unit.messages.move_cursor(CURSOR)
                raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))

        with pytest.raises(TemporaryFailure, match="nothing was written"):
            fail()
        with store.unit() as unit:
            assert unit.messages.find_cursor("INBOX") is None

    def test_whether_this_thread_writes_can_be_asked(self, store: DeskStore) -> None:
        seen = [store.database.is_writing]
        with store.unit():
            seen.append(store.database.is_writing)
        seen.append(store.database.is_writing)

        assert seen == [False, True, False]

    def test_a_read_sees_one_moment(self, store: DeskStore) -> None:
        with store.database.read() as connection:
            first = connection.exec_driver_sql("SELECT count(*) FROM jobs").scalar_one()
            connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one()
            _enqueue_elsewhere(store)
            again = connection.exec_driver_sql("SELECT count(*) FROM jobs").scalar_one()

        assert (first, again) == (1, 1)
        assert store.jobs.count() == 2

    def test_a_job_without_a_time_runs_at_once_by_the_clock(self, store: DeskStore) -> None:
        store.clock.pass_(timedelta(hours=1))
        with store.committing() as unit:
            unit.jobs.enqueue(JOB)

        assert store.jobs.is_anything_due(now=NOW + timedelta(hours=1))
        assert not store.jobs.is_anything_due(now=NOW + timedelta(minutes=59))


def _enqueue_elsewhere(store: DeskStore) -> None:
    with store.committing() as unit:
        unit.jobs.enqueue(JOB)


class TestOnSqlite(OnSqlite, UnitOfWorkContract):
    """Embedded."""

    def test_a_unit_that_has_only_read_so_far_keeps_other_processes_from_writing(
        self, store: DeskStore, sqlite_url: str
    ) -> None:
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0)
        with store.unit() as unit:
            unit.messages.find_cursor("INBOX")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("DELETE FROM cursors")
        other.close()


class TestOnPostgres(OnPostgres, UnitOfWorkContract):
    """Shared."""
