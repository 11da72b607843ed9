"""What the tests of `privacy-desk model` share: a desk where models are made at once, and people who taught it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.bootstrap import model_commands
from nlp.models import candidate
from nlp.reviewed import META, sign
from nlp.train import model_version
from nlp.training_mail import TrainingMail
from tests.commands.conftest import Typed
from tests.nlp.fake_bench import BETTER, FakeBench
from tests.store.desk_store import DeskStore
from tests.store.samples import an_example

TypeIn = Callable[..., Typed]


def quick_bench(monkeypatch: pytest.MonkeyPatch) -> FakeBench:
    """Every model trained in this test is better, until it says otherwise; training writes a small file."""
    bench = FakeBench()

    def measure(folder: Path) -> object:
        return bench.figures.get("trained", BETTER)

    def write_little(folder: Path, reviewed: Sequence[TrainingMail]) -> None:
        (folder / "pipeline").mkdir()
        (folder / META).write_text(json.dumps({"version": model_version(), "corpus_sha256": "c" * 64}))
        sign(folder, reviewed)

    monkeypatch.setattr(bench, "measure", measure)
    monkeypatch.setattr(candidate, "train_reviewed", write_little)
    monkeypatch.setattr(model_commands, "HeldBackBench", lambda _: bench)
    return bench


def teach(store: DeskStore, *numbers: int) -> None:
    for number in numbers:
        example = an_example(store.keep_mail(f"message-{number}"), f"example-{number}")
        with store.committing() as unit:
            unit.examples.keep(example)


def trained(type_in: TypeIn) -> str:
    typed = type_in("model", "train")
    assert typed.code == 0, typed.err
    return typed.out.split()[1]


def audited(store: DeskStore) -> list[tuple[str, dict[str, str]]]:
    rows = store.rows("SELECT action, CAST(details AS TEXT) FROM audit_events ORDER BY sequence")
    return [(action, json.loads(details)) for action, details in rows]
