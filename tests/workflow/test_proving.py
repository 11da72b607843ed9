"""Where the law asks for more than the link: data points that fit, a declaration, a few tries, and then no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.domain.action import ActionKind, DataCategory
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.correction import CorrectableField, Correction
from bot.domain.identity_check import MOST_TRIES, points_short
from bot.domain.proof import DataPoint, ProofAnswers
from bot.domain.request import DenialReason, RequestType
from bot.errors import LinkRefused, ProofIncomplete, ProofWrong, StaleVersion
from tests.fakes.office import AMINA, JUNIPER, Office, a_customer

STRANGER = "mallory@elsewhere.example.org"
HELD = {
    DataPoint.ORDER_NUMBER: "so 884213",
    DataPoint.POSTCODE: "92054-1234",
    DataPoint.PHONE_ENDING: "0103",
}
DECLARED = "I declare that it is me."


def ask(office: Office, request_type: RequestType = RequestType.ACCESS, words: str = "") -> Case:
    for system in office.systems.values():
        system.people[JUNIPER] = a_customer(orders=("SO-884213", "SO-7"), phones=("+1 619 555 0103",), postcode="92054")
    return office.ask(request_type, JUNIPER, f"I live in California. {words}")


def without_money(office: Office) -> None:
    """No system holds anything sensitive."""
    plain = frozenset({DataCategory.CONTACT, DataCategory.PURCHASES})
    for system in office.systems.values():
        system.abilities = dict.fromkeys(ActionKind, plain)


def press(office: Office, case: Case, *, signed: bool = True, **typed: str) -> None:
    points = HELD | {DataPoint(name): value for name, value in typed.items()}
    name = "Juniper Quillfeather" if signed else ""
    answers = ProofAnswers(points=points, declaration=DECLARED if signed else "", signed_name=name)
    office.verification.confirm(office.token_for(case), answers)
    office.work()


def test_three_points_and_a_signature_prove_it_however_they_are_typed(office: Office) -> None:
    case = ask(office)
    view = office.verification.look(office.token_for(case))
    assert (view.asked_points, view.points_needed, view.is_signed) == (tuple(DataPoint), 3, True)

    press(office, case)

    proved = office.case(case.case_id)
    assert proved.state is CaseState.AWAITING_APPROVAL
    assert proved.payload.proof_record.points == tuple(DataPoint)
    declaration = proved.payload.proof_record.declaration
    assert declaration is not None
    assert (declaration.words, declaration.name) == (DECLARED, "Juniper Quillfeather")
    assert declaration.signed_at == office.clock.now()


def test_what_was_proved_stands_on_the_card_as_evidence(office: Office) -> None:
    case = ask(office)
    press(office, case)

    person = office.approval_desk.approvals[case.case_id].person
    assert "order number and postcode and end of the telephone number fit, declaration signed" in person
    assert "Quillfeather" not in person
    assert "884213" not in person


def test_the_link_alone_is_not_enough_in_california(office: Office) -> None:
    """Fails when `confirm` does not ask `Proving.check`."""
    case = ask(office)

    with pytest.raises(ProofIncomplete):
        office.verification.confirm(office.token_for(case))

    assert office.case(case.case_id) == case
    press(office, case)
    assert office.case(case.case_id).proved_at is not None


@pytest.mark.parametrize("point", DataPoint)
def test_one_wrong_point_is_wrong_and_nobody_hears_which(office: Office, point: DataPoint) -> None:
    """Fails when two of three are enough for three."""
    case = ask(office)
    answers = ProofAnswers(points=HELD | {point: "000000"}, declaration=DECLARED, signed_name="J")

    with pytest.raises(ProofWrong) as refused:
        office.verification.confirm(office.token_for(case), answers)

    assert str(refused.value) == "That does not fit what we have on file."
    assert office.case(case.case_id).proved_at is None
    assert office.case(case.case_id).payload.proof_record.tries == 1
    press(office, case)
    assert office.case(case.case_id).proved_at is not None


def test_without_a_signature_nothing_is_compared_and_no_try_is_lost(office: Office) -> None:
    case = ask(office)

    for _ in range(MOST_TRIES + 1):
        with pytest.raises(ProofIncomplete):
            press(office, case, signed=False)

    assert office.case(case.case_id) == case


def test_after_a_few_wrong_answers_the_case_is_closed_with_a_coded_reason(office: Office) -> None:
    """Fails without `Proving.is_locked`."""
    case = ask(office)
    for _ in range(MOST_TRIES):
        with pytest.raises(ProofWrong):
            press(office, case, postcode="10001")
    office.work()

    ended = office.case(case.case_id)
    assert (ended.state, ended.denial_reason) == (CaseState.DENIED, DenialReason.INSUFFICIENT_VERIFICATION)
    assert [letter.kind for letter in office.outbox(case)][-1] == "refusal"
    assert "identity_locked" in office.happened(case)
    with pytest.raises(LinkRefused):
        press(office, case)


def test_a_fresh_link_brings_no_fresh_tries(office: Office) -> None:
    case = ask(office)
    with pytest.raises(ProofWrong):
        press(office, case, postcode="10001")
    office.receive(words="I live in California. [access 0.97]")
    office.work()

    for _ in range(MOST_TRIES - 1):
        with pytest.raises(ProofWrong):
            press(office, case, postcode="10001")

    assert office.case(case.case_id).state is CaseState.DENIED


def test_of_many_wrong_answers_at_once_no_more_are_judged_than_the_case_has_tries(office: Office) -> None:
    case = ask(office)

    def guess(number: int) -> bool:
        try:
            press(office, case, postcode=f"{number:05}")
        except ProofWrong:
            return True
        except (StaleVersion, LinkRefused):
            return False
        return False

    with ThreadPoolExecutor(5) as pool:
        judged = sum(pool.map(guess, range(20)))

    assert judged <= MOST_TRIES
    assert office.case(case.case_id).proved_at is None


@pytest.mark.parametrize("request_type", [RequestType.ERASURE, RequestType.RECTIFICATION])
def test_what_is_not_sensitive_takes_two_points_and_no_signature(office: Office, request_type: RequestType) -> None:
    without_money(office)
    case = ask(office, request_type, "name: A -> B")
    view = office.verification.look(office.token_for(case))
    assert (view.points_needed, view.is_signed) == (2, False)

    press(office, case, signed=False, postcode="")

    assert office.case(case.case_id).payload.proof_record.points == (DataPoint.ORDER_NUMBER, DataPoint.PHONE_ENDING)


@pytest.mark.parametrize(
    ("what", "left"),
    [
        (CorrectableField.PHONE, (DataPoint.ORDER_NUMBER, DataPoint.POSTCODE)),
        (CorrectableField.ADDRESS, (DataPoint.ORDER_NUMBER, DataPoint.PHONE_ENDING)),
        (CorrectableField.NAME, tuple(DataPoint)),
        (None, (DataPoint.ORDER_NUMBER,)),
    ],
)
def test_a_correction_is_never_proved_by_what_it_disputes(
    office: Office, monkeypatch: pytest.MonkeyPatch, what: CorrectableField | None, left: tuple[DataPoint, ...]
) -> None:
    """Fails without `_disputed` in bot/domain/identity_check.py."""
    correction = Correction(what=what, old="x", new="y") if what else None
    monkeypatch.setattr("tests.fakes.understanding.FakeClassifier.find_correction", lambda *_: correction)

    case = ask(office, RequestType.RECTIFICATION)

    assert office.verification.look(office.token_for(case)).asked_points == left


def test_where_systems_hold_too_little_all_they_hold_is_asked_and_people_see_what_is_missing(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, JUNIPER, "I live in California.")
    view = office.verification.look(office.token_for(case))
    assert (view.asked_points, view.points_needed, view.is_signed) == ((), 0, True)

    press(office, case)

    assert points_short(office.case(case.case_id)) == 3
    assert "3 fewer than the law asks for" in office.approval_desk.approvals[case.case_id].person


def test_somebody_unknown_is_asked_for_their_address_alone_and_hears_the_truth(office: Office) -> None:
    case = office.prove(office.ask(RequestType.ACCESS, STRANGER, "I live in California."))
    office.approve(case, AMINA)
    office.work()

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert "found no data about you" in office.mailer.to(STRANGER)[-1].text


def test_elsewhere_the_link_is_enough(office: Office) -> None:
    assert office.prove(office.ask(RequestType.ACCESS)).state is CaseState.AWAITING_APPROVAL


def test_no_value_is_kept_that_could_be_read(office: Office) -> None:
    case = ask(office)

    kept = repr(case) + repr([(each.point, each.tag) for each in case.payload.proof_record.held])
    for value in ("884213", "92054", "0103"):
        assert value not in kept


def test_a_system_that_fails_while_points_are_collected_holds_nobody_up(office: Office) -> None:
    office.systems["payments"].faults.refuse()

    case = ask(office)

    assert case.waits_for is WaitsFor.IDENTITY_PROOF
    assert office.verification.look(office.token_for(case)).points_needed == 3


def test_a_lock_out_is_told_to_a_writer_from_elsewhere_as_if_nobody_were_known(office: Office) -> None:
    ask(office)
    case = office.ask(RequestType.ACCESS, STRANGER, f"California. all about {JUNIPER}")
    for _ in range(MOST_TRIES):
        with pytest.raises(ProofWrong):
            press(office, case, postcode="10001")
    office.wait(timedelta(hours=73))

    to_writer = [letter.kind for letter in office.outbox(case) if letter.mail.to.value == STRANGER]
    assert to_writer == ["acknowledgement", "identity_expired"]
