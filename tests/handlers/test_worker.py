"""The worker: every job is done, tried again, or shown; none is lost, none holds up another."""

import logging
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.job import Job, JobId, JobName, LeasedJob
from bot.errors import NotFound, PermanentFailure, StaleVersion, TemporaryFailure
from bot.store.job_queue import JobQueue
from handlers.worker import ATTEMPTS, FIRST_PAUSE, LEASE, LONGEST_PAUSE, Work, Worker
from tests.store.desk_store import DeskStore, sqlite_store
from tests.store.samples import NOW

PATIENCE = 20.0
NEVER = timedelta(seconds=60)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DeskStore]:
    store = sqlite_store(tmp_path)
    yield store
    store.database.close()


@dataclass
class FlakyQueue:
    """The real jobs table, whose next calls can be made to fail."""

    jobs: JobQueue
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    leases: "list[Sequence[LeasedJob]]" = field(default_factory=list)
    looked: threading.Event = field(default_factory=threading.Event)

    def _maybe_fail(self, call: str) -> None:
        waiting = self.failures.get(call)
        if waiting:
            raise waiting.pop(0)

    def lease(self, *, now: datetime, limit: int, lease: timedelta) -> Sequence[LeasedJob]:
        self._maybe_fail("lease")
        leased = self.jobs.lease(now=now, limit=limit, lease=lease)
        self.leases.append(leased)
        self.looked.set()
        return leased

    def is_anything_due(self, *, now: datetime) -> bool:
        return self.jobs.is_anything_due(now=now)

    def finish(self, job_ids: Sequence[JobId]) -> None:
        self._maybe_fail("finish")
        self.jobs.finish(job_ids)

    def release(self, job_ids: Sequence[JobId]) -> None:
        self._maybe_fail("release")
        self.jobs.release(job_ids)

    def retry(self, job_id: JobId, *, run_at: datetime, problem: str) -> None:
        self._maybe_fail("retry")
        self.jobs.retry(job_id, run_at=run_at, problem=problem)

    def bury(self, job_id: JobId, *, problem: str) -> None:
        self._maybe_fail("bury")
        self.jobs.bury(job_id, problem=problem)


def _worker(
    store: DeskStore, work: Work, *, threads: int = 4, queue: FlakyQueue | None = None, seed: int = 1
) -> Worker:
    return Worker(
        queue=queue or FlakyQueue(store.jobs),
        work=dict.fromkeys(JobName, work),
        clock=store.clock,
        threads=threads,
        chance=random.Random(seed),  # noqa: S311 (jitter, not secrets)
        bell=store.bell,
    )


@contextmanager
def _running(worker: Worker) -> Iterator[threading.Thread]:
    """The worker in a thread of its own; it looks at the table when the bell rings, and else not in a test's time."""
    thread = threading.Thread(target=worker.run, kwargs={"idle": NEVER})
    thread.start()
    try:
        yield thread
    finally:
        worker.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def _enqueue(store: DeskStore, *arguments: str, after: timedelta = timedelta()) -> None:
    with store.committing() as unit:
        for argument in arguments:
            unit.jobs.enqueue(Job(name=JobName.TRIAGE, argument=argument, run_at=store.clock.now() + after))


def _failing(error: Exception) -> Work:
    def work(_argument: str) -> None:
        raise error

    return work


def _row(store: DeskStore, what: str = "run_at") -> object:
    return store.rows(f"SELECT {what} FROM jobs")[0][0]  # noqa: S608 (our own names)


def _wait(*events: threading.Event) -> None:
    assert all([event.wait(PATIENCE) for event in events])  # noqa: C419 (a generator would stop at the first)


def _pauses(store: DeskStore, error: Exception, *, times: int, seed: int = 1) -> list[timedelta]:
    """How long the job is put off after each failure."""
    worker = _worker(store, _failing(error), seed=seed)
    _enqueue(store, "one")
    pauses = []
    for _ in range(times):
        assert worker.run_due() == 1
        run_at = datetime.fromisoformat(f"{_row(store)}+00:00")
        pauses.append(run_at - store.clock.now())
        store.clock.time = run_at
    return pauses


