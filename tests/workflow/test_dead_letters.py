"""What could not be handled is kept and tried again when a person says so."""

import pytest

from bot.domain.message import MessageOutcome, ParsedMail
from bot.errors import NotFound, UnreadableMail
from tests.fakes.mail import FakeParser
from tests.fakes.office import AMINA, Office


class PickyParser(FakeParser):
    """Could not read anything yesterday."""

    def parse(self, raw: bytes) -> ParsedMail:
        raise UnreadableMail("a charset from the future")


def test_a_dead_letter_is_read_again_from_its_kept_bytes(office: Office) -> None:
    parser = office.triage.parser
    object.__setattr__(office.triage, "parser", PickyParser())
    message_id = office.receive(words="[marketing_opt_out 0.97]")
    office.work()
    assert office.outcome(message_id) is MessageOutcome.DEAD_LETTER

    object.__setattr__(office.triage, "parser", parser)
    office.dead_letters.reprocess(message_id, by=AMINA)
    office.work()

    assert office.outcome(message_id) is MessageOutcome.CASES_OPENED
    assert len(office.cases()) == 1
    assert [event.actor for event in office.events() if event.action == "message_reprocessed"] == ["staff:amina"]


def test_an_operator_may_do_it_too(office: Office) -> None:
    message_id = office.receive_raw(b"\xff")
    office.work()

    office.dead_letters.reprocess(message_id)
    office.work()

    assert office.outcome(message_id) is MessageOutcome.DEAD_LETTER
    assert [event.actor for event in office.events() if event.action == "message_reprocessed"] == ["operator"]


def test_only_a_dead_letter_is_read_again(office: Office) -> None:
    message_id = office.receive(words="[access 0.97]")
    office.work()

    with pytest.raises(NotFound):
        office.dead_letters.reprocess(message_id, by=AMINA)

    assert "message_reprocessed" not in office.happened()
