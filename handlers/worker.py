"""The worker: leases jobs, runs the step each names, retries with back-off, buries what cannot succeed."""

import logging
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.domain.job import JobId, JobName, LeasedJob
from bot.errors import PrivacyDeskError, StaleVersion, TemporaryFailure
from bot.ports.clock import Clock

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(hours=1)
ATTEMPTS: Final = 100
"""With pauses up to an hour: a system may be gone over a weekend before its jobs are buried."""

_DEPTH: Final = 8
"""Jobs leased ahead for each thread."""

Work = Callable[[str], None]


class Queue(Protocol):
    """The runner's side of the jobs table."""

    def lease(self, *, now: datetime, limit: int, lease: timedelta) -> Sequence[LeasedJob]:
        """Up to `limit` due jobs for this runner alone."""
        ...

    def is_anything_due(self, *, now: datetime) -> bool:
        """A cheap look."""
        ...

    def finish(self, job_ids: Sequence[JobId]) -> None:
        """They are done."""
        ...

    def release(self, job_ids: Sequence[JobId]) -> None:
        """They were leased but not begun."""
        ...

    def retry(self, job_id: JobId, *, run_at: datetime, problem: str) -> None:
        """Give it back for later."""
        ...

    def bury(self, job_id: JobId, *, problem: str) -> None:
        """It will not run again by itself."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One runner over `threads` threads. `work` has one entry a job name; `bell` is rung when jobs were enqueued.

    `again` names what to do instead when a job was begun before, by a process that died or an attempt that failed.
    """

    queue: Queue
    work: Mapping[JobName, Work]
    clock: Clock
    threads: int
    chance: random.Random
    bell: threading.Event
    again: Mapping[JobName, Work] = field(default_factory=dict)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Finish what is running, then return from `run`."""
        self._stopping.set()
        self.bell.set()

    def run(self, *, idle: timedelta = timedelta(seconds=1)) -> None:
        """Work until stopped; looks for due timers at least every `idle`."""
        running: dict[JobId, Future[bool]] = {}
        with ThreadPoolExecutor(self.threads, thread_name_prefix="job") as pool:
            while not self._stopping.is_set():
                self.bell.clear()
                self._surviving(lambda: self._turn(pool, running))
                self.bell.wait(idle.total_seconds())
            self._surviving(lambda: self._let_go(running))

    def run_due(self) -> int:
        """Run everything that is due now, and what that enqueues, in this thread; returns how many ran."""
        count = 0
        while leased := self.queue.lease(now=self.clock.now(), limit=50, lease=LEASE):
            self.queue.finish([job.job_id for job in leased if self._run(job)])
            count += len(leased)
        return count

    def _surviving(self, step: Callable[[], None]) -> None:
        """The jobs table may be away for a while; nothing that happens there may end the worker."""
        try:
            step()
        except TemporaryFailure as failure:
            logger.warning("the jobs table does not answer", extra={"problem": str(failure)})
        except Exception:
            logger.exception("the jobs table cannot be worked on")

    def _turn(self, pool: ThreadPoolExecutor, running: dict[JobId, Future[bool]]) -> None:
        """Take finished jobs off the table and new ones on."""
        self._collect(running)
        leased = self._lease(self.threads * _DEPTH - len(running))
        # A lease that ended while its job still runs here is handed out again; the job goes on and is not doubled.
        fresh = [job for job in leased if job.job_id not in running]
        for job in fresh:
            running[job.job_id] = pool.submit(self._run, job)
        for job in fresh:
            running[job.job_id].add_done_callback(lambda _: self.bell.set())

    def _let_go(self, running: dict[JobId, Future[bool]]) -> None:
        """Wait for what has begun, give back what has not."""
        unbegun = [job_id for job_id, future in running.items() if future.cancel()]
        begun = {job_id: future for job_id, future in running.items() if job_id not in unbegun}
        wait(begun.values())
        self._collect(begun)
        self.queue.release(unbegun)

    def _lease(self, room: int) -> Sequence[LeasedJob]:
        now = self.clock.now()
        # Refilling by halves keeps transactions few; a slow job blocks its own thread only.
        if room < self.threads * _DEPTH // 2 or not self.queue.is_anything_due(now=now):
            return ()
        return self.queue.lease(now=now, limit=room, lease=LEASE)

    def _collect(self, running: dict[JobId, Future[bool]]) -> None:
        over = {job_id: future for job_id, future in running.items() if future.done()}
        self.queue.finish([job_id for job_id, future in over.items() if future.result()])
        for job_id in over:
            del running[job_id]

    def _run(self, leased: LeasedJob) -> bool:
        """Run one job; True when it is done with. Where its fate cannot be written, its lease ends by itself."""
        try:
            return self._attempt(leased)
        except TemporaryFailure as failure:
            logger.warning("the jobs table does not answer", extra=_facts(leased) | {"problem": str(failure)})
        except Exception:
            logger.exception("the jobs table cannot be worked on", extra=_facts(leased))
        return False

    def _attempt(self, leased: LeasedJob) -> bool:
        if leased.attempts > ATTEMPTS:
            self.queue.bury(leased.job_id, problem=f"it was begun {ATTEMPTS} times and never ended")
            return False
        try:
            self._work_of(leased)(leased.job.argument)
        except StaleVersion as error:
            soon = timedelta(milliseconds=self.chance.randrange(20, 200))
            self._retry_or_bury(leased, str(error), pause=soon)
        except TemporaryFailure as error:
            logger.warning("job will be tried again", extra=_facts(leased) | {"problem": str(error)})
            pause = max(self._pause(leased.attempts), error.retry_after or timedelta(0))
            self._retry_or_bury(leased, str(error), pause=pause)
        except PrivacyDeskError as error:
            logger.exception("job cannot succeed", extra=_facts(leased))
            self.queue.bury(leased.job_id, problem=_sentence(error))
        except Exception as error:
            # A fault of ours must not take the other jobs down, nor be lost: it is tried again, then shown.
            logger.exception("job failed", extra=_facts(leased))
            self._retry_or_bury(leased, type(error).__name__, pause=self._pause(leased.attempts))
        else:
            return True
        return False

    def _work_of(self, leased: LeasedJob) -> Work:
        """What was begun before and may be half done has an entry of its own where that matters."""
        usual = self.work[leased.job.name]
        return self.again.get(leased.job.name, usual) if leased.attempts > 1 else usual

    def _retry_or_bury(self, leased: LeasedJob, problem: str, *, pause: timedelta) -> None:
        if leased.attempts >= ATTEMPTS:
            self.queue.bury(leased.job_id, problem=problem)
        else:
            self.queue.retry(leased.job_id, run_at=self.clock.now() + pause, problem=problem)

    def _pause(self, attempts: int) -> timedelta:
        """Doubling, capped, with full jitter over the upper half so that jobs do not come back in a crowd."""
        longest = min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)
        return longest * (0.5 + self.chance.random() / 2)


def _facts(leased: LeasedJob) -> dict[str, object]:
    return {"job": leased.job.name, "argument": leased.job.argument, "attempt": leased.attempts}


def _sentence(error: BaseException) -> str:
    return str(error) or type(error).__name__
