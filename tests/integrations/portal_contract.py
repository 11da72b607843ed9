"""What every support portal promises."""

from typing import Protocol

import pytest

from bot.domain.case import CaseId, CaseNumber, TicketId
from bot.domain.identity import EmailAddress
from bot.domain.ticket import NewTicket
from bot.errors import PermanentFailure, TemporaryFailure
from bot.ports.portal import Portal


class OutsideDesk(Protocol):
    """The help desk as customers, agents and accidents touch it."""

    def write_in(self, email: str, subject: str, words: str) -> TicketId: ...

    def write_again(self, ticket_id: TicketId, words: str) -> None: ...

    def agent_answers(self, ticket_id: TicketId, words: str) -> None: ...

    def close(self, ticket_id: TicketId) -> None: ...

    def fail_next(self, status: int) -> None: ...

    def lose_next_answer(self) -> None: ...

    def texts(self, ticket_id: TicketId) -> list[tuple[str, bool]]:
        """Body and whether customers see it, oldest first."""
        ...

    def status(self, ticket_id: TicketId) -> str: ...

    def count_tickets(self) -> int: ...


def new_ticket(case: str = "case-1") -> NewTicket:
    return NewTicket(
        case_id=CaseId(case),
        number=CaseNumber("26-0142"),
        requester=EmailAddress.parse("jolanda.testmann@example.com"),
        subject="Delete everything (26-0142)",
        body="A person asks us to delete everything.",
        tags=("privacy",),
    )


class PortalContract:
    """Subclasses give `portal` and `desk`."""

    def test_opening_twice_for_one_case_finds_the_first(self, portal: Portal, desk: OutsideDesk) -> None:
        first = portal.open_ticket(new_ticket())
        again = portal.open_ticket(new_ticket())
        other = portal.open_ticket(new_ticket("case-2"))

        assert first == again
        assert other != first
        assert desk.count_tickets() == 2

    def test_a_ticket_whose_answer_was_lost_is_found_again(self, portal: Portal, desk: OutsideDesk) -> None:
        desk.lose_next_answer()
        with pytest.raises(TemporaryFailure):
            portal.open_ticket(new_ticket())

        portal.open_ticket(new_ticket())

        assert desk.count_tickets() == 1

    def test_what_a_case_is_about_is_for_agents_only(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = portal.open_ticket(new_ticket())

        assert desk.texts(ticket_id) == [("A person asks us to delete everything.", False)]

    def test_customers_see_replies_and_not_notes(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = desk.write_in("kim@sampleton.test", "Help", "Please delete me")

        portal.add_reply(ticket_id, "We are on it.", key="k1")
        portal.add_note(ticket_id, "Waits for a second yes.", key="k2")

        assert desk.texts(ticket_id)[1:] == [("We are on it.", True), ("Waits for a second yes.", False)]

    def test_one_key_leaves_one_comment(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = desk.write_in("kim@sampleton.test", "Help", "Please delete me")

        portal.add_reply(ticket_id, "We are on it.", key="k1")
        portal.add_reply(ticket_id, "We are on it.", key="k1")
        portal.add_reply(ticket_id, "We are on it.", key="k2")

        assert len(desk.texts(ticket_id)) == 3

    def test_a_comment_whose_answer_was_lost_is_not_written_again(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = desk.write_in("kim@sampleton.test", "Help", "Please delete me")
        desk.lose_next_answer()
        with pytest.raises(TemporaryFailure):
            portal.add_note(ticket_id, "Waits for a second yes.", key="k1")

        portal.add_note(ticket_id, "Waits for a second yes.", key="k1")

        assert len(desk.texts(ticket_id)) == 2

    def test_solving_twice_is_fine(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = portal.open_ticket(new_ticket())

        portal.solve(ticket_id)
        portal.solve(ticket_id)

        assert desk.status(ticket_id) == "solved"

    def test_a_closed_ticket_takes_no_comment_and_counts_as_solved(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = desk.write_in("kim@sampleton.test", "Help", "Please delete me")
        desk.close(ticket_id)

        portal.solve(ticket_id)
        with pytest.raises(PermanentFailure, match="closed for good"):
            portal.add_reply(ticket_id, "We are on it.", key="k1")

    def test_a_ticket_nobody_knows_is_a_permanent_failure(self, portal: Portal) -> None:
        with pytest.raises(PermanentFailure):
            portal.add_note(TicketId("99999999"), "Hello", key="k1")

    def test_a_desk_that_is_down_is_a_temporary_failure(self, portal: Portal, desk: OutsideDesk) -> None:
        desk.fail_next(503)

        with pytest.raises(TemporaryFailure):
            portal.list_changes("")

    def test_customers_words_arrive_once_oldest_first(self, portal: Portal, desk: OutsideDesk) -> None:
        first = desk.write_in("Kim@Sampleton.test", "Help", "Please delete me")
        second = desk.write_in("noor@sampleton.test", "Bell", "Where is my bell?")
        desk.write_again(first, "Hello?")

        changes = portal.list_changes("")
        later = portal.list_changes(changes.cursor)

        heard = [(message.ticket_id, message.author.value, message.body) for message in changes.messages]
        assert heard == [
            (first, "kim@sampleton.test", "Please delete me"),
            (second, "noor@sampleton.test", "Where is my bell?"),
            (first, "kim@sampleton.test", "Hello?"),
        ]
        assert changes.messages[0].subject == "Help"
        assert later.messages == ()

    def test_comment_ids_grow(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = desk.write_in("kim@sampleton.test", "Help", "one")
        desk.write_again(ticket_id, "two")

        one, two = (message.comment_id for message in portal.list_changes("").messages)

        assert one < two

    def test_our_own_words_and_agents_words_never_come_back(self, portal: Portal, desk: OutsideDesk) -> None:
        ours = portal.open_ticket(new_ticket())
        theirs = desk.write_in("kim@sampleton.test", "Help", "Please delete me")
        cursor = portal.list_changes("").cursor
        portal.add_reply(ours, "We are on it.", key="k1")
        portal.add_note(theirs, "Looks like privacy.", key="k2")
        desk.agent_answers(theirs, "An agent answers.")

        assert portal.list_changes(cursor).messages == ()

    def test_a_ticket_that_changes_again_brings_only_what_is_new(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = desk.write_in("kim@sampleton.test", "Help", "one")
        cursor = portal.list_changes("").cursor
        portal.add_reply(ticket_id, "We are on it.", key="k1")
        desk.write_again(ticket_id, "two")

        changes = portal.list_changes(cursor)

        assert [message.body for message in changes.messages] == ["two"]

    def test_asking_again_with_an_old_cursor_loses_nothing(self, portal: Portal, desk: OutsideDesk) -> None:
        desk.write_in("kim@sampleton.test", "Help", "one")
        cursor = portal.list_changes("").cursor
        desk.write_in("kim@sampleton.test", "Help", "two")

        assert portal.list_changes(cursor).messages == portal.list_changes(cursor).messages != ()

    def test_an_answer_to_a_case_names_the_case(self, portal: Portal, desk: OutsideDesk) -> None:
        ticket_id = portal.open_ticket(new_ticket())
        desk.write_again(ticket_id, "Thank you")

        (message,) = portal.list_changes("").messages

        assert (message.external_id, message.body) == ("case-1", "Thank you")
