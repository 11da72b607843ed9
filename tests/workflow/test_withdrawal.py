"""A customer takes a request back: people see it, and close it with one press."""

from datetime import timedelta

import pytest

from bot.domain.audit import verify_chain
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.message import MessageId, MessageOutcome
from bot.domain.request import RequestType
from bot.errors import DecisionRefused, PlanChanged
from integrations.slack_blocks import approval_post
from tests.fakes.kill import Killed
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

STRANGER = "mallory@elsewhere.example.org"
BACK = "please ignore my last mail, I want to keep the account [takes back]"


def reply(office: Office, case: Case, words: str = BACK, sender: str = JUNIPER) -> MessageId:
    message_id = office.receive(sender, words, references=[office.outbox(case)[-1].mail.message_id])
    office.work()
    return message_id


def offered(office: Office, case: Case) -> list[str]:
    blocks = approval_post(office.approval_desk.approvals[case.case_id]).blocks
    return [each["text"]["text"] for block in blocks if block["type"] == "actions" for each in block["elements"]]


# Seen


def test_the_card_says_that_the_request_is_taken_back_and_offers_to_close_it(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    reply(office, case)

    assert office.case(case.case_id).payload.taken_back == "I take it back"
    (note,) = office.approval_desk.approvals[case.case_id].notes
    assert note.text.startswith("The customer takes the request back: “I take it back”.")
    assert offered(office, case)[0] == "Close as withdrawn"
    assert "request_taken_back" in office.happened(case)


def test_a_case_that_has_no_card_yet_gets_one_with_nothing_else_to_press(office: Office) -> None:
    case = office.ask(RequestType.ERASURE)
    assert case.case_id not in office.approval_desk.approvals

    reply(office, case)

    assert offered(office, case) == ["Close as withdrawn", "Open"]
    assert office.approval_desk.posts == 1


def test_the_card_that_came_early_shows_the_plan_when_there_is_one(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    reply(office, case)

    office.prove(case)

    assert "Approve · 1 of 2" in offered(office, case)
    assert office.approval_desk.approvals[case.case_id].lines
    assert office.approval_desk.posts == 1


def test_taking_back_is_no_asking_again(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    reply(office, case, "[unsure access 0.6] [takes back]")

    assert sum("/c/" in mail.text for mail in office.mailer.to(JUNIPER)) == 1


def test_who_asks_again_afterwards_wants_it_again(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    reply(office, case)

    reply(office, case, "I was wrong, please do send it [access 0.97]")

    assert office.case(case.case_id).payload.taken_back == ""
    assert "Close as withdrawn" not in offered(office, case)


def test_thanks_do_not_change_that_it_was_taken_back(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    reply(office, case)

    reply(office, case, "thank you")

    assert office.case(case.case_id).payload.taken_back


def test_an_approved_erasure_stands_still_until_people_have_read_it(office: Office) -> None:
    case = office.approve(office.planned(RequestType.ERASURE), AMINA, BRAM)

    reply(office, case)
    office.wait(timedelta(hours=100))

    assert office.case(case.case_id).waits_for is WaitsFor.APPROVAL
    assert not office.systems["storefront"].effects


# A mail of its own


def test_a_new_mail_takes_back_the_running_case_of_who_wrote_it(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    other = office.planned(RequestType.ERASURE, sender=STRANGER)

    message_id = office.receive(words=f"[unsure erasure 0.5] {BACK}")
    office.work()

    assert office.outcome(message_id) is MessageOutcome.ADDED_TO_CASE
    assert office.case(case.case_id).payload.taken_back
    assert not office.case(other.case_id).payload.taken_back
    assert office.reviews() == []


@pytest.mark.parametrize(
    ("words", "taken_back"),
    [(f"[unsure access 0.6] {BACK}", {"access"}), (f"[unsure restriction 0.4] {BACK}", {"access", "erasure"})],
)
def test_of_several_cases_the_one_that_is_named_is_taken_back_and_else_all(
    office: Office, words: str, taken_back: set[str]
) -> None:
    office.planned(RequestType.ACCESS)
    office.planned(RequestType.ERASURE)

    office.receive(words=words)
    office.work()

    assert {case.request_type.value for case in office.cases() if case.payload.taken_back} == taken_back


def test_a_likely_further_request_in_it_still_goes_to_a_person_once(office: Office) -> None:
    office.planned(RequestType.ACCESS)
    office.planned(RequestType.ERASURE)

    office.receive(words=f"[unsure access 0.6] [restriction 0.7] {BACK}")
    office.work()

    (review,) = office.reviews()
    assert [score.label for score in review.classification.labels] == ["restriction"]


@pytest.mark.parametrize("request_type", [RequestType.MARKETING_OPT_OUT, RequestType.ACCESS])
def test_with_nothing_left_to_take_back_a_person_reads_it(office: Office, request_type: RequestType) -> None:
    office.systems["payments"].faults.is_down = request_type is RequestType.MARKETING_OPT_OUT
    if request_type is RequestType.MARKETING_OPT_OUT:
        assert office.ask(request_type).state is CaseState.IN_FULFILMENT

    message_id = office.receive(words=f"[unsure erasure 0.5] {BACK}")
    office.work()

    assert office.outcome(message_id) is MessageOutcome.IN_REVIEW


# Closed


@pytest.mark.parametrize("request_type", [RequestType.ERASURE, RequestType.RESTRICTION, RequestType.COMPLAINT])
def test_one_press_closes_it_and_tells_the_customer(office: Office, request_type: RequestType) -> None:
    case = office.planned(request_type)
    reply(office, case)

    closed = office.approval.withdraw(case.case_id, by=AMINA)
    office.wait(timedelta(hours=100))

    assert closed.state is CaseState.WITHDRAWN
    assert not office.systems["storefront"].effects
    last = office.mailer.to(JUNIPER)[-1]
    assert "wrote that you no longer want this" in last.text
    (event,) = [each for each in office.events() if each.action == "case_withdrawn"]
    assert event.actor == "staff:amina"
    assert office.portal.solved == ["1"]
    assert "withdrawn the request" in str(office.approval_desk.approvals[case.case_id].ending)
    verify_chain(office.events())


def test_a_case_nobody_has_proved_yet_is_closed_as_well_and_its_link_is_dead(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    token = office.token_for(case)
    reply(office, case)

    office.approval.withdraw(case.case_id, by=AMINA)
    office.wait(timedelta(hours=100))

    assert office.case(case.case_id).state is CaseState.WITHDRAWN
    assert not office.verification.look(token).may_confirm
    assert not office.verification.look(token).may_stop


def test_the_letter_goes_to_who_took_it_back_whether_or_not_we_know_whom_they_named(office: Office) -> None:
    known = office.ask(RequestType.ACCESS, STRANGER, f"everything about {JUNIPER}")
    unknown = office.ask(RequestType.ACCESS, "other@elsewhere.example.org", "everything about nobody@example.net")
    for case in (known, unknown):
        reply(office, case, sender=case.payload.requester.value)
        office.approval.withdraw(case.case_id, by=AMINA)
    office.work()

    told = [
        [
            letter.mail.text.replace(case.number, "#")
            for letter in office.outbox(case)
            if letter.mail.to == case.payload.requester
        ]
        for case in (known, unknown)
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 2


def test_closing_it_twice_tells_who_comes_second(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    reply(office, case)
    office.approval.withdraw(case.case_id, by=AMINA)

    with pytest.raises(DecisionRefused, match="has withdrawn case"):
        office.approval.withdraw(case.case_id, by=BRAM)

    assert office.happened(case).count("case_withdrawn") == 1


def test_nobody_withdraws_for_a_customer_who_has_not_written_since(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    with pytest.raises(DecisionRefused, match="has not written since"):
        office.approval.withdraw(case.case_id, by=AMINA)


def test_words_a_machine_did_not_understand_can_be_read_by_a_person(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    reply(office, case, "nah, leave it")

    assert office.approval.withdraw(case.case_id, by=AMINA).state is CaseState.WITHDRAWN


def test_work_that_has_begun_is_not_taken_back_and_the_card_says_so(office: Office) -> None:
    office.systems["payments"].faults.is_down = True
    case = office.planned(RequestType.RESTRICTION)
    office.approve(case, AMINA)
    office.work()

    reply(office, case)

    with pytest.raises(DecisionRefused, match="work has begun"):
        office.approval.withdraw(case.case_id, by=AMINA)
    card = office.approval_desk.approvals[case.case_id]
    assert card.notes[0].text.endswith("The work has begun already.")
    assert "Close as withdrawn" not in offered(office, case)


def test_a_change_at_the_same_moment_is_looked_at_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = office.planned(RequestType.ACCESS)
    reply(office, case)
    stale = office.case(case.case_id)
    reply(office, case, "or wait")
    monkeypatch.setattr("bot.store.case_rows.CaseRows.get", lambda *_: stale)

    with pytest.raises(PlanChanged):
        office.approval.withdraw(case.case_id, by=AMINA)


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("commit", range(1, 6))
def test_a_kill_around_any_commit_closes_it_once_and_sends_one_letter(
    office: Office, commit: int, *, is_after: bool
) -> None:
    case = office.planned(RequestType.ACCESS)
    reply(office, case)
    office.switch.commits, office.switch.at_commit, office.switch.is_after = 0, commit, is_after

    for _ in range(2):
        try:
            if office.case(case.case_id).is_open:
                office.approval.withdraw(case.case_id, by=AMINA)
            office.work()
        except Killed:
            office.revive()

    assert office.case(case.case_id).state is CaseState.WITHDRAWN
    kinds = [str(letter.kind) for letter in office.outbox(case)]
    assert kinds.count("taken_back") == 1
    assert {letter.mail.message_id for letter in office.outbox(case)} == set(office.everything_sent())
