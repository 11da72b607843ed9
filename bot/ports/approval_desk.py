"""Where people are asked before anything happens."""

from typing import Protocol

from bot.domain.card import ApprovalCard, CardRef, ReviewCard


class ApprovalDesk(Protocol):
    """A channel that shows cards. Every method raises TemporaryFailure or PermanentFailure, nothing else.

    `key` names the post for ever: posting again with one key finds the first post and returns it.
    """

    def post_approval(self, card: ApprovalCard, *, key: str) -> CardRef:
        """Show a new approval card."""
        ...

    def edit_approval(self, ref: CardRef, card: ApprovalCard) -> None:
        """Make a posted card say what is true now."""
        ...

    def post_review(self, card: ReviewCard, *, key: str) -> CardRef:
        """Show a new review card."""
        ...

    def edit_review(self, ref: CardRef, card: ReviewCard) -> None:
        """Make a posted review card say what is true now."""
        ...

    def tell_thread(self, ref: CardRef, line: str, *, key: str) -> None:
        """Add one line to the card's thread."""
        ...

    def call_people(self, ref: CardRef, line: str, *, key: str) -> None:
        """The same, and call those in who were named for what is urgent."""
        ...

    def post_notice(self, line: str, *, key: str) -> CardRef:
        """Say one line where approvals are asked for, with nothing to decide."""
        ...
