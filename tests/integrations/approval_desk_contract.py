"""What every ApprovalDesk promises, whatever stands behind it."""

from dataclasses import replace
from typing import Protocol

from bot.domain.card import CardRef
from bot.ports.approval_desk import ApprovalDesk
from tests.integrations.slack_cards import DELETION, DOUBT


class Onlooker(Protocol):
    """Somebody who looks at what is shown."""

    def approvals(self) -> list[str]: ...

    def reviews(self) -> list[str]: ...

    def thread(self, ref: CardRef) -> list[str]: ...


class ApprovalDeskContract:
    """Subclasses give the fixtures `desk` and `onlooker`."""

    def test_a_posted_card_is_shown(self, desk: ApprovalDesk, onlooker: Onlooker) -> None:
        desk.post_approval(DELETION, key="approval/1")

        (card,) = onlooker.approvals()
        assert "case 26-0142" in card
        assert "j•••@e•••.com" in card
        assert onlooker.reviews() == []

    def test_posting_again_with_one_key_finds_the_first_post(self, desk: ApprovalDesk, onlooker: Onlooker) -> None:
        first = desk.post_approval(DELETION, key="approval/1")
        again = desk.post_approval(DELETION, key="approval/1")

        assert first == again
        assert len(onlooker.approvals()) == 1

    def test_two_keys_are_two_cards(self, desk: ApprovalDesk, onlooker: Onlooker) -> None:
        first = desk.post_approval(DELETION, key="approval/1")
        second = desk.post_approval(DELETION, key="approval/2")

        assert first != second
        assert len(onlooker.approvals()) == 2

    def test_an_edited_card_says_what_is_true_now(self, desk: ApprovalDesk, onlooker: Onlooker) -> None:
        ref = desk.post_approval(DELETION, key="approval/1")
        desk.post_approval(DELETION, key="approval/2")

        desk.edit_approval(ref, replace(DELETION, ending="Denied by Ben Agent at 10:51."))

        edited, other = onlooker.approvals()
        assert "Denied by Ben Agent at 10:51." in edited
        assert "Denied" not in other

    def test_an_edited_card_is_still_found_by_its_key(self, desk: ApprovalDesk, onlooker: Onlooker) -> None:
        ref = desk.post_approval(DELETION, key="approval/1")
        desk.edit_approval(ref, replace(DELETION, ending="Denied by Ben Agent at 10:51."))

        assert desk.post_approval(DELETION, key="approval/1") == ref
        assert len(onlooker.approvals()) == 1

    def test_review_cards_keep_the_same_promises(self, desk: ApprovalDesk, onlooker: Onlooker) -> None:
        ref = desk.post_review(DOUBT, key="review/1")
        assert desk.post_review(DOUBT, key="review/1") == ref

        desk.edit_review(ref, replace(DOUBT, ending="Ana Agent: not about privacy."))

        (card,) = onlooker.reviews()
        assert "not about privacy" in card
        assert onlooker.approvals() == []

    def test_the_thread_says_each_line_once_and_in_order(self, desk: ApprovalDesk, onlooker: Onlooker) -> None:
        ref = desk.post_approval(DELETION, key="approval/1")
        other = desk.post_approval(DELETION, key="approval/2")

        for line, key in (
            ("Approved by Ana.", "line/1"),
            ("Done in Storefront.", "line/2"),
            ("Approved by Ana.", "line/1"),
        ):
            desk.tell_thread(ref, line, key=key)

        desk.call_people(ref, "Due tomorrow.", key="line/3")
        desk.call_people(ref, "Due tomorrow.", key="line/3")

        assert onlooker.thread(ref) == ["Approved by Ana.", "Done in Storefront.", "Due tomorrow."]
        assert onlooker.thread(other) == []

    def test_a_notice_stands_beside_the_cards_once(self, desk: ApprovalDesk, onlooker: Onlooker) -> None:
        first = desk.post_notice("The audit log of Mon 23 Nov is sealed.", key="audit-root/2026-11-23")
        again = desk.post_notice("The audit log of Mon 23 Nov is sealed.", key="audit-root/2026-11-23")
        other = desk.post_notice("The audit log of Tue 24 Nov is sealed.", key="audit-root/2026-11-24")

        assert first == again
        assert first != other
        assert [line for line in onlooker.approvals() if "audit log" in line] == [
            "The audit log of Mon 23 Nov is sealed.",
            "The audit log of Tue 24 Nov is sealed.",
        ]
