"""Whatever arrives is kept raw, exactly once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.message import MessageId, MessageOutcome
from bot.errors import TemporaryFailure
from tests.fakes.kill import Killed
from tests.fakes.mail import raw_mail
from tests.fakes.office import JUNIPER, Office


def fill(office: Office, count: int) -> None:
    for number in range(count):
        office.mailbox.put(raw_mail(JUNIPER, f"mail {number}"), arrived_at=office.clock.now())


def message_ids(office: Office) -> list[MessageId]:
    return [MessageId(event.details["message"]) for event in office.events() if event.action == "message_received"]


def test_each_mail_is_kept_once_and_asks_for_its_triage(office: Office) -> None:
    fill(office, 3)

    assert office.intake.poll_mailbox(office.mailbox) == 3
    assert office.intake.poll_mailbox(office.mailbox) == 0

    assert office.count("messages") == 3
    assert [name for name, _ in office.waiting()] == ["triage"] * 3
    assert office.happened() == ["message_received"] * 3


def test_a_full_mailbox_is_taken_in_pieces_of_fifty(office: Office) -> None:
    fill(office, 120)

    assert office.intake.poll_mailbox(office.mailbox) == 120
    assert [len(uids) for uids in office.mailbox.fetches] == [50, 50, 20]


@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize("batch", [1, 2, 3])
def test_a_crash_around_a_commit_neither_loses_nor_doubles_a_mail(
    office: Office, batch: int, *, is_after: bool
) -> None:
    fill(office, 120)
    office.switch.at_commit, office.switch.is_after = batch, is_after

    with pytest.raises(Killed):
        office.intake.poll_mailbox(office.mailbox)
    office.intake.poll_mailbox(office.mailbox)

    assert office.count("messages") == 120
    assert len(office.waiting()) == 120


def test_a_renumbered_mailbox_is_read_again_without_doubling_anything(office: Office) -> None:
    fill(office, 3)
    office.intake.poll_mailbox(office.mailbox)
    office.mailbox.renumber()
    office.mailbox.put(raw_mail(JUNIPER, "new"), arrived_at=office.clock.now())

    assert office.intake.poll_mailbox(office.mailbox) == 1
    assert len(office.waiting()) == 4


def test_a_mail_deleted_between_listing_and_fetching_is_passed_over(office: Office) -> None:
    fill(office, 3)
    office.mailbox.vanished = {2}

    assert office.intake.poll_mailbox(office.mailbox) == 2
    assert office.intake.poll_mailbox(office.mailbox) == 0


def test_a_mail_server_that_fails_in_the_middle_loses_nothing(office: Office) -> None:
    fill(office, 60)
    office.mailbox.faults.lose_answers()

    with pytest.raises(TemporaryFailure):
        office.intake.poll_mailbox(office.mailbox)

    assert office.intake.poll_mailbox(office.mailbox) == 60


def test_a_portal_comment_is_taken_in_once(office: Office) -> None:
    assert office.intake.poll_portal(office.portal, name="zendesk") == 0
    office.portal.write_in("71", JUNIPER, "hello", at=office.clock.now())

    assert office.intake.poll_portal(office.portal, name="zendesk") == 1
    assert office.intake.poll_portal(office.portal, name="zendesk") == 0
    assert [name for name, _ in office.waiting()] == ["triage"]


def test_a_crash_before_the_portal_cursor_moved_reads_the_comment_again_once(office: Office) -> None:
    office.portal.write_in("71", JUNIPER, "hello", at=office.clock.now())
    office.switch.at_commit = 1

    with pytest.raises(Killed):
        office.intake.poll_portal(office.portal, name="zendesk")

    assert office.intake.poll_portal(office.portal, name="zendesk") == 1
    assert office.count("messages") == 1


def test_the_time_of_arrival_is_the_servers_and_not_the_time_of_fetching(office: Office) -> None:
    fill(office, 1)
    office.clock.advance(timedelta(days=2))
    office.mailbox.put(raw_mail(JUNIPER, "[access 0.97]"), arrived_at=office.clock.now() - timedelta(days=1))

    office.intake.poll_mailbox(office.mailbox)
    office.work()

    (case,) = office.cases()
    assert case.received_at == office.clock.now() - timedelta(days=1)


def test_a_folder_that_is_listed_in_pieces_is_read_to_its_end_in_one_look(office: Office) -> None:
    office.mailbox.most_listed = 70
    fill(office, 200)

    assert office.intake.poll_mailbox(office.mailbox) == 200
    assert [len(uids) for uids in office.mailbox.fetches] == [50, 20, 50, 20, 50, 10]


def test_a_mail_that_is_larger_than_the_cap_is_a_dead_letter_and_a_person_gets_it_when_tried_again(
    office: Office,
) -> None:
    office.mailbox.put(raw_mail(JUNIPER, "hello", is_cut=True), arrived_at=office.clock.now())
    office.mailbox.mails[1] = replace(office.mailbox.mails[1], problem="it has 90 MB")

    assert office.intake.poll_mailbox(office.mailbox) == 1
    (message_id,) = message_ids(office)
    assert office.waiting() == []
    assert office.outcome(message_id) is MessageOutcome.DEAD_LETTER

    office.dead_letters.reprocess(message_id)
    office.work()

    (review,) = office.reviews()
    assert "too large" in " ".join(review.classification.reasons)
