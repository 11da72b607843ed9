import json
import re
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError
from slackblocks import InvalidUsageError

from bot.domain.card import ApprovalCard, CardLine, ReviewCard
from bot.domain.request import RequestType
from integrations.sandbox.slack_limits import refusal_of_message
from integrations.slack_blocks import MESSAGE_CHARACTERS, SlackPost, approval_post, review_post, thread_text
from tests.integrations.slack_cards import DELETION, DOUBT
from tests.integrations.slack_validators import validate_message, validate_with_slackblocks

NASTY = [
    "<!channel>",
    "<https://evil.example|Approve>",
    "&" * 3_000,
    "*_~`" * 99,
    "x" * 10_000,
    "\n" * 50,
    "",
    "\x1b[2J\u202e",
]
texts = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=200), st.text(min_size=1, max_size=8).map(lambda text: text * 900)
)
lines = st.lists(st.builds(CardLine, texts, texts), max_size=30).map(tuple)
kinds = st.sampled_from(RequestType)
approval_cards = st.builds(
    ApprovalCard,
    case_id=st.just(DELETION.case_id),
    plan_hash=st.just(DELETION.plan_hash),
    number=texts,
    request_type=kinds,
    time_left=texts,
    excerpt=texts,
    person=texts,
    lines=lines,
    warning=texts,
    approvals=st.integers(1, 3),
    given=st.lists(texts, max_size=4).map(tuple),
    ending=st.none() | texts,
    open_url=texts | st.just("https://desk.example.com/x"),
    answer=texts,
    is_irreversible=st.booleans(),
    may_approve=st.booleans(),
    notes=st.lists(st.builds(CardLine, texts, texts), max_size=5).map(tuple),
    confirmation=texts,
    may_withdraw=st.booleans(),
)
review_cards = st.builds(
    ReviewCard,
    review_id=st.just(DOUBT.review_id),
    sender=texts,
    age=texts,
    excerpt=texts,
    guess=texts,
    suggestions=st.lists(kinds, max_size=5).map(tuple),
    ending=st.none() | texts,
    open_url=texts | st.just("https://desk.example.com/x"),
)


def buttons(post: SlackPost) -> dict[str, dict[str, Any]]:
    found = [element for block in post.blocks if block["type"] == "actions" for element in block["elements"]]
    return {button["action_id"]: button for button in found}


def shown(post: SlackPost) -> str:
    return json.dumps(post.blocks, ensure_ascii=False)


def check(post: SlackPost) -> None:
    validate_message(post.blocks)
    assert refusal_of_message(post.blocks) is None
    assert len(shown(post)) <= MESSAGE_CHARACTERS
    markdown = [text for block in post.blocks for text in (block.get("text"), *block.get("elements", [])) if text]
    for text in [post.text, *(text["text"] for text in markdown if text["type"] == "mrkdwn")]:
        assert "<" not in text
        assert not re.search(r"&(?!amp;|lt;|gt;)", text)


@settings(deadline=None, max_examples=80)  # other work on the machine is no fault of the card
@given(approval_cards)
def test_an_approval_card_always_fits_into_slack(card: ApprovalCard) -> None:
    check(approval_post(card))


@settings(deadline=None, max_examples=60)
@given(review_cards)
def test_a_review_card_always_fits_into_slack(card: ReviewCard) -> None:
    check(review_post(card))


@settings(deadline=None)
@given(texts)
def test_a_line_of_the_thread_always_fits_into_slack(line: str) -> None:
    sent = thread_text(line)

    assert 1 <= len(sent) <= 2_000
    assert "<" not in sent


def test_the_validators_refuse_what_slack_refuses() -> None:
    too_long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}

    with pytest.raises(SlackObjectFormationError):
        validate_message([too_long])
    with pytest.raises(InvalidUsageError):
        validate_with_slackblocks([too_long])


def test_a_full_card_shows_everything_at_once() -> None:
    post = approval_post(DELETION)

    assert "Delete everything · case 26-0142" in shown(post)
    assert "27 days left · due Tue 29 Dec" in shown(post)
    assert "> …close my account and delete everything you hold about me…" in shown(post)
    assert "• *Ad audiences*  remove, keep out" in shown(post)
    assert "⚠️ Cannot be undone." in shown(post)


def test_the_notification_says_the_request_and_never_the_customers_words() -> None:
    post = approval_post(DELETION)

    assert post.text == (
        "Delete everything, case 26-0142, for j•••@e•••.com · customer since 2021: "
        "27 days left · due Tue 29 Dec. Please decide."
    )


