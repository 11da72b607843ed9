"""A process that works the jobs of one file until there are none left, or until it is killed.

Each case goes two steps, each a job that moves it and enqueues the next in one transaction. It prints a line a job.
"""

import random
import sys
import threading

from sqlalchemy import text

from bot.domain.case import CaseId, CaseState
from bot.domain.job import Job, JobName
from bot.errors import SecondProcess
from bot.store.database import Database
from bot.store.job_queue import JobQueue
from bot.store.unit_of_work import SqlUnitOfWork
from handlers.worker import Work, Worker
from tests.store.desk_store import HandClock, new_vault
from tests.store.samples import NOW, an_event

STEPS = {
    JobName.TRIAGE: (CaseState.RECEIVED, CaseState.AWAITING_APPROVAL, JobName.START),
    JobName.START: (CaseState.AWAITING_APPROVAL, CaseState.DENIED, None),
}


def _count_open(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM cases WHERE state <> 'denied'")).scalar_one())


def main(url: str) -> int:
    """Returns 2 when another process has the file."""
    database = Database(url)
    try:
        database.claim()
    except SecondProcess as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    jobs, clock, bell = JobQueue(database), HandClock(), threading.Event()
    jobs.release_all()

    def step(name: JobName) -> Work:
        expected, reached, following = STEPS[name]

        def work(case_id: str) -> None:
            with SqlUnitOfWork(database, new_vault(), clock, bell.set) as unit:
                case = unit.cases.get(CaseId(case_id))
                if case.state is expected:
                    unit.cases.save(case, case.move_to(reached), at=NOW, by="system")
                    unit.audit.append(an_event(f"reached_{reached}", case_id=case_id))
                    if following is not None:
                        unit.jobs.enqueue(Job(name=following, argument=case_id))
                    unit.commit()
            sys.stdout.write("done\n")
            sys.stdout.flush()
            if not _count_open(database):
                worker.stop()

        return work

    worker = Worker(
        queue=jobs,
        work={name: step(name) for name in STEPS},
        clock=clock,
        threads=4,
        chance=random.Random(),  # noqa: S311 (jitter, not secrets)
        bell=bell,
    )
    if jobs.count():
        worker.run()
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
