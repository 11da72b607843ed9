"""Training on ever more briefs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nlp import curves, first_stage
from nlp.curves import ORDERS, SIZES, trainings
from nlp.measuring.learning_curve import LearningCurve
from nlp.study import HELD_BACK
from nlp.training_mail import read_corpus

BRIEFS = [f"brief-{number}" for number in range(20)]


def test_each_order_grows_by_whole_briefs_and_all_of_them_come_last() -> None:
    steps = list(trainings(BRIEFS))

    assert len(steps) == ORDERS * len(SIZES) + 1
    assert steps[-1] == (0, frozenset(BRIEFS))
    for order in range(ORDERS):
        small, middle, large = (chosen for which, chosen in steps[:-1] if which == order)
        assert small < middle < large
        assert tuple(map(len, (small, middle, large))) == SIZES


def test_the_orders_differ_and_stay_the_same() -> None:
    assert len({chosen for _, chosen in trainings(BRIEFS) if len(chosen) == 4}) == ORDERS
    assert list(trainings(BRIEFS)) == list(trainings(list(reversed(BRIEFS))))


def test_with_few_briefs_only_what_fits_is_trained() -> None:
    assert [len(chosen) for _, chosen in trainings(BRIEFS[:4])] == [4]


def test_the_command_prints_and_writes_the_curve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corner = read_corpus()[::90]
    monkeypatch.setattr(curves, "read_corpus", lambda: corner)
    monkeypatch.setattr(curves, "ORDERS", 1)
    monkeypatch.setattr(first_stage, "WHOLE", replace(first_stage.WHOLE, epochs=1))
    monkeypatch.setattr(first_stage, "SENTENCE", replace(first_stage.SENTENCE, epochs=1))

    curves.main(["--write", str(tmp_path / "deep" / "curve.json")])

    curve = LearningCurve.from_json(json.loads((tmp_path / "deep" / "curve.json").read_text("utf-8")))
    briefs = {mail.brief for mail in corner} - HELD_BACK
    assert [stage.briefs for stage in curve.stages] == [4, 8, 16, len(briefs)]
    assert curve.held_back == sum(mail.brief in HELD_BACK for mail in corner)
    assert all(0 <= step.auc <= 1 for step in curve.steps)
    assert f"{curve.stages[-1].auc:.3f}" in capsys.readouterr().out
