"""Reading a system's answer: what is missing or odd is a failure, never a zero."""

from datetime import date

import pytest

from bot.domain.action import Kept, RetentionGround
from bot.errors import PermanentFailure
from integrations.connectors.answer import counts_at, is_nothing, kept_at, list_at, text_at
from integrations.connectors.kept_entry import KeptEntry
from integrations.connectors.template import filled
from integrations.http import Json

ENTRY = KeptEntry(
    what="kind", count="how.many", ground="why", until="till", grounds={"law": RetentionGround.TAX}
)  # fmt: skip


def test_counts_speak_our_nouns_and_leave_out_zeros() -> None:
    answer: Json = {"done": {"numbers": {"pick_recs": 2, "odd_ones": 1, "none": 0}}}

    assert counts_at(answer, "done.numbers", {"pick_recs": "pick records"}) == {"pick records": 2, "odd ones": 1}


@pytest.mark.parametrize(
    "answer",
    [None, [], "text", {}, {"numbers": 3}, {"numbers": {"a": "2"}}, {"numbers": {"a": True}}, {"numbers": {"a": -1}}],
)
def test_what_is_no_count_is_a_failure(answer: Json) -> None:
    with pytest.raises(PermanentFailure, match="numbers"):
        counts_at(answer, "numbers", {})


@pytest.mark.parametrize("answer", [{}, {"people": {}}, {"people": ["Jolanda"]}, {"people": None}])
def test_what_is_no_list_of_records_is_a_failure(answer: Json) -> None:
    with pytest.raises(PermanentFailure, match="people"):
        list_at(answer, "people")


def test_kept_records_are_read_with_ground_and_day() -> None:
    answer: Json = {"stays": [{"kind": "bills", "how": {"many": 2}, "why": "law", "till": "2032-12-31T23:59:59Z"}]}

    assert kept_at(answer, "stays", ENTRY, {"bills": "invoices"}) == (
        Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2032, 12, 31)),
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "bills", "how": {"many": 2}, "why": "whim", "till": None},
        {"kind": "bills", "how": {"many": "2"}, "why": "law", "till": None},
        {"kind": "bills", "how": {"many": 2}, "why": "law", "till": "soon"},
        {"how": {"many": 2}, "why": "law"},
    ],
)
def test_a_ground_is_never_guessed(entry: dict[str, Json]) -> None:
    with pytest.raises(PermanentFailure):
        kept_at({"stays": [entry]}, "stays", ENTRY, {})


@pytest.mark.parametrize("left", [None, [], {}, 0, {"profile": 0}])
def test_nothing_left_is_nothing(left: Json) -> None:
    assert is_nothing({"left": left}, "left")


@pytest.mark.parametrize("left", [1, ["x"], {"profile": 1}, "x"])
def test_something_left_is_something(left: Json) -> None:
    assert not is_nothing({"left": left}, "left")


def test_an_answer_that_does_not_say_what_is_left_is_no_proof() -> None:
    with pytest.raises(PermanentFailure):
        is_nothing({}, "left")


def test_a_missing_text_is_empty() -> None:
    assert text_at({"a": {"b": 7}}, "a.b") == "7"
    assert text_at({"a": None}, "a") == text_at({}, "a") == text_at({}, "") == ""


def test_values_take_their_place_whole_and_are_never_read_as_templates() -> None:
    body: Json = {"a": ["$new", "$$5", "plain"], "n": 3, "flag": "$service_messages"}

    assert filled(body, {"new": '$old", "x": {', "service_messages": True}) == {
        "a": ['$old", "x": {', "$5", "plain"],
        "n": 3,
        "flag": True,
    }
