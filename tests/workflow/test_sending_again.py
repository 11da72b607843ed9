"""A letter whose sending was begun before does not leave twice where the server files what it sends."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.domain.job import JobName
from bot.domain.message import OutgoingMail
from bot.domain.outbox import OutboxId
from bot.domain.request import RequestType
from bot.errors import OutsideFailure, PermanentFailure, TemporaryFailure
from tests.fakes.office import Office

SOON = timedelta(hours=2)
"""Long enough for the next attempt, and for a few more."""


@dataclass
class FakeSentFolder:
    """What the server filed; `failure` is what a look at it raises."""

    mails: list[OutgoingMail] = field(default_factory=list)
    failure: OutsideFailure | None = None
    looks: int = 0

    def has(self, message_id: str) -> bool:
        self.looks += 1
        if self.failure is not None:
            raise self.failure
        return message_id in {mail.message_id for mail in self.mails}


def with_folder(office: Office, folder: FakeSentFolder) -> None:
    """The office again, with a server that files what it sends."""
    office.correspondence = replace(office.correspondence, sent_folder=folder)
    send_again = {JobName.SEND_LETTER: lambda argument: office.correspondence.send_again(OutboxId(argument))}
    office.worker = replace(office.worker, again=send_again)


def send_with_a_lost_answer(office: Office) -> None:
    """An acknowledgement is accepted by the server, and we never hear of it; then the job comes again."""
    office.mailer.faults.lose_answers()
    case = office.ask(RequestType.ADVERTISING_OPT_OUT)
    first = next(letter for letter in office.outbox(case) if letter.kind == "acknowledgement")
    assert first.sent_at is None
    office.wait(SOON)
    assert all(letter.sent_at is not None for letter in office.outbox(case))


def test_a_letter_that_stands_among_the_sent_ones_is_not_sent_again(office: Office) -> None:
    folder = FakeSentFolder(office.mailer.sent)
    with_folder(office, folder)

    send_with_a_lost_answer(office)

    assert len(office.everything_sent()) == len(set(office.everything_sent()))
    assert folder.looks == 1


def test_a_letter_that_never_left_is_sent_by_the_next_attempt(office: Office) -> None:
    with_folder(office, FakeSentFolder())
    office.mailer.faults.fail()

    case = office.ask(RequestType.ADVERTISING_OPT_OUT)
    office.wait(SOON)

    assert sorted(office.everything_sent()) == sorted(letter.mail.message_id for letter in office.outbox(case))


def test_a_first_attempt_looks_nowhere(office: Office) -> None:
    folder = FakeSentFolder(office.mailer.sent)
    with_folder(office, folder)

    office.ask(RequestType.ADVERTISING_OPT_OUT)

    assert folder.looks == 0


def test_a_sent_letter_is_neither_looked_for_nor_sent_again(office: Office) -> None:
    folder = FakeSentFolder()
    with_folder(office, folder)
    case = office.ask(RequestType.ADVERTISING_OPT_OUT)
    before = office.everything_sent()

    for letter in office.outbox(case):
        office.correspondence.send_again(letter.outbox_id)

    assert office.everything_sent() == before
    assert folder.looks == 0


def test_a_letter_waits_while_the_sent_folder_does_not_answer(office: Office) -> None:
    folder = FakeSentFolder(office.mailer.sent, failure=TemporaryFailure("down"))
    with_folder(office, folder)
    office.mailer.faults.lose_answers()
    case = office.ask(RequestType.ADVERTISING_OPT_OUT)

    office.wait(SOON)
    waiting = [letter for letter in office.outbox(case) if letter.sent_at is None]
    folder.failure = None
    office.wait(SOON)

    assert [letter.kind for letter in waiting] == ["acknowledgement"]
    assert len(office.everything_sent()) == len(set(office.everything_sent()))
    assert all(letter.sent_at is not None for letter in office.outbox(case))


def test_where_nobody_can_know_a_letter_comes_twice_rather_than_never(office: Office) -> None:
    with_folder(office, FakeSentFolder(failure=PermanentFailure("there is no such folder")))

    send_with_a_lost_answer(office)

    assert len(office.everything_sent()) == len(set(office.everything_sent())) + 1


def test_without_a_sent_folder_the_same(office: Office) -> None:
    send_again = {JobName.SEND_LETTER: lambda argument: office.correspondence.send_again(OutboxId(argument))}
    office.worker = replace(office.worker, again=send_again)

    send_with_a_lost_answer(office)

    assert len(office.everything_sent()) == len(set(office.everything_sent())) + 1
