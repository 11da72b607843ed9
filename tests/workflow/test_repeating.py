"""The same request twice is one case that both doors hear of; a duplicate blocks nothing and skips nothing."""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

STRANGER = "mallory@elsewhere.example.org"
UNPROVED_TYPES = [each for each, row in POLICY.items() if not row.needs_identity and not row.may_be_automatic]


def by_portal(office: Office, words: str, ticket: str = "71", sender: str = JUNIPER) -> None:
    office.portal.write_in(ticket, sender, words, at=office.clock.now())
    office.intake.poll_portal(office.portal, name="zendesk")
    office.work()


def by_mail(office: Office, words: str, sender: str = JUNIPER) -> None:
    office.receive(sender, words)
    office.work()


def routes(office: Office, case: Case, kind: str) -> set[str]:
    return {letter.route for letter in office.outbox(case) if letter.kind == kind}


@pytest.mark.parametrize("request_type", UNPROVED_TYPES)
def test_the_same_words_by_mail_and_portal_are_one_case_and_both_hear_the_answer(
    office: Office, request_type: RequestType
) -> None:
    """Fails without `says_the_same` for questions and complaints, without `answered_both_ways` for all."""
    by_mail(office, f"Hello, please: [{request_type} 0.97]")
    by_portal(office, f"hello please\n[{request_type} 0.97]")

    (case,) = office.cases()
    if case.waits_for is WaitsFor.ANSWER:
        office.approval.write_answer(case.case_id, answer="We looked into it.", by=AMINA)
    office.approve(case, BRAM)
    office.work()

    closing = office.outbox(case)[-1].kind
    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert routes(office, case, closing) == {"mail", "ticket"}
    assert "71" in office.portal.solved


def test_a_portal_request_repeated_by_mail_is_answered_in_both(office: Office) -> None:
    by_portal(office, "[restriction 0.97]")
    by_mail(office, "[restriction 0.97]")

    (case,) = office.cases()
    office.approve(case, AMINA)
    office.work()

    assert routes(office, case, "restriction_done") == {"mail", "ticket"}
    assert office.mailer.to(JUNIPER)[-1].references


def test_our_own_ticket_gives_way_to_the_customers_and_ends_with_the_case(office: Office) -> None:
    by_mail(office, "[restriction 0.97]")
    by_portal(office, "[restriction 0.97]")

    (case,) = office.cases()
    assert case.ticket_id == "71"
    office.approve(case, AMINA)
    office.work()

    assert sorted(office.portal.solved) == ["1", "71"]


def test_a_further_comment_on_the_joined_ticket_reaches_the_case(office: Office) -> None:
    by_mail(office, "[restriction 0.97]")
    by_portal(office, "[restriction 0.97]")

    by_portal(office, "until Friday please")

    (case,) = office.cases()
    assert case.payload.added == ("until Friday please",)


def test_two_different_complaints_stay_two(office: Office) -> None:
    by_mail(office, "the parcel [complaint 0.97]")
    by_portal(office, "the newsletter [complaint 0.97]")

    assert len(office.cases()) == 2


def test_the_same_complaint_after_three_days_is_another(office: Office) -> None:
    by_mail(office, "[complaint 0.97]")
    office.wait(timedelta(hours=73))
    by_mail(office, "[complaint 0.97]")

    assert len(office.cases()) == 2


def test_the_same_words_of_somebody_else_are_their_own_request(office: Office) -> None:
    by_mail(office, "[complaint 0.97]")
    by_mail(office, "[complaint 0.97]", STRANGER)

    assert len(office.cases()) == 2


def test_a_duplicate_voids_no_yes_and_moves_no_date(office: Office) -> None:
    """Fails when a duplicate's words are added as if they were new."""
    by_mail(office, "[erasure 0.97]")
    case = office.prove(office.cases()[0])
    office.approve(case, AMINA, BRAM)
    before = office.case(case.case_id)

    by_portal(office, "[erasure 0.97]")

    after = office.case(case.case_id)
    assert (after.waits_for, after.plan_hash, after.due_on) == (before.waits_for, before.plan_hash, before.due_on)
    assert "duplicate_joined" in office.happened(case)


def test_nothing_found_about_a_person_goes_to_a_ticket_though_both_are_answered(office: Office) -> None:
    by_mail(office, "[access 0.97]")
    by_portal(office, "[access 0.97]")
    case = office.prove(office.cases()[0])
    office.approve(case, AMINA)
    office.work()

    assert routes(office, case, "access_ready") == {"mail"}


def test_a_duplicate_skips_no_verification_and_the_proved_case_wins(office: Office) -> None:
    """The duplicate trick: an attacker's request before or beside the real one neither blocks it nor rides on it."""
    by_mail(office, f"all about {JUNIPER} [erasure 0.97]", STRANGER)
    by_mail(office, f"all about {JUNIPER} [erasure 0.97]", JUNIPER)
    forged, real = office.cases()

    real = office.prove(real)

    assert real.state is CaseState.AWAITING_APPROVAL
    assert office.case(forged.case_id).proved_at is None
    assert office.case(forged.case_id).state is CaseState.AWAITING_VERIFICATION


# Amended


def test_a_correction_amended_before_the_proof_is_the_one_that_counts(office: Office) -> None:
    by_mail(office, "[rectification 0.97] name: A -> B")
    by_mail(office, "sorry, [rectification 0.97] name: A -> C")

    (case,) = office.cases()
    assert case.payload.correction is not None
    assert case.payload.correction.new == "C"
    assert "request_amended" in office.happened(case)


def test_a_proved_correction_is_not_amended_by_a_mail_that_anybody_can_forge(office: Office) -> None:
    """Fails when `amended` does not look at the proof: then a forged mail writes its words into a proved request."""
    by_mail(office, "[rectification 0.97] name: A -> B")
    case = office.prove(office.cases()[0])
    voided = case.plan_hash

    by_mail(office, "sorry, [rectification 0.97] name: A -> Mallory")

    after = office.case(case.case_id)
    assert after.payload.correction is not None
    assert after.payload.correction.new == "B"
    assert after.plan_hash != voided
    assert "Mallory" in after.payload.added[-1]
