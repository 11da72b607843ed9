"""What holds for every file of the code base."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import SETTINGS

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "integrations", "nlp")
LOCKS = sorted(ROOT.glob("*.lock"))
PARTS_OF_TESTS = re.compile(r"Contract$")


def modules(*folders: str) -> Iterator[Path]:
    """Every Python file below, migrations aside: they are history."""
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules(*PACKAGES)}

    assert {path: length for path, length in lengths.items() if length > 300} == {}
    assert len(lengths) > 100


def test_no_name_of_a_file_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "misc", "base", "manager", "processor", "data", "info"}

    assert [path for path in modules(*PACKAGES, "tests") if path.stem in empty] == []


def test_every_step_of_the_workflow_has_its_tests() -> None:
    steps = {path.stem for path in modules("bot/workflow") if path.stem != "__init__"}
    tested = {path.stem.removeprefix("test_") for path in modules("tests/workflow")}

    assert steps - tested == set()


def test_every_contract_is_kept_by_somebody() -> None:
    classes = [
        node
        for path in modules("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    contracts = {node.name for node in classes if PARTS_OF_TESTS.search(node.name)}
    kept = {base.id for node in classes for base in node.bases if isinstance(base, ast.Name)}

    assert contracts - kept == set()
    assert {"MailboxContract", "MailerContract", "PortalContract", "ApprovalDeskContract", "ConnectorContract"} <= kept


def test_the_readme_lists_every_setting_with_its_meaning_and_default() -> None:
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    by_variable = {row.split("`")[1]: row for row in rows}

    for setting in SETTINGS:
        assert setting.variable in by_variable, f"README.md does not list {setting.variable}"
        row = by_variable[setting.variable]
        assert setting.meaning in row, f"README.md says something else about {setting.variable}"
        if setting.default:
            assert setting.default in row, f"README.md has another default for {setting.variable}"


def test_the_readme_lists_no_setting_that_is_gone() -> None:
    named = set(re.findall(r"`(PRIVACY_DESK_[A-Z_]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))

    gone = {name for name in named if name.removesuffix("_FILE") not in {each.variable for each in SETTINGS}}
    assert gone == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_pins_by_hash_and_names_no_address(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if re.match(r"[\w.-]+(\[[\w,-]+\])?==", line)]

    assert [line for line in lines if "://" in line or "index-url" in line] == []
    assert len(pins) > 15
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


def test_there_are_lock_files() -> None:
    assert [lock.name for lock in LOCKS] == ["requirements-dev.lock", "requirements-train.lock", "requirements.lock"]
