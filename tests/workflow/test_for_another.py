"""A case about somebody else: the writer is never taken for them, and never gets what is theirs."""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import EmailAddress, ProofMethod
from bot.domain.request import DenialReason, RequestType
from bot.errors import DecisionRefused
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, a_customer

ANNA = "anna.quillfeather@example.org"
FATHER = "[for: my late father]"
WIFE = f"[for: my wife {ANNA}]"
IN_PERSON = [RequestType.ERASURE, RequestType.ACCESS, RequestType.PORTABILITY, RequestType.RECTIFICATION]


def know_anna(office: Office) -> None:
    for system in office.systems.values():
        system.people[ANNA] = a_customer()


def accept(office: Office, case: Case, address: str = ANNA) -> Case:
    office.approval.accept_authority(case.case_id, address=EmailAddress.parse(address), by=AMINA)
    office.work()
    return office.case(case.case_id)


# Whom a message is about


def test_each_person_of_a_message_gets_a_case(office: Office) -> None:
    know_anna(office)
    office.receive(words=f"[erasure 0.97] [for: me] {WIFE}")
    office.work()

    mine, hers = office.cases()
    assert (mine.payload.about, mine.payload.subject.address.value) == (None, JUNIPER)
    assert hers.payload.about is not None
    assert (hers.payload.about.words, hers.payload.subject.address.value) == ("my wife", ANNA)
    assert (mine.place, hers.place) == (0, 1)


def test_what_is_named_for_somebody_else_never_leads_from_the_writers_case_to_them(office: Office) -> None:
    know_anna(office)
    office.receive("alias@example.net", f"[erasure 0.97] [for: me] {WIFE}")
    office.work()

    mine, _ = office.cases()
    assert mine.payload.subject.address.value == "alias@example.net"
    assert mine.payload.subject.identifiers.emails == ()


def test_opening_again_finds_both_cases(office: Office) -> None:
    office.receive(words=f"[unsure erasure 0.6] [for: me] {WIFE}")
    office.work()
    (review,) = office.reviews()

    office.review_desk.decide(review.review_id, labels=[RequestType.ERASURE], by=AMINA)
    with office.desk.new_unit() as unit:
        stored = unit.messages.get(review.message_id)
    assert len(office.cases()) == 2

    office.triage.triage(stored.message_id)
    assert len(office.cases()) == 2


def test_a_question_about_somebody_else_is_one_case_and_its_answer_goes_to_who_asked(office: Office) -> None:
    case = office.planned(RequestType.NOTICE_QUESTION, words=f"[for: me] {WIFE}")

    assert len(office.cases()) == 1
    assert case.waits_for is WaitsFor.APPROVAL


def test_a_request_for_another_person_is_no_repetition_of_the_writers_own(office: Office) -> None:
    office.ask(RequestType.ERASURE)
    office.ask(RequestType.ERASURE, words=FATHER)

    assert len(office.cases()) == 2


def test_asking_again_for_the_same_person_is_the_same_request(office: Office) -> None:
    case = office.ask(RequestType.ERASURE, words=FATHER)

    office.receive(words="any news? [erasure 0.97] [for: my father]")
    office.work()

    assert len(office.cases()) == 1
    assert "request_repeated" in office.happened(case)


# The writer is never taken for the other


@pytest.mark.parametrize("request_type", [*IN_PERSON, RequestType.RESTRICTION])
def test_nothing_is_planned_for_somebody_nobody_knows_before_a_person_looked(
    office: Office, request_type: RequestType
) -> None:
    case = office.ask(request_type, words=f"{FATHER} name: A -> B")

    assert (case.state, case.waits_for) == (CaseState.AWAITING_APPROVAL, WaitsFor.AUTHORITY)
    assert office.count("actions") == 0
    assert office.count("links") == 0
    card = office.approval_desk.approvals[case.case_id]
    assert not card.may_approve
    assert card.person.startswith("address on file not known · not proved yet · asked by j•••@e•••.com")
    assert card.notes[0].text.startswith("somebody else (“my late father”)")
    with pytest.raises(DecisionRefused, match="whether the writer may speak"):
        office.approve(case, BRAM)


def test_a_stop_without_an_address_is_looked_at_and_does_not_stop_the_writers_own_mail(office: Office) -> None:
    case = office.ask(RequestType.MARKETING_OPT_OUT, words="[for: my mother]")

    assert case.waits_for is WaitsFor.AUTHORITY
    assert not office.systems["storefront"].effects


def test_a_stop_for_an_address_that_is_named_waits_for_nothing(office: Office) -> None:
    case = office.ask(RequestType.MARKETING_OPT_OUT, words=f"[for: my mother {ANNA}]")

    assert case.state is CaseState.FULFILLED
    assert case.payload.subject.address.value == ANNA


def test_an_order_number_stops_nobody_elses_mail(office: Office) -> None:
    know_anna(office)
    office.systems["storefront"].people[ANNA].orders = ("SO-884213",)

    case = office.ask(RequestType.MARKETING_OPT_OUT, words="[for: my mother SO-884213]")

    assert case.waits_for is WaitsFor.AUTHORITY
    assert case.payload.subject.address.value == JUNIPER


def test_an_address_that_is_the_writers_own_proves_nothing_for_another(office: Office) -> None:
    case = office.ask(RequestType.ERASURE, words=f"[for: my wife {JUNIPER}]")

    assert case.waits_for is WaitsFor.AUTHORITY
    assert office.count("links") == 0


# The person concerned


