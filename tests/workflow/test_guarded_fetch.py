"""One mail that the server cannot hand over holds up nobody else's."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from bot.domain.message import FetchedMail, MessageId, MessageOutcome
from bot.errors import TemporaryFailure
from tests.fakes.mail import raw_mail
from tests.fakes.office import JUNIPER, Office


def fill(office: Office, count: int) -> None:
    for number in range(count):
        office.mailbox.put(raw_mail(JUNIPER, f"mail {number}"), arrived_at=office.clock.now())


def withheld(office: Office) -> list[MessageId]:
    return [MessageId(event.details["message"]) for event in office.events() if event.action == "message_withheld"]


@contextmanager
def patched(office: Office, fetch: Callable[[Sequence[int]], Sequence[FetchedMail]]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office.mailbox, "fetch", fetch)
        yield


def test_the_others_of_its_batch_are_taken_in_and_it_is_a_dead_letter(office: Office) -> None:
    fill(office, 60)
    office.mailbox.poison = {7, 55}

    assert office.intake.poll_mailbox(office.mailbox) == 58
    assert office.intake.poll_mailbox(office.mailbox) == 0

    outcomes = [office.outcome(message_id) for message_id in withheld(office)]
    assert outcomes == [MessageOutcome.DEAD_LETTER] * 2
    assert office.count("messages") == 60
    assert len(office.waiting()) == 58


def test_trying_it_again_never_loses_it(office: Office) -> None:
    fill(office, 1)
    office.mailbox.poison = {1}
    office.intake.poll_mailbox(office.mailbox)
    (message_id,) = withheld(office)

    office.dead_letters.reprocess(message_id)
    office.work()

    assert office.outcome(message_id) is MessageOutcome.DEAD_LETTER


def test_a_server_that_is_away_withholds_nothing(office: Office) -> None:
    fill(office, 3)
    fetch = office.mailbox.fetch

    def breaking_down(uids: Sequence[int]) -> Sequence[FetchedMail]:
        office.mailbox.faults.fail(times=2)
        return fetch(uids)

    with patched(office, breaking_down), pytest.raises(TemporaryFailure):
        office.intake.poll_mailbox(office.mailbox)

    assert office.count("messages") == 0


def test_a_folder_renumbered_in_the_middle_is_read_again_later(office: Office) -> None:
    fill(office, 3)
    fetch = office.mailbox.fetch

    def renumbering(uids: Sequence[int]) -> Sequence[FetchedMail]:
        office.mailbox.renumber()
        office.mailbox.poison = {2}
        return fetch(uids)

    with patched(office, renumbering), pytest.raises(TemporaryFailure, match="renumbered"):
        office.intake.poll_mailbox(office.mailbox)

    assert office.count("messages") == 0
    office.mailbox.poison = set()
    assert office.intake.poll_mailbox(office.mailbox) == 3
