"""When a model may take another's place."""

import math
from dataclasses import replace

import pytest

from bot.domain.model_card import HeldBackFigures, complaints

IN_USE = HeldBackFigures(mails=1_239, auc=0.969, noticed=0.985, wrongly_sure=0.010, flagged=0.20, macro_f1=0.81)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"auc": 0.967},
        {"noticed": 0.980, "wrongly_sure": 0.013},
        {"flagged": 0.21, "macro_f1": 0.80},
        {"auc": 0.99, "noticed": 1.0, "wrongly_sure": 0.0, "flagged": 0.0, "macro_f1": 1.0},
    ],
)
def test_what_is_as_good_or_within_the_tremble_may_be_promoted(changes: dict[str, float]) -> None:
    assert complaints(replace(IN_USE, **changes), IN_USE) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"noticed": 0.979}, "requests noticed 97.9% instead of 98.5% (at most 0.5% may be lost)"),
        ({"wrongly_sure": 0.014}, "ordinary mail wrongly sure 1.4% instead of 1.0% (at most 0.3% may be lost)"),
        ({"auc": 0.9669}, "AUC 0.9669 instead of 0.9690 (at most 0.0020 may be lost)"),
        ({"flagged": 0.211}, "ordinary mail flagged 21.1% instead of 20.0% (at most 1.0% may be lost)"),
        ({"macro_f1": 0.799}, "macro-F1 0.7990 instead of 0.8100 (at most 0.0100 may be lost)"),
        ({"auc": math.nan}, "AUC nan instead of 0.9690 (at most 0.0020 may be lost)"),
    ],
)
def test_each_figure_that_is_worse_is_named(changes: dict[str, float], said: str) -> None:
    assert complaints(replace(IN_USE, **changes), IN_USE) == (said,)  # type: ignore[arg-type]


def test_all_that_is_worse_is_named_what_harms_people_first() -> None:
    worse = replace(IN_USE, auc=0.5, noticed=0.5, wrongly_sure=0.5, flagged=0.5, macro_f1=0.5)

    assert [said.split(" 5")[0].split(" 0")[0] for said in complaints(worse, IN_USE)] == [
        "requests noticed",
        "ordinary mail wrongly sure",
        "AUC",
        "ordinary mail flagged",
        "macro-F1",
    ]