def test_the_link_goes_to_the_person_concerned_and_their_yes_is_proof(office: Office) -> None:
    know_anna(office)
    case = office.ask(RequestType.ACCESS, words=WIFE)
    assert case.waits_for is WaitsFor.IDENTITY_PROOF
    _, asked = office.mailer.to(ANNA)
    assert "Somebody wrote to us for you" in asked.text

    proved = office.prove(case)
    office.approve(proved, AMINA)
    office.work()

    assert office.case(case.case_id).state is CaseState.FULFILLED
    thanks, done = office.mailer.to(JUNIPER)
    assert "You wrote for somebody else" in thanks.text
    assert "we sent it to them alone" in done.text
    assert "/c/" not in thanks.text + done.text
    assert len(office.mailer.to(ANNA)) == 3


def test_an_order_number_leads_to_the_person_concerned(office: Office) -> None:
    know_anna(office)
    office.systems["payments"].people[ANNA].orders = ("SO-884213",)

    case = office.ask(RequestType.ACCESS, words="[for: my wife SO-884213]")

    assert case.payload.subject.address.value == ANNA


def test_a_silent_mailbox_ends_with_a_person_and_not_with_a_refusal(office: Office) -> None:
    know_anna(office)
    case = office.ask(RequestType.ERASURE, words=WIFE)

    office.wait(timedelta(hours=73))

    silent = office.case(case.case_id)
    assert (silent.state, silent.waits_for) == (CaseState.AWAITING_APPROVAL, WaitsFor.AUTHORITY)
    assert "identity_unanswered" in office.happened(case)
    assert len(office.mailer.to(JUNIPER)) == 1


def test_the_writer_learns_nothing_from_how_long_it_takes(office: Office) -> None:
    know_anna(office)
    known = office.ask(RequestType.ERASURE, "one@elsewhere.example.org", WIFE)
    unknown = office.ask(RequestType.ERASURE, "two@elsewhere.example.org", "[for: my wife nobody@example.net]")
    office.wait(timedelta(hours=80))

    told = [
        [
            (letter.kind, letter.mail.text.replace(case.number, "#"))
            for letter in office.outbox(case)
            if letter.mail.to == case.payload.requester
        ]
        for case in (known, unknown)
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 1


# A person looks


def test_papers_that_were_seen_open_the_way_and_all_letters_about_the_person_go_to_them(office: Office) -> None:
    know_anna(office)
    case = office.ask(RequestType.ERASURE, words="[for: my late mother]")

    seen = accept(office, case)
    assert (seen.proof, seen.waits_for) == (ProofMethod.AUTHORITY, WaitsFor.APPROVAL)
    office.approve(seen, AMINA, BRAM)
    office.wait(timedelta(hours=80))

    assert office.case(case.case_id).state is CaseState.FULFILLED
    to_writer = [letter.kind for letter in office.outbox(case) if letter.mail.to.value == JUNIPER]
    assert sorted(to_writer) == ["acknowledgement", "done_for_another"]
    for system in office.systems.values():
        assert system.people[JUNIPER].asked == []
        assert system.people[ANNA].records == {}
    assert "papers seen at" in office.approval_desk.approvals[case.case_id].person
    assert "authority_accepted" in office.happened(case)


def test_what_is_found_can_never_be_sent_to_the_writer(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, words=FATHER)

    with pytest.raises(DecisionRefused, match="the writer's own address"):
        accept(office, case, JUNIPER)


def test_nobody_is_vouched_for_who_asked_for_themselves_or_was_vouched_for(office: Office) -> None:
    own = office.planned(RequestType.ACCESS)
    case = office.ask(RequestType.ERASURE, words=FATHER)
    accept(office, case)

    for other in (own, case):
        with pytest.raises(DecisionRefused, match="Nobody has to be vouched for"):
            accept(office, other)


def test_the_address_that_was_asked_can_be_kept_when_papers_come_instead_of_an_answer(office: Office) -> None:
    know_anna(office)
    case = office.ask(RequestType.ERASURE, words=WIFE)
    office.wait(timedelta(hours=73))

    seen = accept(office, case)

    assert seen.payload.is_on_file
    assert seen.waits_for is WaitsFor.APPROVAL


def test_papers_are_asked_of_who_writes_and_their_answer_comes_back_to_people(office: Office) -> None:
    know_anna(office)
    case = office.ask(RequestType.ERASURE, words=WIFE)
    office.wait(timedelta(hours=73))

    office.approval.ask(case.case_id, by=AMINA, words="Please send us the power of attorney.")
    office.work()
    assert "power of attorney" in office.mailer.to(JUNIPER)[-1].text
    office.receive(words="attached", references=[office.outbox(case)[-1].mail.message_id])
    office.work()

    assert office.case(case.case_id).waits_for is WaitsFor.AUTHORITY


def test_a_refusal_goes_to_who_spoke_for_somebody_else(office: Office) -> None:
    know_anna(office)
    case = office.ask(RequestType.ERASURE, words=WIFE)
    office.wait(timedelta(hours=73))
    case = office.case(case.case_id)
    assert case.plan_hash is not None

    reason = DenialReason.INSUFFICIENT_VERIFICATION
    office.approval.deny(case.case_id, plan_hash=case.plan_hash, by=AMINA, reason=reason, words="No papers came.")
    office.work()

    assert "in the name of somebody else" in office.mailer.to(JUNIPER)[-1].text
    assert [letter.kind for letter in office.outbox(case) if letter.mail.to.value == ANNA] == [
        "alert",
        "identity_request",
        "identity_reminder",
    ]


def test_a_correction_for_somebody_else_waits_for_the_papers_first(office: Office) -> None:
    case = office.ask(RequestType.RECTIFICATION, words=FATHER)
    assert case.waits_for is WaitsFor.AUTHORITY

    assert accept(office, case).waits_for is WaitsFor.CORRECTION_DETAILS