def test_buttons_carry_opaque_ids_and_nothing_else() -> None:
    pressed = buttons(approval_post(DELETION))

    ids = {"c": DELETION.case_id, "p": DELETION.plan_hash}
    assert [json.loads(button["value"]) for button in pressed.values() if "value" in button] == [ids] * 3
    assert list(pressed) == ["approval.approve", "approval.deny", "approval.ask", "card.open"]


@pytest.mark.parametrize(
    ("approvals", "given_by", "label"),
    [(1, (), "Approve"), (2, (), "Approve · 1 of 2"), (2, ("Ana Agent approved at 10:49",), "Approve · 2 of 2")],
)
def test_the_approve_button_says_whose_turn_it_is(approvals: int, given_by: tuple[str, ...], label: str) -> None:
    post = approval_post(replace(DELETION, approvals=approvals, given=given_by))

    assert buttons(post)["approval.approve"]["text"]["text"] == label
    assert all(f"✓ {name}" in shown(post) for name in given_by)


def test_only_what_cannot_be_undone_asks_twice() -> None:
    final = buttons(approval_post(DELETION))["approval.approve"]
    harmless = buttons(approval_post(replace(DELETION, is_irreversible=False)))["approval.approve"]

    assert "Cannot be undone." in final["confirm"]["text"]["text"]
    assert "confirm" not in harmless


@pytest.mark.parametrize("ending", ["Approved by Ana Agent at 10:51. Runs on Thu 26 Nov.", ""])
def test_a_decided_card_says_how_it_ended_and_can_only_be_opened(ending: str) -> None:
    decided = approval_post(replace(DELETION, ending=ending))
    read = review_post(replace(DOUBT, ending=ending))

    assert list(buttons(decided)) == list(buttons(read)) == ["card.open"]
    assert ending in shown(decided)
    assert ending in shown(read)


def test_a_decided_card_promises_nothing() -> None:
    denied = shown(approval_post(replace(DELETION, answer="Thank you.", ending="Denied by Ben Agent.")))

    assert "What happens" not in denied
    assert "will be sent" not in denied


def test_a_card_that_is_too_long_says_everything_more_briefly() -> None:
    long = '"' * 10_000
    lines = tuple(CardLine(long, long) for _ in range(12))
    card = replace(DELETION, excerpt=long, person=long, lines=lines, warning=long, answer=long, given=(long,) * 5)

    post = approval_post(card)

    check(post)
    assert len(shown(post)) > MESSAGE_CHARACTERS / 3
    assert [block["type"] for block in post.blocks] == ["header", "context", *["section"] * 5, "context", "actions"]


def test_more_systems_than_fit_are_counted() -> None:
    many = tuple(CardLine(f"System {number}", "erase 1 profile") for number in range(30))

    post = approval_post(replace(DELETION, lines=many))

    assert "System 10" in shown(post)
    assert "System 11" not in shown(post)
    assert "• and 19 more, see Open" in shown(post)


def test_an_answer_to_be_sent_is_shown_before_it_is_approved() -> None:
    post = approval_post(replace(DELETION, answer="Thank you for asking.\nWe do not sell your data."))

    assert "*The answer that will be sent*\\n> Thank you for asking.\\n> We do not sell your data." in shown(post)


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://x.example/" + "x" * 3_000])
def test_a_link_that_is_none_is_left_out(url: str) -> None:
    assert "card.open" not in buttons(approval_post(replace(DELETION, open_url=url)))


def test_a_review_card_offers_the_two_likeliest_requests() -> None:
    offered = replace(DOUBT, suggestions=(RequestType.ERASURE, RequestType.MARKETING_OPT_OUT, RequestType.ACCESS))

    pressed = buttons(review_post(offered))

    assert [button["text"]["text"] for button in pressed.values()] == [
        "Delete everything",
        "Stop marketing",
        "Something else…",
        "Not privacy",
        "Open",
    ]
    assert json.loads(pressed["review.pick.1"]["value"]) == {"r": DOUBT.review_id, "t": "marketing_opt_out"}


def test_an_id_that_does_not_fit_into_a_button_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        approval_post(replace(DELETION, case_id=type(DELETION.case_id)("x" * 3_000)))


def test_every_field_of_a_card_is_tried_with_hostile_text() -> None:
    tried = {"case_id", "plan_hash", "number", "request_type", "time_left", "excerpt", "person", "lines", "warning"}
    tried |= {"approvals", "given", "ending", "open_url", "answer", "is_irreversible", "may_approve", "notes"}
    tried |= {"confirmation", "may_withdraw"}

    assert {field.name for field in fields(ApprovalCard)} == tried


def test_what_still_has_to_be_written_cannot_be_approved() -> None:
    unwritten = buttons(approval_post(replace(DELETION, may_approve=False)))

    assert "approval.approve" not in unwritten
    assert "approval.deny" in unwritten
