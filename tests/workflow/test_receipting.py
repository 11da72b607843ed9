"""A receipt goes with the answer, and gets its place in the log once the day is over."""

import json
from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseId
from bot.domain.receipt_check import FalseReceipt, check_receipt
from bot.domain.request import RequestType
from bot.errors import LinkRefused, NotFound
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

DAY = timedelta(days=1)


def erased(office: Office) -> Case:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=73))
    return office.case(case.case_id)


def test_the_answer_carries_a_signed_receipt_and_says_so(office: Office) -> None:
    case = erased(office)

    mail = office.mailer.to(JUNIPER)[-1]
    (file,) = mail.attachments
    assert file.name == f"receipt-{case.number}.json"
    assert file.name in mail.text
    found = check_receipt(file.content, office.receipting.public_key)
    assert (found.case, found.request, found.root) == (case.number, "erasure", "")
    assert len(json.loads(file.content)["receipt"]["done"]) == found.done > 0
    assert b"juniper" not in file.content


def test_the_download_gets_its_way_to_the_root_when_the_day_is_over(office: Office) -> None:
    case = erased(office)
    first = office.receipting.download(case.case_id)[1]
    office.clock.advance(DAY)
    office.sealing.seal_due()

    number, later = office.receipting.download(case.case_id)

    assert number == case.number
    assert first == office.mailer.to(JUNIPER)[-1].attachments[0].content
    proved = check_receipt(later, office.receipting.public_key)
    events = {event.sequence: event for event in office.events()}
    assert events[proved.event].action == "receipt_issued"
    assert proved.root in {event.details.get("root") for event in events.values()}
    assert json.loads(first)["receipt"] == json.loads(later)["receipt"]


def test_the_customer_fetches_it_with_any_link_of_the_case(office: Office) -> None:
    case = erased(office)

    assert office.receipting.download_by_link(office.token_for(case)) == office.receipting.download(case.case_id)
    with pytest.raises(LinkRefused, match="does not work"):
        office.receipting.download_by_link("no-token")


def test_there_is_none_before_everything_is_done(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    for case_id in (case.case_id, CaseId("nobody's")):
        with pytest.raises(NotFound, match="no receipt yet"):
            office.receipting.download(case_id)
    with pytest.raises(NotFound, match="no receipt yet"):
        office.receipting.download_by_link(office.token_for(case))


def test_an_answer_in_words_is_its_own_receipt(office: Office) -> None:
    case = office.planned(RequestType.NOTICE_QUESTION)
    office.approve(case, AMINA)
    office.work()

    assert office.mailer.to(JUNIPER)[-1].attachments == ()
    assert "receipt_issued" not in office.happened(case)


def test_whether_we_know_somebody_who_only_opts_out_is_not_told_by_a_receipt(office: Office) -> None:
    known = office.ask(RequestType.MARKETING_OPT_OUT)
    unknown = office.ask(RequestType.MARKETING_OPT_OUT, sender="nobody@example.org")

    told = [json.loads(office.receipting.download(case.case_id)[1])["receipt"] for case in (known, unknown)]
    assert [(one["done"], one["kept"]) for one in told] == [([], []), ([], [])]


def test_a_receipt_that_was_changed_in_the_database_gets_no_way_to_the_root(office: Office) -> None:
    case = erased(office)
    office.clock.advance(DAY)
    office.sealing.seal_due()
    with office.database.write() as connection:
        connection.exec_driver_sql("UPDATE receipts SET content = replace(content, 'erasure', 'access')")

    _, content = office.receipting.download(case.case_id)

    assert json.loads(content)["log"] is None
    with pytest.raises(FalseReceipt, match="changed after it was signed"):
        check_receipt(content, office.receipting.public_key)
