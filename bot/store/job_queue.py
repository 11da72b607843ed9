"""The jobs table: enqueued with the data, leased to one runner, retried, buried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from bot.domain.job import Job, JobId, JobName, LeasedJob
from bot.store.database import Database
from bot.store.tables import jobs

_NAMES: Final = frozenset(JobName)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadJob:
    """A job that will not run again by itself; `name` may come from another version of this program."""

    name: str
    argument: str
    problem: str


_NEW: Final = insert(jobs)


@dataclass(frozen=True, slots=True)
class JobRows:
    """Enqueuing, inside a unit of work; see bot.ports.storage.Jobs. `now` stands for "at once"."""

    connection: Connection
    now: datetime

    def enqueue(self, job: Job) -> None:
        """Written with the unit's other rows."""
        values = {"name": job.name, "argument": job.argument, "run_at": job.run_at or self.now}
        self.connection.execute(_NEW, {**values, "attempts": 0, "is_dead": False, "problem": ""})

    def set_timer(self, job: Job) -> None:
        """In place of any other of that name and argument.

        One that is being worked on stays: its runner takes it off by its number, which SQLite would give anew.
        """
        alike = (jobs.c.name == job.name) & (jobs.c.argument == job.argument)
        self.connection.execute(delete(jobs).where(alike, jobs.c.is_dead.is_(False), jobs.c.leased_until.is_(None)))
        self.enqueue(job)


@dataclass(frozen=True, slots=True)
class JobQueue:
    """The runner's side of the table. A lease that ends without an answer is handed out again."""

    database: Database

    def lease(self, *, now: datetime, limit: int, lease: timedelta) -> Sequence[LeasedJob]:
        """Up to `limit` jobs that are due, the longest waiting first, for this runner alone."""
        is_free = or_(jobs.c.leased_until.is_(None), jobs.c.leased_until < now)
        due = select(jobs.c.job_id).where(jobs.c.is_dead.is_(False), jobs.c.run_at <= now, is_free)
        chosen = due.order_by(jobs.c.run_at, jobs.c.job_id).limit(limit).with_for_update(skip_locked=True)
        with self.database.write() as connection:
            ids = connection.execute(chosen).scalars().all()
            taken = (
                update(jobs)
                .where(jobs.c.job_id.in_(ids))
                .values(leased_until=now + lease, attempts=jobs.c.attempts + 1)
                .returning(jobs.c.job_id, jobs.c.name, jobs.c.argument, jobs.c.attempts)
            )
            rows = connection.execute(taken).all() if ids else []
            _bury_strangers(connection, [row.job_id for row in rows if row.name not in _NAMES])
        return [
            LeasedJob(
                job_id=JobId(row.job_id),
                job=Job(name=JobName(row.name), argument=row.argument),
                attempts=row.attempts,
            )
            for row in sorted(rows, key=lambda row: ids.index(row.job_id))
            if row.name in _NAMES
        ]

    def is_anything_due(self, *, now: datetime) -> bool:
        """A cheap look before a lease, so that an idle runner does not write."""
        is_free = or_(jobs.c.leased_until.is_(None), jobs.c.leased_until < now)
        due = select(jobs.c.job_id).where(jobs.c.is_dead.is_(False), jobs.c.run_at <= now, is_free).limit(1)
        with self.database.read() as connection:
            return connection.execute(due).first() is not None

    def finish(self, job_ids: Sequence[JobId]) -> None:
        """They are done."""
        if not job_ids:
            return
        with self.database.write() as connection:
            connection.execute(delete(jobs).where(jobs.c.job_id.in_(job_ids)))

    def retry(self, job_id: JobId, *, run_at: datetime, problem: str) -> None:
        """Give it back for later."""
        self._set(job_id, run_at=run_at, leased_until=None, problem=problem)

    def bury(self, job_id: JobId, *, problem: str) -> None:
        """It will not run again by itself; it stays to be seen."""
        self._set(job_id, is_dead=True, leased_until=None, problem=problem)

    def release(self, job_ids: Sequence[JobId]) -> None:
        """They were leased but not begun: whoever comes next may take them."""
        if not job_ids:
            return
        unbegun = update(jobs).where(jobs.c.job_id.in_(job_ids))
        with self.database.write() as connection:
            connection.execute(unbegun.values(leased_until=None, attempts=jobs.c.attempts - 1))

    def release_all(self) -> None:
        """Free every lease: right only when no other runner can be alive (SQLite, at start)."""
        with self.database.write() as connection:
            connection.execute(update(jobs).where(jobs.c.leased_until.is_not(None)).values(leased_until=None))

    def revive_dead(self) -> int:
        """Give dead jobs another life; returns how many. They count as begun before, so that they look first."""
        with self.database.write() as connection:
            revived = update(jobs).where(jobs.c.is_dead.is_(True)).values(is_dead=False, attempts=1, leased_until=None)
            return connection.execute(revived).rowcount

    def list_dead(self, *, limit: int = 200) -> Sequence[DeadJob]:
        """Buried jobs with what went wrong, oldest first."""
        dead = select(jobs).where(jobs.c.is_dead.is_(True)).order_by(jobs.c.job_id).limit(limit)
        with self.database.read() as connection:
            rows = connection.execute(dead).all()
        return [DeadJob(name=row.name, argument=row.argument, problem=row.problem) for row in rows]

    def count(self) -> int:
        """Jobs still to do, now or later."""
        alive = select(func.count()).select_from(jobs).where(jobs.c.is_dead.is_(False))
        with self.database.read() as connection:
            return connection.execute(alive).scalar_one()

    def _set(self, job_id: JobId, **values: object) -> None:
        with self.database.write() as connection:
            connection.execute(update(jobs).where(jobs.c.job_id == job_id).values(**values))


def _bury_strangers(connection: Connection, job_ids: Sequence[int]) -> None:
    """A newer program's jobs must not stop this one's: they wait, visibly, until it is back."""
    if job_ids:
        problem = "this version of the program does not know this kind of job: run the newer one, then revive it"
        buried = update(jobs).where(jobs.c.job_id.in_(job_ids))
        connection.execute(buried.values(is_dead=True, leased_until=None, problem=problem))
