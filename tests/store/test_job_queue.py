"""The jobs table, from the runner's side."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.job import Job, JobId, JobName, LeasedJob
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.parallel import at_once
from tests.store.samples import NOW

LEASE = timedelta(minutes=5)


def _enqueue(store: DeskStore, *arguments: str, after: timedelta = timedelta()) -> None:
    with store.committing() as unit:
        for argument in arguments:
            unit.jobs.enqueue(Job(name=JobName.TRIAGE, argument=argument, run_at=NOW + after))


def _lease(store: DeskStore, *, limit: int = 10, after: timedelta = timedelta()) -> Sequence[LeasedJob]:
    return store.jobs.lease(now=NOW + after, limit=limit, lease=LEASE)


@pytest.mark.usefixtures("noise")
class JobQueueContract:
    def test_jobs_are_leased_the_longest_waiting_first(self, store: DeskStore) -> None:
        _enqueue(store, "third")
        _enqueue(store, "first", after=-timedelta(hours=2))
        _enqueue(store, "second", after=-timedelta(hours=1))

        leased = _lease(store, limit=2)

        assert [job.job for job in leased] == [Job(name=JobName.TRIAGE, argument=a) for a in ("first", "second")]
        assert [job.job.argument for job in _lease(store)] == ["third"]

    def test_a_leased_job_is_handed_out_again_only_when_its_lease_has_ended(self, store: DeskStore) -> None:
        _enqueue(store, "one")
        (first,) = _lease(store)

        assert _lease(store, after=LEASE) == []
        (again,) = _lease(store, after=LEASE + timedelta(microseconds=1))

        assert (first.attempts, again.attempts) == (1, 2)
        assert first.job_id == again.job_id

    def test_a_job_for_later_is_due_when_its_time_comes(self, store: DeskStore) -> None:
        _enqueue(store, "later", after=timedelta(hours=72))
        just_before = NOW + timedelta(hours=72) - timedelta(microseconds=1)

        assert not store.jobs.is_anything_due(now=just_before)
        assert store.jobs.lease(now=just_before, limit=10, lease=LEASE) == []
        assert store.jobs.is_anything_due(now=NOW + timedelta(hours=72))
        assert len(_lease(store, after=timedelta(hours=72))) == 1

    def test_nothing_is_due_while_all_is_leased(self, store: DeskStore) -> None:
        _enqueue(store, "one")
        _lease(store)

        assert not store.jobs.is_anything_due(now=NOW)
        assert store.jobs.is_anything_due(now=NOW + LEASE * 2)

    def test_a_finished_job_is_gone_and_the_others_stay(self, store: DeskStore) -> None:
        _enqueue(store, "one", "two")
        one, _two = _lease(store)

        store.jobs.finish([one.job_id])
        store.jobs.finish([])

        assert store.jobs.count() == 2, "two's and the noise's"
        assert [job.job.argument for job in _lease(store, after=LEASE * 2)] == ["two"]

    def test_a_job_given_back_comes_again_at_its_new_time(self, store: DeskStore) -> None:
        _enqueue(store, "one")
        (leased,) = _lease(store)
        store.jobs.retry(leased.job_id, run_at=NOW + timedelta(minutes=1), problem="the portal is down")

        assert not store.jobs.is_anything_due(now=NOW + timedelta(seconds=59))
        assert [job.attempts for job in _lease(store, after=timedelta(minutes=1))] == [2]

    def test_a_buried_job_is_shown_until_it_is_revived(self, store: DeskStore) -> None:
        _enqueue(store, "one", "two")
        one, two = _lease(store)
        store.jobs.finish([two.job_id])
        store.jobs.bury(one.job_id, problem="refused (403)")

        assert _lease(store, after=LEASE * 2) == []
        assert not store.jobs.is_anything_due(now=NOW + LEASE * 2)
        (dead,) = store.jobs.list_dead()
        assert (dead.name, dead.argument, dead.problem) == ("triage", "one", "refused (403)")
        assert store.jobs.count() == 1

        assert store.jobs.revive_dead() == 1

        assert store.jobs.list_dead() == []
        assert [(job.job.argument, job.attempts) for job in _lease(store)] == [("one", 2)]

    def test_of_many_dead_jobs_only_so_many_are_listed(self, store: DeskStore) -> None:
        _enqueue(store, "one", "two", "three")
        for leased in _lease(store):
            store.jobs.bury(leased.job_id, problem="no")

        assert [dead.argument for dead in store.jobs.list_dead(limit=2)] == ["one", "two"]

    def test_a_job_of_an_unknown_kind_is_buried_and_stops_no_other(self, store: DeskStore) -> None:
        _enqueue(store, "strange", "known")
        store.tamper("UPDATE jobs SET name = 'teleport' WHERE argument = 'strange'")

        assert [job.job.argument for job in _lease(store)] == ["known"]

        (dead,) = store.jobs.list_dead()
        assert (dead.name, dead.argument) == ("teleport", "strange")
        assert "does not know this kind of job" in dead.problem

    def test_a_job_not_begun_is_released_as_if_it_had_not_been_leased(self, store: DeskStore) -> None:
        _enqueue(store, "one", "two")
        one, _two = _lease(store)

        store.jobs.release([one.job_id])
        store.jobs.release([])

        assert [(job.job.argument, job.attempts) for job in _lease(store)] == [("one", 1)]

    def test_all_leases_can_be_freed_at_start(self, store: DeskStore) -> None:
        _enqueue(store, "one", "two")
        _lease(store)

        store.jobs.release_all()

        assert [job.attempts for job in _lease(store)] == [2, 2]

    def test_many_runners_never_lease_the_same_job(self, store: DeskStore) -> None:
        _enqueue(store, *(f"job {number}" for number in range(200)))

        def lease_all(_: int) -> list[JobId]:
            mine: list[JobId] = []
            while leased := _lease(store, limit=7):
                mine += [job.job_id for job in leased]
            return mine

        leased = [job_id for mine in at_once(4, lease_all) for job_id in mine]

        assert len(leased) == len(set(leased)) == 200


class TestOnSqlite(OnSqlite, JobQueueContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, JobQueueContract):
    """Shared."""

    def test_a_runner_does_not_wait_for_another_that_is_leasing(self, store: DeskStore) -> None:
        _enqueue(store, "one", "two")
        with store.database.write() as connection:
            connection.exec_driver_sql("SELECT job_id FROM jobs WHERE argument = 'one' FOR UPDATE")
            (other,) = at_once(1, lambda _: _lease(store))

        assert [job.job.argument for job in other] == ["two"]