class TestOutcomes:
    def test_whatever_is_due_runs_and_what_that_enqueues(self, store: DeskStore) -> None:
        done: list[str] = []

        def work(argument: str) -> None:
            done.append(argument)
            if len(argument) < 3:
                _enqueue(store, f"{argument}x")

        _enqueue(store, "a", "b")

        assert _worker(store, work).run_due() == 6
        assert sorted(done) == ["a", "ax", "axx", "b", "bx", "bxx"]
        assert store.jobs.count() == 0

    def test_each_name_has_its_own_work(self, store: DeskStore) -> None:
        done: list[tuple[JobName, str]] = []

        def noting(name: JobName) -> Work:
            return lambda argument: done.append((name, argument))

        worker = Worker(
            queue=store.jobs,
            work={name: noting(name) for name in JobName},
            clock=store.clock,
            threads=1,
            chance=random.Random(1),  # noqa: S311 (jitter, not secrets)
            bell=store.bell,
        )
        with store.committing() as unit:
            for name in JobName:
                unit.jobs.enqueue(Job(name=name, argument=f"for {name}"))
        worker.run_due()

        assert done == [(name, f"for {name}") for name in JobName]

    def test_a_temporary_failure_is_tried_again_after_growing_pauses_with_jitter(self, store: DeskStore) -> None:
        pauses = _pauses(store, TemporaryFailure("the portal is down"), times=16)

        longest = [min(FIRST_PAUSE * 2**n, LONGEST_PAUSE) for n in range(16)]
        assert all(most / 2 <= pause <= most for pause, most in zip(pauses, longest, strict=True))
        assert len({pause / most for pause, most in zip(pauses, longest, strict=True)}) == 16
        assert _row(store, "problem") == "the portal is down"

    def test_a_system_may_be_gone_for_two_days_before_its_jobs_are_buried(self, store: DeskStore) -> None:
        pauses = _pauses(store, TemporaryFailure("the portal is down"), times=ATTEMPTS - 1)

        assert sum(pauses, timedelta()) > timedelta(days=2)
        assert _worker(store, _failing(TemporaryFailure("still down"))).run_due() == 1
        assert [dead.problem for dead in store.jobs.list_dead()] == ["still down"]

    def test_a_system_that_says_when_to_come_back_is_obeyed(self, store: DeskStore) -> None:
        busy = TemporaryFailure("too many calls", retry_after=timedelta(minutes=10))

        assert _pauses(store, busy, times=1) == [timedelta(minutes=10)]

    def test_coming_back_sooner_than_our_own_pause_is_not_taken_up(self, store: DeskStore) -> None:
        busy = TemporaryFailure("too many calls", retry_after=timedelta(milliseconds=1))

        assert _pauses(store, busy, times=1)[0] >= FIRST_PAUSE / 2

    def test_a_lost_race_is_run_again_at_once_or_nearly(self, store: DeskStore) -> None:
        pauses = _pauses(store, StaleVersion("case 26-0001 was changed meanwhile"), times=5)

        assert all(timedelta(milliseconds=20) <= pause < timedelta(milliseconds=200) for pause in pauses)
        assert len(set(pauses)) > 1

    def test_a_race_that_is_always_lost_ends(self, store: DeskStore) -> None:
        _pauses(store, StaleVersion("changed meanwhile"), times=ATTEMPTS - 1)

        _worker(store, _failing(StaleVersion("changed meanwhile"))).run_due()

        assert [dead.problem for dead in store.jobs.list_dead()] == ["changed meanwhile"]

    @pytest.mark.parametrize(
        ("error", "problem"),
        [
            (PermanentFailure("Storefront refused our key (403)"), "Storefront refused our key (403)"),
            (NotFound("there is no case"), "there is no case"),
            (PermanentFailure(), "PermanentFailure"),
        ],
    )
    def test_what_cannot_succeed_is_buried_with_its_sentence(
        self, store: DeskStore, error: Exception, problem: str
    ) -> None:
        _enqueue(store, "one")

        assert _worker(store, _failing(error)).run_due() == 1

        assert [(dead.argument, dead.problem) for dead in store.jobs.list_dead()] == [("one", problem)]

    def test_a_fault_of_ours_is_tried_again_and_its_words_are_not_kept(self, store: DeskStore) -> None:
        fault = ValueError("wrenfield@example.com is odd")

        pauses = _pauses(store, fault, times=ATTEMPTS - 1)
        assert pauses[0] >= FIRST_PAUSE / 2
        assert _row(store, "problem") == "ValueError"
        _worker(store, _failing(fault)).run_due()

        assert [dead.problem for dead in store.jobs.list_dead()] == ["ValueError"]

    def test_a_job_that_takes_the_process_down_each_time_is_buried_unrun(self, store: DeskStore) -> None:
        _enqueue(store, "deadly")
        store.tamper("UPDATE jobs SET attempts = :often", often=ATTEMPTS)
        ran: list[str] = []

        _worker(store, ran.append).run_due()

        assert ran == []
        assert [dead.problem for dead in store.jobs.list_dead()] == [f"it was begun {ATTEMPTS} times and never ended"]

    def test_one_bad_job_does_not_stop_the_others(self, store: DeskStore) -> None:
        done: list[str] = []

        def work(argument: str) -> None:
            if argument == "bad":
                raise KeyError(argument)
            done.append(argument)

        _enqueue(store, "first", "bad", "second")
        _worker(store, work).run_due()

        assert done == ["first", "second"]

    def test_log_lines_name_the_job_by_its_ids(self, store: DeskStore, caplog: pytest.LogCaptureFixture) -> None:
        _enqueue(store, "message-1")
        with caplog.at_level(logging.WARNING):
            _worker(store, _failing(TemporaryFailure("down"))).run_due()

        (record,) = caplog.records
        facts = {name: vars(record)[name] for name in ("job", "argument", "attempt", "problem")}
        assert facts == {"job": "triage", "argument": "message-1", "attempt": 1, "problem": "down"}


