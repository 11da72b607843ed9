"""The attacks on identity that the law's table lists, each against its control; each docstring names the control."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState
from bot.domain.job import JobName
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from bot.errors import LinkRefused
from handlers.worker import Work
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

MALLORY = "mallory@elsewhere.example.org"
LOOK_ALIKE = "juniper.quillfeather@examp1e.com"
PROVED = [each for each, row in POLICY.items() if row.needs_identity]


def proof_went_to(office: Office, case: Case) -> set[str]:
    return {letter.mail.to.value for letter in office.outbox(case) if "/c/" in letter.mail.text}


@pytest.mark.parametrize("request_type", PROVED)
def test_a_forged_sender_gets_nothing_done_without_the_mailbox(office: Office, request_type: RequestType) -> None:
    """From spoofing. Control: the one-time link to the address on file (`needs_identity` in `Verification._go_on`)."""
    case = office.ask(request_type, JUNIPER)

    assert proof_went_to(office, case) == {JUNIPER}
    assert office.case(case.case_id).state is CaseState.AWAITING_VERIFICATION
    assert office.count("actions") == 0
    assert all(not letter.mail.attachments for letter in office.outbox(case))


@pytest.mark.parametrize("request_type", RequestType)
def test_no_letter_follows_a_reply_to(office: Office, request_type: RequestType) -> None:
    """Reply-To swap. Control: `_recipient` in bot/workflow/correspondence.py knows the sender and the address on
    file, and nothing else."""
    case = office.ask(request_type, JUNIPER, reply_to=MALLORY)

    assert {letter.mail.to.value for letter in office.outbox(case)} == {JUNIPER}
    assert office.mailer.to(MALLORY) == []


@pytest.mark.parametrize("request_type", PROVED)
def test_a_look_alike_domain_is_another_person(office: Office, request_type: RequestType) -> None:
    """Look-alike domain. Control: addresses are compared whole, and proof goes to the one on file."""
    case = office.ask(request_type, LOOK_ALIKE, f"I am {JUNIPER}")

    assert proof_went_to(office, case) == {JUNIPER}
    assert office.case(case.case_id).payload.subject.address.value == JUNIPER


def test_known_and_unknown_people_cannot_be_told_apart_by_words_or_time(office: Office) -> None:
    """Probing from one's own address. Control: `_go_on` asks everybody alike; `identity_request` and
    `acknowledgement` hold no fact about the person."""
    seen = [_probe(office, sender) for sender in (JUNIPER, MALLORY)]

    assert seen[0] == seen[1]
    assert len(seen[0][1]) == 2


def test_asking_about_somebody_tells_not_whether_we_know_them(office: Office) -> None:
    """Probing for X. Control: what goes to the writer is written before anybody is looked up; `_may_be_mailed`."""
    senders = {"one@elsewhere.example.org": JUNIPER, "two@elsewhere.example.org": "nobody@example.net"}
    heard = []
    for sender, about in senders.items():
        case = office.ask(RequestType.ACCESS, sender, f"do you hold data on {about}?")
        mails = [_neutral(office, case, mail.text + str(mail.html)) for mail in office.mailer.to(sender)]
        heard.append((mails, office.clock.now()))

    assert heard[0] == heard[1]
    assert len(heard[0][0]) == 1


def test_a_leaked_link_that_was_used_or_is_old_opens_nothing(office: Office) -> None:
    """Link leakage. Control: `Links.use` (single use) and `OneTimeLink.is_good` (short life)."""
    used, old = office.ask(RequestType.ACCESS), office.ask(RequestType.ERASURE)
    token = office.token_for(used)
    office.prove(used)
    office.clock.advance(office.desk.rules.link_life)

    for leaked in (token, office.token_for(old)):
        with pytest.raises(LinkRefused):
            office.verification.confirm(leaked)
        with pytest.raises(LinkRefused):
            office.verification.stop(leaked)


def test_a_mail_scanner_that_opens_every_link_proves_and_stops_nothing(office: Office) -> None:
    """Link leakage to machines. Control: `look` changes nothing; only `confirm` and `stop` do, behind a POST."""
    case = office.ask(RequestType.ACCESS, MALLORY, f"all about {JUNIPER}")
    before = office.events()

    with office.desk.new_unit() as unit:
        links = unit.links.list_of(case.case_id)
    for link in links:
        office.verification.look(office.desk.keyring.link_token(link.link_id))

    assert office.events() == before


def test_an_erasure_as_sabotage_is_told_and_can_be_cancelled_to_the_last(office: Office) -> None:
    """Erasure as sabotage by somebody with a minute in the mailbox. Control: the cool-off with its cancel link."""
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.work()

    assert "cancel" in office.mailer.to(JUNIPER)[-1].text
    assert not any(system.effects for system in office.systems.values())
    office.verification.stop(office.token_for(case))
    office.wait(office.desk.rules.cool_off * 2)
    assert not any(system.effects for system in office.systems.values())


Seen = tuple[list[tuple[str, timedelta]], list[str], list[tuple[str, str]], list[tuple[str, timedelta]]]


def _probe(office: Office, sender: str) -> Seen:
    """What a prober can see or measure: jobs with their delays, letters' bytes, rows and links."""
    begun, plain = office.clock.now(), office.worker
    ran: list[tuple[str, timedelta]] = []

    def noting(name: JobName, work: Work) -> Work:
        def noted(argument: str) -> None:
            ran.append((str(name), office.clock.now() - begun))
            work(argument)

        return noted

    office.worker = replace(plain, work={name: noting(name, work) for name, work in plain.work.items()})
    case = office.ask(RequestType.ACCESS, sender)
    office.worker = plain
    letters = office.outbox(case)
    texts = [_neutral(office, case, f"{each.mail.subject}{each.mail.text}{each.mail.html}") for each in letters]
    rows = [(str(each.kind), str(each.route)) for each in letters]
    with office.desk.new_unit() as unit:
        links = [(str(each.purpose), each.expires_at - begun) for each in unit.links.list_of(case.case_id)]
    return ran, texts, rows, links


def _neutral(office: Office, case: Case, text: str) -> str:
    """Without what differs by design: the number and the link's secret."""
    plain = text.replace(case.number, "#")
    with office.desk.new_unit() as unit:
        for link in unit.links.list_of(case.case_id):
            plain = plain.replace(office.desk.keyring.link_token(link.link_id), "?")
    return plain
