"""Whoever speaks for somebody else hears that the work is done, and nothing about the person."""

from bot.domain.case import Case, CaseState
from bot.domain.letter import LetterKind
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

SON = "rowan@elsewhere.example.org"
FOR_MOTHER = f"delete it please [for: my mother {JUNIPER}]"


def kinds_to(office: Office, case: Case, address: str) -> list[LetterKind]:
    return [letter.kind for letter in office.outbox(case) if letter.mail.to.value == address]


def finished(office: Office, request_type: RequestType, sender: str, words: str) -> Case:
    case = office.ask(request_type, sender, words)
    office.prove(case)
    office.approve(case, AMINA, BRAM) if request_type is RequestType.ERASURE else office.approve(case, AMINA)
    office.wait(office.desk.rules.cool_off * 2)
    return office.case(case.case_id)


def test_a_representative_hears_that_it_is_done_and_the_person_hears_what(office: Office) -> None:
    case = finished(office, RequestType.ERASURE, SON, FOR_MOTHER)

    assert case.state is CaseState.FULFILLED
    assert kinds_to(office, case, SON)[-1] is LetterKind.DONE_FOR_ANOTHER
    assert LetterKind.ERASURE_DONE in kinds_to(office, case, JUNIPER)
    (told,) = [mail for mail in office.mailer.to(SON) if "finished the work" in mail.text]
    assert JUNIPER not in told.text
    assert "profile" not in told.text
    assert told.attachments == ()


def test_a_copy_goes_to_the_person_and_the_news_of_it_to_who_asked(office: Office) -> None:
    case = finished(office, RequestType.ACCESS, SON, FOR_MOTHER)

    assert [letter.mail.attachments for letter in office.outbox(case) if letter.mail.to.value == SON] == [(), ()]
    assert LetterKind.ACCESS_READY in kinds_to(office, case, JUNIPER)


def test_who_writes_for_themselves_gets_one_answer(office: Office) -> None:
    case = finished(office, RequestType.ERASURE, JUNIPER, "")

    assert LetterKind.DONE_FOR_ANOTHER not in kinds_to(office, case, JUNIPER)
