"""What a kill -9 at any moment does to the jobs: nothing."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.audit import verify_chain
from bot.domain.job import Job, JobName
from bot.domain.message import Channel
from bot.store.audit_rows import iter_events
from tests.store.desk_store import DeskStore, sqlite_store
from tests.store.samples import NOW, a_case, a_mail

CASES = 150
JOBS = CASES * 2
KILLS = 10


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DeskStore]:
    store = sqlite_store(tmp_path)
    with store.committing() as unit:
        for number in range(CASES):
            case = a_case(f"case-{number:03d}")
            mail = a_mail(str(number).encode(), uid=number)
            unit.messages.add(case.opened_from, mail, channel=Channel.MAIL, stored_at=NOW)
            unit.cases.add(case)
            unit.jobs.enqueue(Job(name=JobName.TRIAGE, argument=case.case_id))
    yield store
    store.database.close()


def _start(path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.handlers.worker_child", f"sqlite:///{path / 'desk.db'}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _steps_done(store: DeskStore) -> int:
    return int(store.rows("SELECT count(*) FROM audit_events")[0][0])


def _run_until(store: DeskStore, path: Path, *, steps: int) -> bool:
    """Run a process and kill it when so many steps are in the database; whether it had to be killed."""
    with _start(path) as process:
        assert process.stdout is not None
        # Each line wakes us; how far the work is, the database alone says.
        for _line in process.stdout:
            if _steps_done(store) >= steps:
                process.kill()
                return True
    assert process.returncode == 0
    return False


def test_of_three_hundred_jobs_none_is_lost_or_doubled_however_often_the_process_is_killed(
    store: DeskStore, tmp_path: Path
) -> None:
    chance = random.Random()  # noqa: S311 (another moment each time is the point)
    kills = 0
    while store.jobs.count():
        to_go = JOBS - _steps_done(store)
        # While kills are owed, each process gets no more than its share of what is left.
        share = max(1, to_go // (KILLS - kills + 1)) if kills < KILLS else JOBS
        kills += _run_until(store, tmp_path, steps=_steps_done(store) + chance.randint(1, share))

    assert kills >= KILLS
    assert store.jobs.list_dead() == []
    assert store.rows("SELECT state, version, count(*) FROM cases GROUP BY state, version") == [("denied", 3, CASES)]
    assert store.rows("SELECT count(*) FROM case_history") == [(CASES * 3,)]
    assert store.rows("SELECT action, count(*) FROM audit_events GROUP BY action ORDER BY action") == [
        ("reached_awaiting_approval", CASES),
        ("reached_denied", CASES),
    ]
    with store.database.read() as connection:
        assert verify_chain(iter_events(connection)) == JOBS


def test_a_second_process_on_the_same_file_is_refused_with_the_remedy(store: DeskStore, tmp_path: Path) -> None:
    store.database.claim()

    with _start(tmp_path) as process:
        _, complaint = process.communicate()

    assert process.returncode == 2
    assert "another privacy-desk process already runs" in complaint
    assert "stop it first" in complaint
    assert _steps_done(store) == 0
