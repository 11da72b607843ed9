"""The hash an approval is bound to: whatever people see changes it, and nothing else does."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.action import Action, ActionKind, DataCategory, Instruction, Kept, Preview, RetentionGround, SystemName
from bot.domain.case import Case
from bot.domain.correction import CorrectableField, Correction
from bot.domain.identity import SubjectKey
from bot.domain.plan import plan_hash
from bot.domain.plan_words import plan_line
from bot.domain.request import Scope
from tests.store.samples import a_case, an_action

CASE = a_case()
NOUNS = st.sampled_from(["profile", "invoices", "charges", "addresses"])
KEPT = st.builds(
    Kept,
    what=NOUNS,
    count=st.integers(min_value=1, max_value=9),
    ground=st.sampled_from(RetentionGround),
    until=st.none() | st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 1, 1)),
)
PREVIEWS = st.builds(
    Preview,
    counts=st.dictionaries(NOUNS, st.integers(min_value=0, max_value=9)),
    kept=st.lists(KEPT, max_size=3).map(tuple),
    is_known=st.booleans(),
    is_connected=st.booleans(),
)
PLANS = st.dictionaries(
    st.tuples(st.sampled_from(["storefront", "payments", "ads"]), st.sampled_from(DataCategory)), PREVIEWS, max_size=4
)


def actions_of(plan: dict[tuple[str, DataCategory], Preview]) -> list[Action]:
    return [
        replace(
            an_action(CASE, system, position=position),
            instruction=Instruction(kind=ActionKind.ERASE, category=category),
            preview=preview,
        )
        for position, ((system, category), preview) in enumerate(plan.items())
    ]


def seen(actions: list[Action]) -> list[tuple[str, DataCategory, str]]:
    """What a person reads of the plan, order aside: each line, its parts sorted."""
    parts = [
        (
            action.system,
            action.instruction.category,
            "|".join(sorted(plan_line(action).replace(",", " ·").split(" · "))),
        )
        for action in actions
    ]
    return sorted(parts)


@given(one=PLANS, other=PLANS)
def test_plans_that_read_differently_have_different_hashes(
    one: dict[tuple[str, DataCategory], Preview], other: dict[tuple[str, DataCategory], Preview]
) -> None:
    if seen(actions_of(one)) != seen(actions_of(other)):
        assert plan_hash(CASE, actions_of(one)) != plan_hash(CASE, actions_of(other))


@given(plan=PLANS, data=st.data())
def test_the_order_of_equal_content_does_not_matter(
    plan: dict[tuple[str, DataCategory], Preview], data: st.DataObject
) -> None:
    shuffled = [
        replace(action, preview=_turned(action.preview), position=action.position + 7)
        for action in data.draw(st.permutations(actions_of(plan)))
    ]

    assert plan_hash(CASE, shuffled) == plan_hash(CASE, actions_of(plan))


@pytest.mark.parametrize(
    "changed",
    [
        replace(CASE, subject_key=SubjectKey("somebody else")),
        replace(CASE, scope=Scope(service_messages=True)),
        replace(CASE, not_before=date(2027, 3, 1)),
        replace(CASE, payload=replace(CASE.payload, answer="Dear nobody")),
        replace(CASE, payload=replace(CASE.payload, added=("one more thing",))),
        replace(CASE, payload=replace(CASE.payload, condition="after my birthday")),
        replace(CASE, payload=replace(CASE.payload, correction=Correction(what=CorrectableField.NAME, new="x"))),
        replace(CASE, payload=replace(CASE.payload, correction=None)),
        a_case("case-2", subject_key=CASE.subject_key),
    ],
)
def test_whatever_else_is_shown_of_the_case_changes_the_hash(changed: Case) -> None:
    actions = [an_action(CASE)]

    assert plan_hash(changed, actions) != plan_hash(CASE, actions)


@pytest.mark.parametrize(
    "changed",
    [
        replace(an_action(CASE), system=SystemName("payments")),
        replace(an_action(CASE), irreversible=False),
        replace(an_action(CASE), instruction=Instruction(kind=ActionKind.EXPORT, category=DataCategory.CONTACT)),
        replace(an_action(CASE), instruction=Instruction(kind=ActionKind.ERASE, category=DataCategory.PAYMENT)),
    ],
)
def test_whatever_is_shown_of_an_action_changes_the_hash(changed: Action) -> None:
    assert plan_hash(CASE, [changed]) != plan_hash(CASE, [an_action(CASE)])


def _turned(preview: Preview) -> Preview:
    return replace(preview, counts=dict(list(preview.counts.items())[::-1]), kept=preview.kept[::-1])
