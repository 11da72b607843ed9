"""A person says what a message really asks: the right cases open, the wrong one ends, and the classifier learns."""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseId, CaseState
from bot.domain.classification import Decision
from bot.domain.message import MessageId
from bot.domain.outbox import OutboxLetter
from bot.domain.request import DenialReason, RequestType
from bot.errors import DecisionRefused, NotFound
from bot.workflow.relabelling import Relabelling
from tests.fakes.kill import Killed
from tests.fakes.mail import FakeParser
from tests.fakes.office import AMINA, BRAM, Office

ERASURE, ACCESS, RESTRICTION = RequestType.ERASURE, RequestType.ACCESS, RequestType.RESTRICTION


@pytest.fixture
def relabelling(office: Office) -> Relabelling:
    return Relabelling(
        desk=office.desk, parser=FakeParser(), opening=office.opening, correspondence=office.correspondence
    )


def taught(office: Office) -> list[frozenset[RequestType]]:
    with office.desk.new_unit() as unit:
        return [frozenset(example.labels) for example in unit.examples.iter_readable()]


def last_letter(office: Office, case: Case) -> OutboxLetter:
    return office.outbox(case)[-1]


def test_the_right_case_opens_and_the_wrong_one_ends_with_an_apology(office: Office, relabelling: Relabelling) -> None:
    wrong = office.planned(ERASURE)

    ended = relabelling.relabel(wrong.case_id, labels=[RESTRICTION], words="", by=AMINA)
    office.work()

    assert (ended.state, ended.denial_reason) == (CaseState.DENIED, DenialReason.OTHER)
    right = office.cases()[-1]
    assert (right.request_type, right.opened_from, right.is_open) == (RESTRICTION, wrong.opened_from, True)
    letter = last_letter(office, wrong)
    assert letter.kind == "misread"
    assert letter.mail.to == wrong.payload.requester
    assert "We had understood that you want us to delete" in letter.mail.text
    assert "stands in a separate mail" in letter.mail.text
    assert "case_misread" in office.happened(wrong)
    card = next(card for card in office.approval_desk.approvals.values() if card.case_id == wrong.case_id)
    assert card.ending == "Refused by Amina Ortolan. The customer was told why."


def test_a_message_that_asks_more_keeps_its_case(office: Office, relabelling: Relabelling) -> None:
    case = office.planned(ERASURE)

    kept = relabelling.relabel(case.case_id, labels=[ERASURE, ACCESS], words="", by=AMINA)
    office.work()

    assert kept == case
    assert [each.request_type for each in office.cases()] == [ERASURE, ACCESS]
    assert taught(office) == [{ERASURE, ACCESS}]


def test_ordinary_mail_ends_with_the_persons_own_words(office: Office, relabelling: Relabelling) -> None:
    case = office.planned(ERASURE)
    with pytest.raises(DecisionRefused, match="write what the customer will read"):
        relabelling.relabel(case.case_id, labels=[], words="  ", by=AMINA)

    relabelling.relabel(case.case_id, labels=[], words="You asked about a parcel; it is on its way.", by=AMINA)

    assert "You asked about a parcel" in last_letter(office, case).mail.text
    assert "separate mail" not in last_letter(office, case).mail.text
    assert len(office.cases()) == 1
    assert taught(office) == [frozenset()]


def test_what_the_case_says_already_is_no_correction(office: Office, relabelling: Relabelling) -> None:
    case = office.planned(ERASURE)

    with pytest.raises(DecisionRefused, match="what the case says already"):
        relabelling.relabel(case.case_id, labels=[ERASURE], words="", by=AMINA)

    assert taught(office) == []


def test_it_can_be_corrected_before_anybody_proved_who_they_are(office: Office, relabelling: Relabelling) -> None:
    case = office.ask(ERASURE)
    assert case.state is CaseState.AWAITING_VERIFICATION

    assert relabelling.relabel(case.case_id, labels=[RESTRICTION], words="", by=AMINA).state is CaseState.DENIED


def test_what_has_begun_goes_on_and_still_teaches(office: Office, relabelling: Relabelling) -> None:
    done = office.ask(RequestType.MARKETING_OPT_OUT)
    assert done.state is CaseState.FULFILLED

    relabelling.relabel(done.case_id, labels=[ERASURE], words="", by=AMINA)
    relabelling.relabel(done.case_id, labels=[], words="", by=BRAM)

    assert office.case(done.case_id).state is CaseState.FULFILLED
    assert "misread" not in [letter.kind for letter in office.outbox(done)]
    assert [case.request_type for case in office.cases()] == [RequestType.MARKETING_OPT_OUT, ERASURE]
    assert taught(office) == [{ERASURE}]


