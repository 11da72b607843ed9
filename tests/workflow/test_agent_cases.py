"""A case that an agent asked for: the case says so, and nothing of the person's goes to the agent."""

from typing import Any

from bot.domain.agent import Agent
from bot.domain.case import Case, WaitsFor
from bot.domain.identity import EmailAddress
from bot.domain.letter import LetterKind
from bot.domain.request import RequestType
from tests.fakes.office import Office, a_customer

ANNA = "anna.quillfeather@example.org"
AGENT = "case-5521@broomline.example.net"


def ask(office: Office, words: str = f"[for: our client {ANNA}]", **more: Any) -> Case:
    return office.ask(RequestType.ACCESS, AGENT, f"{words} [agent: Broomline]", **more)


def agent_of(case: Case) -> Agent:
    assert case.payload.about is not None
    assert case.payload.about.agent is not None
    return case.payload.about.agent


def note_of(office: Office, case: Case) -> str:
    return next(note.text for note in office.approval_desk.approvals[case.case_id].notes if note.system == "Asked by")


def know_anna(office: Office) -> None:
    for system in office.systems.values():
        system.people[ANNA] = a_customer()


def test_the_case_keeps_who_asked_and_whether_the_permission_came(office: Office) -> None:
    bare = agent_of(ask(office))
    papered = agent_of(ask(office, "[for: our client bea@example.org]", files=["permission.pdf"]))

    assert (bare.name, bare.is_permission_attached) == ("Broomline", False)
    assert papered.is_permission_attached


def test_the_link_goes_to_the_person_on_file_and_no_letter_with_data_to_the_agent(office: Office) -> None:
    know_anna(office)

    case = ask(office)

    assert case.waits_for is WaitsFor.IDENTITY_PROOF
    told = {letter.kind: letter.mail.to for letter in office.outbox(case)}
    assert told[LetterKind.IDENTITY_REQUEST] == EmailAddress.parse(ANNA)
    assert [kind for kind, to in told.items() if to == EmailAddress.parse(AGENT)] == [LetterKind.ACKNOWLEDGEMENT]


def test_an_agent_whose_person_is_unknown_gets_no_link_and_a_person_looks(office: Office) -> None:
    case = ask(office, "[for: our client]")

    assert case.waits_for is WaitsFor.AUTHORITY
    assert LetterKind.IDENTITY_REQUEST not in {letter.kind for letter in office.outbox(case)}


def test_an_agents_own_account_is_never_taken_for_the_persons(office: Office) -> None:
    for system in office.systems.values():
        system.people[AGENT] = a_customer()

    case = ask(office)

    assert not case.payload.is_on_file


def test_two_letters_of_an_agent_that_name_nobody_are_two_cases(office: Office) -> None:
    first = ask(office, "[for: our client]")
    second = ask(office, "[for: our client]")

    assert first.case_id != second.case_id


def test_a_letter_that_names_the_same_person_again_repeats_the_request(office: Office) -> None:
    first = ask(office)
    office.receive(AGENT, f"[access 0.97] [for: our client {ANNA}] [agent: Broomline]")
    office.work()

    assert [case.case_id for case in office.cases()] == [first.case_id]


def test_the_card_says_that_an_agent_asked_and_what_is_with_the_letter(office: Office) -> None:
    bare = ask(office, "[for: our client]")
    papered = ask(office, "[for: our client]", files=["permission.pdf"])

    assert note_of(office, bare) == "an agent: Broomline – permission not attached, although the letter says so"
    assert note_of(office, papered) == "an agent: Broomline – permission attached"


def test_a_relatives_case_names_no_agent(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, words="[for: my late father]")

    assert case.payload.about is not None
    assert case.payload.about.agent is None
    assert "Asked by" not in {note.system for note in office.approval_desk.approvals[case.case_id].notes}
