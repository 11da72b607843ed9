"""What makes a case unlike others of its kind stands on its card."""

from datetime import timedelta

from bot.domain.request import RequestType
from integrations.slack_blocks import approval_post
from tests.fakes.office import AMINA, BRAM, Office


def test_most_cards_have_no_notes_and_ask_nothing_more(office: Office) -> None:
    card = office.approval_desk.approvals[office.planned(RequestType.ERASURE).case_id]

    assert card.notes == ()
    assert card.confirmation == ""


def test_a_day_to_wait_for_is_written_out_with_the_legal_date_that_stays(office: Office) -> None:
    case = office.planned(RequestType.ERASURE, words="[wait: from 2026-12-01]")
    card = office.approval_desk.approvals[case.case_id]

    (note,) = card.notes
    assert note.system == "Not before"
    assert note.text == "Tue 1 Dec, because they wrote “from 2026-12-01”. The legal date stays Thu 24 Dec."
    assert "not before Tue 1 Dec 2026; the customer can cancel" in card.warning
    assert card.confirmation == ""


def test_a_day_that_a_person_named_needs_no_words_of_the_customer(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approval.postpone(case.case_id, until=case.due_on - timedelta(days=1), by=AMINA)
    office.work()

    (note,) = office.approval_desk.approvals[case.case_id].notes
    assert note.text == "Wed 23 Dec. The legal date stays Thu 24 Dec."


def test_a_wait_beyond_the_legal_date_says_what_to_do(office: Office) -> None:
    case = office.planned(RequestType.ERASURE, words="[wait: from 2027-03-01]")

    (note,) = office.approval_desk.approvals[case.case_id].notes
    assert note.text.startswith("Mon 1 Mar 2027, because")
    assert "after the legal date, which stays Thu 24 Dec: agree on a day with the customer" in note.text


def test_a_wait_that_no_calendar_knows_is_asked_about_before_the_yes(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION, words="[wait: once my refund for ann.lee@example.com is through]")
    card = office.approval_desk.approvals[case.case_id]

    (note,) = card.notes
    assert note.text.startswith("“once my refund for a•••@e•••.com is through”. Approve once that has happened.")
    assert card.confirmation.endswith("Has that happened, or is there nothing to wait for?")
    buttons = next(block for block in approval_post(card).blocks if block["type"] == "actions")["elements"]
    assert card.confirmation in buttons[0]["confirm"]["text"]["text"]


def test_slack_shows_the_note_under_its_name(office: Office) -> None:
    case = office.planned(RequestType.ERASURE, words="[wait: from 2026-12-01]")

    blocks = approval_post(office.approval_desk.approvals[case.case_id]).blocks

    assert any("*Not before*\nTue 1 Dec, because" in str(block.get("text", {}).get("text")) for block in blocks)


def test_an_approved_card_says_from_which_day_it_starts(office: Office) -> None:
    case = office.planned(RequestType.ERASURE, words="[wait: from 2026-12-01]")
    office.approve(case, AMINA, BRAM)
    office.work()

    ending = office.approval_desk.approvals[case.case_id].ending
    assert ending is not None
    assert ending.endswith("Starts no earlier than Tue 1 Dec 2026, as they asked; the customer can cancel until then.")


def test_a_case_that_is_over_waits_for_nothing(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION, words="[wait: once the refund is through]")
    office.approve(case, AMINA)
    office.work()

    assert office.approval_desk.approvals[case.case_id].notes == ()
