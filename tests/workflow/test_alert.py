"""Whoever holds the address on file hears when somebody asks about them from elsewhere, and one press stops it."""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.link import LinkPurpose
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from bot.errors import LinkRefused
from tests.fakes.kill import Killed
from tests.fakes.mail import raw_mail
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, a_customer

STRANGER = "mallory@elsewhere.example.org"
ANNA = "anna.quillfeather@example.org"
PROVED = [each for each, row in POLICY.items() if row.needs_identity]
OPT_OUTS = [each for each, row in POLICY.items() if row.may_be_automatic]


def ask_from_elsewhere(office: Office, request_type: RequestType = RequestType.ERASURE) -> Case:
    return office.ask(request_type, STRANGER, f"all about {JUNIPER}")


def alerts(office: Office, case: Case) -> list[str]:
    return [letter.mail.to.value for letter in office.outbox(case) if letter.kind == "alert"]


def stop_token(office: Office, case: Case) -> str:
    with office.desk.new_unit() as unit:
        (link,) = [each for each in unit.links.list_of(case.case_id) if each.purpose is LinkPurpose.STOP]
    return office.desk.keyring.link_token(link.link_id)


@pytest.mark.parametrize("request_type", PROVED)
def test_who_is_asked_about_from_elsewhere_is_told_with_a_button(office: Office, request_type: RequestType) -> None:
    """Fails without `Alert.send` in `Verification._go_on`."""
    case = ask_from_elsewhere(office, request_type)

    assert alerts(office, case) == [JUNIPER]
    letter = office.mailer.to(JUNIPER)[0]
    assert stop_token(office, case) in letter.text
    assert "m•••@e•••.org" in letter.text
    assert STRANGER not in letter.text


@pytest.mark.parametrize("request_type", RequestType)
def test_who_asks_from_the_address_on_file_gets_no_alert(office: Office, request_type: RequestType) -> None:
    assert alerts(office, office.ask(request_type)) == []


@pytest.mark.parametrize("request_type", RequestType)
def test_nobody_unknown_is_written_to_because_a_stranger_named_them(office: Office, request_type: RequestType) -> None:
    case = office.ask(request_type, STRANGER, "all about nobody@example.net")

    assert alerts(office, case) == []
    assert office.mailer.to("nobody@example.net") == []


@pytest.mark.parametrize("request_type", OPT_OUTS)
def test_an_opt_out_from_elsewhere_is_told_and_not_held_up(office: Office, request_type: RequestType) -> None:
    case = ask_from_elsewhere(office, request_type)

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert alerts(office, case) == [JUNIPER]
    assert "/c/" not in office.mailer.to(JUNIPER)[0].text


def test_a_relative_who_asks_for_somebody_on_file_is_told_of_too(office: Office) -> None:
    office.systems["storefront"].people[ANNA] = a_customer()

    case = office.ask(RequestType.ACCESS, words=f"[for: my wife {ANNA}]")

    assert alerts(office, case) == [ANNA]


def test_papers_that_one_of_us_saw_are_told_to_the_person_they_speak_for(office: Office) -> None:
    """Fails without `Alert.send` in `Approval.accept_authority`."""
    case = office.ask(RequestType.ACCESS, words="[for: my late father]")
    office.approval.accept_authority(
        case.case_id, address=office.case(case.case_id).payload.requester.parse(ANNA), by=AMINA
    )
    office.work()

    assert alerts(office, case) == [ANNA]
    office.verification.stop(stop_token(office, case))
    assert office.case(case.case_id).state is CaseState.WITHDRAWN


def test_papers_for_whom_we_alerted_already_bring_no_second_alert(office: Office) -> None:
    office.systems["storefront"].people[ANNA] = a_customer()
    case = office.ask(RequestType.ACCESS, words=f"[for: my wife {ANNA}]")
    office.wait(timedelta(hours=73))
    case = office.case(case.case_id)
    assert case.waits_for is WaitsFor.AUTHORITY

    office.approval.accept_authority(case.case_id, address=case.payload.subject.address, by=AMINA)
    office.work()

    assert alerts(office, case) == [ANNA]


# The button


