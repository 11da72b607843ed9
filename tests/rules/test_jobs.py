"""Every kind of job has exactly one worker entry, in the desk as it is really put together."""

import ast
from collections import Counter
from pathlib import Path

import bot.bootstrap
from bot.bootstrap import build
from bot.bootstrap.machine import SystemClock
from bot.bootstrap.outside import connect
from bot.domain.job import JobName
from bot.settings import read_settings


def test_every_job_is_worked_by_one_entry(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "PRIVACY_DESK_MASTER_KEY": "ab" * 32,
            "PRIVACY_DESK_DATABASE_URL": f"sqlite:///{tmp_path / 'desk.db'}",
        }
    )

    service = build(settings, connect(settings, SystemClock()))
    service.database.close()

    assert set(service.worker.work) == set(JobName)
    assert set(service.worker.again) <= set(JobName)


def test_no_table_of_the_composition_root_names_a_job_twice() -> None:
    tree = ast.parse(Path(bot.bootstrap.__file__).read_text(encoding="utf-8"))
    tables = [Counter(_job_names(node)) for node in ast.walk(tree) if isinstance(node, ast.Dict)]

    assert max(max(table.values(), default=0) for table in tables) == 1


def _job_names(table: ast.Dict) -> list[str]:
    return [ast.unparse(key) for key in table.keys if key is not None and ast.unparse(key).startswith("JobName.")]
