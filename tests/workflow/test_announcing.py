"""Every card says what is true now; it is posted once and edited ever after."""

from datetime import timedelta

from bot.domain.card import ApprovalCard, CardRef, ReviewCard
from bot.domain.case import CaseId, WaitsFor
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, Office


def test_a_card_whose_posting_was_not_answered_is_found_again(office: Office) -> None:
    office.approval_desk.faults.lose_answers()
    case = office.planned(RequestType.ACCESS)
    office.wait(timedelta(minutes=5))

    assert office.approval_desk.posts == 1
    with office.desk.new_unit() as unit:
        assert len(unit.cards.list_of(case.case_id)) == 1


def test_cards_wait_for_a_desk_that_is_down_and_then_say_what_is_true(office: Office) -> None:
    office.approval_desk.faults.is_down = True
    case = office.planned(RequestType.ACCESS)
    office.approve(case, AMINA)

    office.approval_desk.faults.is_down = False
    office.wait(timedelta(hours=1))

    assert "Done, and the customer was told" in (office.approval_desk.approvals[case.case_id].ending or "")


def test_a_decision_between_looking_and_posting_is_shown(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    post = office.approval_desk.post_approval

    def slowly(card: ApprovalCard, *, key: str) -> CardRef:
        office.approve(case, AMINA)
        return post(card, key=key)

    office.approval_desk.post_approval = slowly  # type: ignore[method-assign]
    office.announcing.post_card(case.case_id)
    office.work()

    assert office.approval_desk.approvals[case.case_id].given == ("Amina Ortolan at 09:00 on 24 Nov",)


def test_an_edit_overtaken_by_another_is_made_again(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    edit = office.approval_desk.edit_approval

    def slowly(ref: CardRef, card: ApprovalCard) -> None:
        office.approval_desk.edit_approval = edit  # type: ignore[method-assign]
        office.approve(case, AMINA)
        office.work()
        edit(ref, card)

    office.approval_desk.edit_approval = slowly  # type: ignore[method-assign]
    office.announcing.edit_card(case.case_id)
    office.work()

    assert office.case(case.case_id).waits_for is WaitsFor.SECOND_APPROVAL
    assert len(office.approval_desk.approvals[case.case_id].given) == 1


def test_a_case_without_a_card_has_nothing_to_edit(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    calls = office.approval_desk.faults.calls

    office.announcing.edit_card(CaseId(case.case_id))

    assert office.approval_desk.faults.calls == calls
    assert office.waiting() == [job for job in office.waiting() if job[0] != "edit_card"]


def test_a_review_card_shows_who_chose_what(office: Office) -> None:
    office.receive(words="[unsure erasure 0.6]")
    office.work()
    (review,) = office.reviews()

    office.review_desk.decide(review.review_id, labels=[RequestType.ERASURE], by=AMINA)
    office.work()

    (card,) = office.approval_desk.reviews.values()
    assert card.ending == "Amina Ortolan chose: Delete everything. A case was opened for each."


def test_a_review_decided_between_looking_and_posting_is_shown_as_decided(office: Office) -> None:
    message_id = office.receive(words="[unsure erasure 0.6]")
    office.triage.triage(message_id)
    (review,) = office.reviews()
    post = office.approval_desk.post_review

    def slowly(card: ReviewCard, *, key: str) -> CardRef:
        office.review_desk.decide(review.review_id, labels=[], by=AMINA)
        office.announcing.edit_review(review.review_id)
        return post(card, key=key)

    office.approval_desk.post_review = slowly  # type: ignore[method-assign]
    office.announcing.post_review(review.review_id)
    office.work()

    (card,) = office.approval_desk.reviews.values()
    assert card.ending == "Amina Ortolan says: not privacy."
