"""A request repeated while its proof is awaited gets a fresh link, and a forged first one cannot run it out."""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState
from bot.domain.link import OneTimeLink
from bot.domain.request import RequestType
from bot.errors import LinkRefused
from bot.workflow.one_time_link import list_proofs
from tests.fakes.kill import Killed
from tests.fakes.mail import raw_mail
from tests.fakes.office import AMINA, JUNIPER, Office

STRANGER = "mallory@elsewhere.example.org"
AGAIN = "did you get my mail? [access 0.97]"


def links(office: Office, case: Case) -> tuple[OneTimeLink, ...]:
    with office.desk.new_unit() as unit:
        return list_proofs(unit, case)


def tokens(office: Office, case: Case) -> list[str]:
    return [office.desk.keyring.link_token(link.link_id) for link in links(office, case)]


def repeat(office: Office, sender: str = JUNIPER, words: str = AGAIN) -> None:
    office.receive(sender, words)
    office.work()


def asked_of(office: Office, address: str) -> int:
    return sum(mail.subject.startswith("Please confirm") for mail in office.mailer.to(address))


# A fresh link


def test_a_repetition_sends_a_fresh_link_to_the_address_on_file(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.wait(timedelta(hours=50))

    repeat(office)

    assert len(office.cases()) == 1
    old, new = tokens(office, case)
    first, second = [mail for mail in office.mailer.to(JUNIPER) if mail.subject.startswith("Please confirm")]
    assert old in first.text
    assert new in second.text
    assert second.subject == first.subject
    assert "identity_asked_again" in office.happened(case)


def test_a_forged_first_request_cannot_run_the_real_one_out(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.wait(timedelta(hours=71))
    repeat(office)

    office.wait(timedelta(hours=71))
    assert office.case(case.case_id).state is CaseState.AWAITING_VERIFICATION
    proved = office.prove(case)

    assert proved.state is CaseState.AWAITING_APPROVAL


def test_the_case_ends_once_with_the_last_of_its_links(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.wait(timedelta(hours=50))
    repeat(office)

    office.wait(timedelta(hours=73))

    assert office.case(case.case_id).state is CaseState.DENIED
    assert [str(letter.kind) for letter in office.outbox(case)].count("identity_expired") == 1
    assert office.happened(case).count("case_denied") == 1


@pytest.mark.parametrize("used", [0, 1])
def test_either_link_proves_it_and_then_no_other_does(office: Office, used: int) -> None:
    case = office.ask(RequestType.ACCESS)
    repeat(office)
    both = tokens(office, case)

    office.verification.confirm(both[used])

    for token in both:
        assert not office.verification.look(token).may_confirm
        with pytest.raises(LinkRefused):
            office.verification.confirm(token)
    assert office.happened(case).count("identity_proved") == 1


def test_a_proof_by_one_link_is_not_undone_when_the_other_runs_out_before_the_plan_is_made(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.wait(timedelta(hours=1))
    repeat(office)
    old, new = links(office, case)
    office.verification.confirm(office.desk.keyring.link_token(new.link_id))
    office.clock.advance(timedelta(hours=73))

    office.verification.expire(old.link_id)

    assert office.case(case.case_id).state is CaseState.AWAITING_VERIFICATION
    assert office.case(case.case_id).proved_at is not None


def test_a_repetition_in_the_thread_gets_a_fresh_link_too(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    office.receive(words=AGAIN, references=[office.outbox(case)[-1].mail.message_id])
    office.work()

    assert asked_of(office, JUNIPER) == 2


def test_words_in_the_thread_that_ask_for_nothing_bring_no_second_mail(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    office.receive(words="thank you", references=[office.outbox(case)[-1].mail.message_id])
    office.work()

    assert asked_of(office, JUNIPER) == 1


def test_a_repetition_after_the_proof_brings_no_link(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    repeat(office)

    assert len(links(office, case)) == 1
    assert "request_repeated" in office.happened(case)


# Nobody learns anything


def test_a_stranger_who_repeats_learns_as_little_as_before(office: Office) -> None:
    known = office.ask(RequestType.ACCESS, STRANGER, f"everything about {JUNIPER}")
    unknown = office.ask(RequestType.ACCESS, "other@elsewhere.example.org", "everything about nobody@example.net")
    office.wait(timedelta(hours=50))
    repeat(office, STRANGER)
    repeat(office, "other@elsewhere.example.org")

    office.wait(timedelta(hours=70))
    assert {office.case(case.case_id).state for case in (known, unknown)} == {CaseState.AWAITING_VERIFICATION}
    office.wait(timedelta(hours=3))

    told = [
        [letter.created_at for letter in office.outbox(case) if letter.mail.to == case.payload.requester]
        for case in (known, unknown)
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 2
    assert asked_of(office, JUNIPER) == 2
    assert asked_of(office, STRANGER) == asked_of(office, "other@elsewhere.example.org") == 0


def test_somebody_unknown_gets_the_fresh_link_where_they_wrote_from(office: Office) -> None:
    office.ask(RequestType.ACCESS, STRANGER)

    repeat(office, STRANGER)

    assert asked_of(office, STRANGER) == 2


def test_naming_another_person_is_no_repetition(office: Office) -> None:
    first = office.ask(RequestType.ACCESS, STRANGER, f"everything about {JUNIPER}")

    second = office.ask(RequestType.ACCESS, STRANGER, "everything about nobody@example.net")

    assert first.case_id != second.case_id
    assert len(links(office, first)) == 1


def test_a_customer_who_repeats_and_adds_an_order_number_asks_for_the_same(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    repeat(office, words="my order was SO-884213. [access 0.97]")

    assert len(office.cases()) == 1
    assert len(links(office, case)) == 2


# Twice, killed, flooded


def test_a_message_that_belongs_to_the_case_already_repeats_nothing(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.receive(words="[access 0.97] [erasure 0.7]")
    office.work()
    (review,) = office.reviews()

    office.review_desk.decide(review.review_id, labels=[RequestType.ACCESS], by=AMINA)
    office.work()

    assert len(links(office, case)) == 2
    assert len(office.case(case.case_id).payload.added) == 1
    assert office.happened(case).count("request_repeated") == 1


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("commit", range(1, 8))
def test_a_kill_around_any_commit_sends_the_fresh_link_once(office: Office, commit: int, *, is_after: bool) -> None:
    case = office.ask(RequestType.ACCESS)
    office.switch.commits, office.switch.at_commit, office.switch.is_after = 0, commit, is_after
    office.mailbox.put(raw_mail(JUNIPER, AGAIN, message_id="<again@example.com>"), arrived_at=office.clock.now())

    for _ in range(2):
        try:
            office.intake.poll_mailbox(office.mailbox)
            office.work()
        except Killed:
            office.revive()

    assert len(links(office, case)) == 2
    kinds = [str(letter.kind) for letter in office.outbox(case)]
    assert kinds.count("identity_request") == 2
    assert len(office.case(case.case_id).payload.added) == 1
    assert {letter.mail.message_id for letter in office.outbox(case)} == set(office.everything_sent())


def test_a_flood_of_repetitions_sends_a_few_mails_a_day(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    for _ in range(50):
        repeat(office)
        office.wait(timedelta(minutes=20))

    assert asked_of(office, JUNIPER) == 3
    assert "fresh_link_withheld" in office.happened(case)
    office.wait(timedelta(hours=24))
    repeat(office)
    assert asked_of(office, JUNIPER) == 4


def test_a_flood_cannot_keep_a_case_open_for_ever(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    for _ in range(60):
        if office.case(case.case_id).is_open:
            repeat(office)
        office.wait(timedelta(hours=9))

    assert office.case(case.case_id).state is CaseState.DENIED
    assert asked_of(office, JUNIPER) == 10
