"""Each of the nine requests, from the mail in the mailbox to the answer in the customer's inbox."""

import pytest

from bot.bootstrap import iter_audit_events
from bot.domain.audit import verify_chain
from bot.domain.case import CaseState, WaitsFor
from bot.domain.request import RequestType
from integrations.sandbox.demo_mails import DEMO_MAILS, DemoMail
from tests.journey.town import ANA, MIA, TWO_PEOPLE, Town, address_of

TOLD = {
    RequestType.MARKETING_OPT_OUT: "no more marketing messages",
    RequestType.ERASURE: "Payments",
    RequestType.ACCESS: "Kopie der Daten",
    RequestType.RECTIFICATION: "Rob Fictional",
    RequestType.NOTICE_QUESTION: "données",
    RequestType.ADVERTISING_OPT_OUT: "anuncios",
    RequestType.RESTRICTION: "dati",
    RequestType.COMPLAINT: "We have stopped the mailings.",
    RequestType.PORTABILITY: "JSON",
}
"""The nine requests in the order of the demo's mails, and words of each final answer."""

LIVES = list(zip(TOLD, DEMO_MAILS, strict=False))


def test_every_request_has_its_life_here() -> None:
    assert set(TOLD) == set(RequestType)


@pytest.mark.parametrize(("request_type", "mail"), LIVES, ids=list(map(str, TOLD)))
def test_a_request_lives_from_its_mail_to_its_answer(town: Town, request_type: RequestType, mail: DemoMail) -> None:
    case = town.write(mail)
    assert case.request_type is request_type
    if case.waits_for is WaitsFor.ANSWER:
        town.write_answer(case, "You are right, and we are sorry. We have stopped the mailings.")
    if town.case(case).state is CaseState.AWAITING_APPROVAL:
        town.press(case, "approval.approve", *[ANA, MIA][: 2 if request_type in TWO_PEOPLE else 1])

    done = town.case(case)
    assert done.state is CaseState.FULFILLED
    answer = town.letters(address_of(mail.customer))[-1]
    assert case.number in answer
    assert TOLD[request_type] in answer
    assert "approve" not in str([block.get("elements") for block in town.card(case).blocks])
    with town.service.database.read():
        verify_chain(iter_audit_events(town.service.database))
    assert town.service.jobs.list_dead() == []