def test_the_other_cases_of_a_message_are_still_what_it_asks(office: Office, relabelling: Relabelling) -> None:
    office.receive(words="[erasure 0.97] [access 0.96]")
    office.work()
    erasure, _ = office.cases()

    relabelling.relabel(erasure.case_id, labels=[RESTRICTION], words="", by=AMINA)

    assert taught(office) == [{ACCESS, RESTRICTION}]


def test_an_example_shows_the_words_that_are_known_to_show_it(office: Office, relabelling: Relabelling) -> None:
    case = office.planned(ERASURE)

    relabelling.relabel(case.case_id, labels=[ERASURE, ACCESS], words="", by=AMINA)

    with office.desk.new_unit() as unit:
        (example,) = unit.examples.iter_readable()
    assert example.message.evidence == ((ERASURE, "[erasure 0.97]"),)
    assert example.suggestion.labels == (ERASURE,)
    assert example.suggestion.model_version == "fake-1"


def test_a_case_of_a_message_that_is_closed_does_not_open_again(office: Office, relabelling: Relabelling) -> None:
    first = office.planned(ERASURE)
    relabelling.relabel(first.case_id, labels=[RESTRICTION], words="", by=AMINA)
    second = office.cases()[-1]

    with pytest.raises(DecisionRefused, match=rf"Case {first.number} was opened for this .* closed"):
        relabelling.relabel(second.case_id, labels=[ERASURE], words="", by=AMINA)

    assert office.case(second.case_id).is_open
    assert taught(office) == [{RESTRICTION}]


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
def test_a_kill_leaves_all_of_it_or_nothing(office: Office, relabelling: Relabelling, *, is_after: bool) -> None:
    case = office.planned(ERASURE)
    office.switch.at_commit, office.switch.is_after = office.switch.commits + 1, is_after

    with pytest.raises(Killed):
        relabelling.relabel(case.case_id, labels=[RESTRICTION], words="", by=AMINA)

    assert office.case(case.case_id).is_open is not is_after
    assert (len(office.cases()), len(taught(office))) == (1 + is_after, is_after)


def test_somebody_faster_is_said(office: Office, relabelling: Relabelling, monkeypatch: pytest.MonkeyPatch) -> None:
    case = office.planned(ERASURE)
    plan_hash, reading = case.plan_hash, FakeParser.parse
    assert plan_hash is not None

    def parse_while_somebody_decides(parser: FakeParser, raw: bytes) -> object:
        monkeypatch.undo()
        office.approval.deny(case.case_id, plan_hash=plan_hash, by=BRAM, reason=DenialReason.OTHER, words="No")
        return reading(parser, raw)

    monkeypatch.setattr(FakeParser, "parse", parse_while_somebody_decides)

    with pytest.raises(DecisionRefused, match="at the same moment"):
        relabelling.relabel(case.case_id, labels=[RESTRICTION], words="", by=AMINA)
    assert len(office.cases()) == 1


def test_words_that_are_gone_cannot_be_read_differently(office: Office, relabelling: Relabelling) -> None:
    case = office.planned(ERASURE)
    with office.database.write() as connection:
        office.vault.destroy(connection, case.opened_from, office.clock.now())

    with pytest.raises(DecisionRefused, match="words of this message are gone"):
        relabelling.relabel(case.case_id, labels=[RESTRICTION], words="", by=AMINA)


def test_a_case_that_is_not_there_is_named(relabelling: Relabelling) -> None:
    with pytest.raises(NotFound):
        relabelling.relabel(CaseId("nothing"), labels=[], words="x", by=AMINA)


def test_the_model_that_read_a_message_is_written_down_with_it(office: Office) -> None:
    case = office.ask(ACCESS)
    office.wait(timedelta(minutes=1))

    with office.desk.new_unit() as unit:
        found = unit.messages.find_classification(case.opened_from)
        assert unit.messages.find_classification(MessageId("nothing")) is None

    assert found is not None
    assert (found.decision, found.model_version) == (Decision.PRIVACY, "fake-1")