class TestTimers:
    def test_a_job_for_later_runs_when_the_clock_has_passed_its_time(self, store: DeskStore) -> None:
        done: list[str] = []
        worker = _worker(store, done.append)
        _enqueue(store, "in three days", after=timedelta(days=3))

        store.clock.pass_(timedelta(days=3, microseconds=-1))
        assert worker.run_due() == 0
        store.clock.pass_(timedelta(microseconds=1))
        assert worker.run_due() == 1
        assert done == ["in three days"]

    def test_a_running_worker_sees_timers_without_being_called(self, store: DeskStore) -> None:
        ran = threading.Event()
        worker = _worker(store, lambda _: ran.set())
        _enqueue(store, "later", after=timedelta(days=3))
        thread = threading.Thread(target=worker.run, kwargs={"idle": timedelta(milliseconds=5)})
        thread.start()

        store.clock.pass_(timedelta(days=3))

        _wait(ran)
        worker.stop()
        thread.join(PATIENCE)


class TestRunning:
    def test_jobs_run_at_the_same_time_and_a_slow_one_holds_nobody_up(self, store: DeskStore) -> None:
        gate, others = threading.Event(), threading.Semaphore(0)

        def work(argument: str) -> None:
            if argument == "slow":
                assert gate.wait(PATIENCE)
            else:
                others.release()

        _enqueue(store, "slow", *(f"quick {number}" for number in range(100)))
        with _running(_worker(store, work, threads=2)):
            assert all(others.acquire(timeout=PATIENCE) for _ in range(100))
            gate.set()

        assert store.jobs.count() == 0

    def test_a_lease_that_ends_while_its_job_runs_does_not_run_it_twice(self, store: DeskStore) -> None:
        begun, gate = threading.Event(), threading.Event()
        runs: list[str] = []
        queue = FlakyQueue(store.jobs)

        def work(argument: str) -> None:
            runs.append(argument)
            begun.set()
            assert gate.wait(PATIENCE)

        _enqueue(store, "slow")
        with _running(_worker(store, work, queue=queue)):
            _wait(begun)
            store.clock.pass_(LEASE + timedelta(seconds=1))
            queue.looked.clear()
            store.bell.set()
            _wait(queue.looked)
            gate.set()

        assert runs == ["slow"]
        assert [len(leased) for leased in queue.leases][:2] == [1, 1], "it was handed out again"
        assert store.jobs.count() == 0

    def test_a_lease_of_a_runner_that_is_gone_is_taken_over(self, store: DeskStore) -> None:
        done: list[str] = []
        _enqueue(store, "orphan")
        store.jobs.lease(now=NOW, limit=1, lease=LEASE)
        worker = _worker(store, done.append)

        assert worker.run_due() == 0
        store.clock.pass_(LEASE + timedelta(seconds=1))
        assert worker.run_due() == 1
        assert done == ["orphan"]

    def test_stopping_finishes_what_runs_and_gives_back_what_has_not_begun(self, store: DeskStore) -> None:
        begun, gate = threading.Event(), threading.Event()
        done: list[str] = []

        def work(argument: str) -> None:
            begun.set()
            assert gate.wait(PATIENCE)
            done.append(argument)

        _enqueue(store, "running", "waiting", "also waiting")
        worker = _worker(store, work, threads=1)
        with _running(worker):
            _wait(begun)
            worker.stop()
            threading.Timer(0.05, gate.set).start()

        assert done == ["running"]
        leased = store.jobs.lease(now=store.clock.now(), limit=9, lease=LEASE)
        assert [(job.job.argument, job.attempts) for job in leased] == [("waiting", 1), ("also waiting", 1)]


