"""A person's decision teaches, in the same breath, and nothing that leads to the customer."""

from datetime import timedelta

import pytest

from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseState
from bot.domain.example import ReviewedExample
from bot.domain.message import MessageId
from bot.domain.request import RequestType
from bot.errors import DecisionRefused
from tests.fakes.kill import Killed
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

NAME = "Juniper Quillfeather"
WORDS = (
    "[unsure erasure 0.6] Hello, Juniper here, order SO-9981, +44 7700 900123, juniper.quillfeather@example.com. "
    "My card is 4111 1111 1111 1111. I live at 12 Larkmeadow Lane, SW1A 2AA. See https://shop.example.net/juniper"
)
PERSONAL = (
    "juniper", "quillfeather", "9981", "900123", "4111", "1111", "larkmeadow", "2aa", "shop.example", "zephyrine",
)  # fmt: skip


def examples(office: Office) -> list[ReviewedExample]:
    with office.desk.new_unit() as unit:
        return list(unit.examples.iter_readable())


def asked_about(office: Office, words: str = WORDS, sender: str = JUNIPER) -> ReviewId:
    message_id = office.receive(sender, words, name=NAME)
    office.work()
    return next(each.review_id for each in office.reviews() if each.message_id == message_id)


def destroy_key(office: Office, message_id: MessageId) -> None:
    with office.database.write() as connection:
        office.vault.destroy(connection, message_id, office.clock.now())


@pytest.mark.parametrize("labels", [(), (RequestType.ACCESS,), (RequestType.ERASURE, RequestType.ACCESS)])
def test_a_decision_is_kept_as_an_example(office: Office, labels: tuple[RequestType, ...]) -> None:
    review_id = asked_about(office)

    office.review_desk.decide(review_id, labels=labels[::-1], by=AMINA)

    (example,) = examples(office)
    assert example.labels == labels
    assert example.suggestion.labels == (RequestType.ERASURE,)
    assert example.suggestion.model_version == "fake-1"
    assert (example.decided_by, example.decided_at) == ("amina", office.clock.now())
    assert example.message.subject == "Hello"
    assert example.message.body.startswith("[unsure erasure 0.6] Hello, Alex here")


def test_an_example_never_holds_what_leads_to_the_customer(office: Office) -> None:
    words = f"[unsure rectification 0.6] {WORDS.partition('] ')[2]}\nname: Zephyrin Quillfeather -> Zephyrine Rook"
    office.review_desk.decide(asked_about(office, words), labels=[RequestType.RECTIFICATION], by=AMINA)

    (example,) = examples(office)

    whole = f"{example.message}{example.message.subject}{example.message.body}{example.message.evidence}".lower()
    assert [secret for secret in PERSONAL if secret in whole] == []
    assert "hello, alex here, order 000000" in whole


def test_the_log_says_who_taught_and_which_model_had_read_it(office: Office) -> None:
    office.review_desk.decide(asked_about(office), labels=[], by=BRAM)

    (kept,) = [event for event in office.events() if event.action == "example_kept"]

    assert kept.actor == "staff:bram"
    assert kept.details["labels"] == "none"
    assert kept.details["model"] == "fake-1"


def test_signs_without_words_teach_nothing(office: Office) -> None:
    message_id = office.receive(words="", subject="", files=["scan.png"])
    office.work()
    (review,) = [each for each in office.reviews() if each.message_id == message_id]

    office.review_desk.decide(review.review_id, labels=[], by=AMINA)

    assert examples(office) == []


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
def test_a_kill_leaves_both_the_decision_and_the_example_or_neither(office: Office, *, is_after: bool) -> None:
    review_id = asked_about(office)
    office.switch.at_commit, office.switch.is_after = office.switch.commits + 1, is_after

    with pytest.raises(Killed):
        office.review_desk.decide(review_id, labels=[RequestType.ERASURE], by=AMINA)

    (review,) = office.reviews()
    assert (review.labels is not None) is is_after
    assert len(examples(office)) == is_after


def test_the_second_to_decide_teaches_nothing(office: Office) -> None:
    review_id = asked_about(office)
    office.review_desk.decide(review_id, labels=[], by=AMINA)

    with pytest.raises(DecisionRefused):
        office.review_desk.decide(review_id, labels=[RequestType.ERASURE], by=BRAM)

    assert [example.labels for example in examples(office)] == [()]


def test_a_message_whose_words_are_gone_can_not_be_decided_on(office: Office) -> None:
    review_id = asked_about(office)
    (review,) = office.reviews()
    destroy_key(office, review.message_id)

    with pytest.raises(DecisionRefused, match="words of this message are gone"):
        office.review_desk.decide(review_id, labels=[RequestType.ERASURE], by=AMINA)

    assert office.cases() == []
    assert examples(office) == []


def test_an_example_dies_with_its_message(office: Office) -> None:
    office.review_desk.decide(asked_about(office), labels=[], by=AMINA)
    (example,) = examples(office)

    destroy_key(office, example.message_id)

    assert examples(office) == []


@pytest.mark.parametrize("request_type", [RequestType.ERASURE, RequestType.RESTRICTION])
def test_an_example_goes_when_its_customers_data_goes_or_may_not_be_used(
    office: Office, request_type: RequestType
) -> None:
    office.review_desk.decide(asked_about(office), labels=[], by=AMINA)
    other = asked_about(office, sender="marlow.finch@example.org")
    office.review_desk.decide(other, labels=[], by=AMINA)

    case = fulfilled(office, request_type)

    assert [example.subject_key == case.subject_key for example in examples(office)] == [False]
    (forgotten,) = [event for event in office.events() if event.action == "examples_forgotten"]
    assert (forgotten.case_id, forgotten.details["examples"]) == (case.case_id, "1")


def test_an_example_stays_when_its_customer_asks_for_something_else(office: Office) -> None:
    office.review_desk.decide(asked_about(office), labels=[], by=AMINA)

    fulfilled(office, RequestType.ACCESS)

    assert len(examples(office)) == 1
    assert "examples_forgotten" not in office.happened()


@pytest.mark.parametrize("request_type", [RequestType.ERASURE, RequestType.RESTRICTION])
def test_who_was_erased_or_restricted_teaches_nothing_afterwards(office: Office, request_type: RequestType) -> None:
    review_id = asked_about(office)
    fulfilled(office, request_type)

    office.review_desk.decide(review_id, labels=[], by=AMINA)

    assert examples(office) == []


def fulfilled(office: Office, request_type: RequestType) -> Case:
    case = office.planned(request_type)
    office.approve(case, *([AMINA, BRAM] if request_type is RequestType.ERASURE else [AMINA]))
    office.wait(timedelta(hours=80))
    ended = office.case(case.case_id)
    assert ended.state is CaseState.FULFILLED
    return ended