def test_the_button_stops_an_unproved_request_for_good(office: Office) -> None:
    case = ask_from_elsewhere(office)

    view = office.verification.stop(stop_token(office, case))
    office.wait(timedelta(days=10))

    assert view.state is office.case(case.case_id).state is CaseState.WITHDRAWN
    assert office.count("actions") == 0
    with pytest.raises(LinkRefused):
        office.verification.confirm(office.token_for(case))


def test_the_button_stops_what_was_approved_until_systems_are_touched(office: Office) -> None:
    """Fails when STOP links die with the proof, or when `_may_stop` lets a cool-off pass."""
    case = office.prove(ask_from_elsewhere(office))
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=71))

    office.verification.stop(stop_token(office, case))
    office.wait(timedelta(days=5))

    assert office.case(case.case_id).state is CaseState.WITHDRAWN
    assert not any(system.effects for system in office.systems.values())


def test_the_button_comes_too_late_once_systems_are_touched_and_says_so(office: Office) -> None:
    case = office.prove(ask_from_elsewhere(office))
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=73))
    token = stop_token(office, case)

    with pytest.raises(LinkRefused, match="too late"):
        office.verification.stop(token)
    assert not office.verification.look(token).may_stop


def test_the_button_works_once_and_looking_does_not_press_it(office: Office) -> None:
    case = ask_from_elsewhere(office)
    token = stop_token(office, case)
    assert office.verification.look(token).may_stop

    office.verification.stop(token)
    with pytest.raises(LinkRefused):
        office.verification.stop(token)

    assert office.happened(case).count("case_withdrawn") == 1


def test_the_button_proves_nothing(office: Office) -> None:
    case = ask_from_elsewhere(office)
    token = stop_token(office, case)

    assert not office.verification.look(token).may_confirm
    with pytest.raises(LinkRefused):
        office.verification.confirm(token)
    assert office.case(case.case_id).proved_at is None


def test_who_stops_it_is_not_taken_for_who_asked(office: Office) -> None:
    case = ask_from_elsewhere(office)

    office.verification.stop(stop_token(office, case))
    office.work()

    last = office.mailer.to(JUNIPER)[-1]
    assert "You have stopped this." in last.text
    assert "You asked us" not in last.text


def test_a_stop_is_told_to_the_writer_when_and_as_if_nobody_were_known(office: Office) -> None:
    """Fails without `owes_writer_a_word`: silence after 72 hours would tell a prober that somebody was at home."""
    known = ask_from_elsewhere(office, RequestType.ACCESS)
    other = "other@elsewhere.example.org"
    unknown = office.ask(RequestType.ACCESS, other, "all about nobody@example.net")
    office.verification.stop(stop_token(office, known))

    office.wait(timedelta(hours=80))

    heard = [
        [
            (letter.kind, letter.created_at, letter.mail.text.replace(case.number, "#"))
            for letter in office.outbox(case)
            if letter.mail.to == case.payload.requester
        ]
        for case in (known, unknown)
    ]
    assert heard[0] == heard[1]
    assert [kind for kind, *_ in heard[0]] == ["acknowledgement", "identity_expired"]


def test_the_writer_hears_of_a_stop_once_whatever_runs_twice(office: Office) -> None:
    case = ask_from_elsewhere(office, RequestType.ACCESS)
    office.receive(STRANGER, f"all about {JUNIPER} [access 0.97]")
    office.work()
    office.verification.stop(stop_token(office, case))
    office.wait(timedelta(hours=80))
    with office.desk.new_unit() as unit:
        proofs = [link for link in unit.links.list_of(case.case_id) if link.purpose is LinkPurpose.PROVE_IDENTITY]

    for link in proofs:
        office.verification.expire(link.link_id)
    office.work()

    assert [str(letter.kind) for letter in office.outbox(case)].count("identity_expired") == 1


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("commit", range(1, 7))
def test_a_kill_around_any_commit_alerts_once(office: Office, commit: int, *, is_after: bool) -> None:
    office.switch.at_commit, office.switch.is_after = commit, is_after
    raw = raw_mail(STRANGER, f"all about {JUNIPER} [access 0.97]", message_id="<once@example.com>")
    office.mailbox.put(raw, arrived_at=office.clock.now())

    for _ in range(2):
        try:
            office.intake.poll_mailbox(office.mailbox)
            office.work()
        except Killed:
            office.revive()

    (case,) = office.cases()
    assert alerts(office, case) == [JUNIPER]