class TestJobsTableAway:
    @pytest.mark.parametrize("error", [TemporaryFailure("the database does not answer"), RuntimeError("a fault")])
    @pytest.mark.parametrize("call", ["lease", "finish"])
    def test_the_worker_goes_on_when_the_table_is_back_and_runs_nothing_twice(
        self, store: DeskStore, call: str, error: Exception
    ) -> None:
        runs: list[str] = []
        queue = FlakyQueue(store.jobs, failures={call: [error, error]})
        worker = _worker(store, runs.append, queue=queue)
        _enqueue(store, "one", "two")
        with _running(worker):
            _until(lambda: not queue.failures[call], store.bell)
            _until(lambda: store.jobs.count() == 0, store.bell)

        assert sorted(runs) == ["one", "two"]

    @pytest.mark.parametrize("error", [TemporaryFailure("the database does not answer"), RuntimeError("a fault")])
    @pytest.mark.parametrize("call", ["retry", "bury"])
    def test_a_job_whose_fate_cannot_be_written_comes_again_when_its_lease_ends(
        self, store: DeskStore, call: str, error: Exception
    ) -> None:
        queue = FlakyQueue(store.jobs, failures={call: [error]})
        said = TemporaryFailure("down") if call == "retry" else PermanentFailure("refused")
        worker = _worker(store, _failing(said), queue=queue)
        _enqueue(store, "one")
        with _running(worker):
            _until(lambda: not queue.failures[call], store.bell)
            # The worker may lease it once more while the failed attempt is still being put away.
            _until(lambda: _problem_after(store, LEASE + timedelta(seconds=1)), store.bell)

        assert _row(store, "problem") == str(said)

    def test_a_table_that_is_away_at_the_end_does_not_keep_the_worker(self, store: DeskStore) -> None:
        queue = FlakyQueue(store.jobs, failures={"release": [TemporaryFailure("gone")]})
        with _running(_worker(store, lambda _: None, queue=queue)):
            pass

        assert queue.failures["release"] == []


def _problem_after(store: DeskStore, span: timedelta) -> bool:
    store.clock.pass_(span)
    return bool(_row(store, "problem"))


def _until(is_so: Callable[[], bool], bell: threading.Event) -> None:
    """Ring until it is so."""
    for _ in range(2_000):
        if is_so():
            return
        bell.set()
        threading.Event().wait(0.005)
    pytest.fail("it never was so")
