"""Plans and outcomes in a line."""

import pytest

from bot.domain.action import (
    ActionKind,
    ActionOutcome,
    ActionState,
    Kept,
    OutcomeKind,
    Preview,
    RetentionGround,
    SystemName,
)
from bot.domain.plan_words import action_state_words, by_system, outcome_line, plan_line
from tests.handlers.stories import a_case, an_action

KEPT = Kept(what="open_orders", count=1, ground=RetentionGround.OPEN_ORDER)


def test_a_system_that_does_not_answer_is_not_called_empty() -> None:
    action = an_action(a_case(), "storefront", 1, Preview(counts={}, is_known=False))

    assert plan_line(action) == "does not answer now; it is asked again before anything is done there"


def test_what_stays_without_a_date_names_its_ground_alone() -> None:
    action = an_action(a_case(), "storefront", 1, Preview(counts={"profile": 0}, kept=(KEPT,)))

    assert plan_line(action) == "keep 1 open order (open order)"


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (ActionOutcome(kind=OutcomeKind.NOTHING_FOUND), "nothing was found"),
        (ActionOutcome(kind=OutcomeKind.RETAINED, kept=(KEPT,)), "kept 1 open order (open order)"),
        (ActionOutcome(kind=OutcomeKind.RETAINED), "kept"),
        (ActionOutcome(kind=OutcomeKind.DONE), "erased"),
        (
            ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1, "notes": 0}, kept=(KEPT,)),
            "erased 1 profile · kept 1 open order (open order)",
        ),
    ],
)
def test_an_outcome_is_a_line(outcome: ActionOutcome, line: str) -> None:
    action = an_action(a_case(), "storefront", 1, Preview(counts={"profile": 1}), outcome=outcome)

    assert outcome_line(action) == line


def test_every_kind_and_state_has_its_words() -> None:
    plain = an_action(a_case(), "storefront", 1, Preview(counts={"profile": 1}))
    for kind in ActionKind:
        instruction = type(plain.instruction)(kind=kind, category=plain.instruction.category)
        action = an_action(a_case(), "storefront", 1, Preview(counts={"profile": 1}), instruction=instruction)
        assert plan_line(action).endswith(" 1 profile")
    for state in ActionState:
        assert action_state_words(an_action(a_case(), "storefront", 1, Preview(counts={}), state=state))


def test_actions_of_one_system_stand_together_under_its_title() -> None:
    case, full = a_case(), Preview(counts={"x": 1})
    actions = [an_action(case, system, n, full) for n, system in enumerate(["ad_audience", "shop", "ad_audience"])]

    grouped = by_system(reversed(actions), {SystemName("shop"): "Our shop"})

    assert [(title, [one.position for one in own]) for title, own in grouped] == [
        ("Ad audience", [0, 2]),
        ("Our shop", [1]),
    ]


@pytest.mark.parametrize(
    ("what", "one"),
    [
        ("addresses", "address"),
        ("address", "address"),
        ("invoices", "invoice"),
        ("audience entries", "audience entry"),
        ("boxes", "box"),
        ("profile", "profile"),
        ("status", "status"),
        ("pick_records", "pick record"),
    ],
)
def test_one_of_a_kind_is_said_in_the_singular(what: str, one: str) -> None:
    single = an_action(a_case(), "storefront", 1, Preview(counts={what: 1}))
    several = an_action(a_case(), "storefront", 1, Preview(counts={what: 2}))

    assert plan_line(single) == f"erase 1 {one}"
    assert plan_line(several) == f"erase 2 {what.replace('_', ' ')}"


def test_an_entry_on_the_stop_list_is_said_in_words() -> None:
    plain = an_action(a_case(), "marketing", 1, Preview(counts={"profile": 1, "suppression entries": 1}))
    stopping = type(plain.instruction)(kind=ActionKind.STOP_MARKETING, category=plain.instruction.category)
    listed = an_action(a_case(), "marketing", 1, plain.preview, instruction=stopping)
    alone = an_action(a_case(), "ads", 1, Preview(counts={"suppression entries": 1}), instruction=stopping)

    assert plan_line(listed) == "stop marketing to 1 profile · keep on the stop list"
    assert plan_line(alone) == "keep on the stop list"
