"""What short words in a conversation do besides asking for something."""

from enum import StrEnum


class ReplyTurn(StrEnum):
    """One move of a reply.

    `THANKS` and `AWAY` are a whole message: nothing but thanks, or a notice of absence. `STATUS` asks where a request
    stands, `STATUS_ALONE` says nothing else, `OF_A_REQUEST` names a privacy request or a case's number. `CANCEL` takes
    back what was asked, where it answers a letter of ours: by itself it may speak of anything.
    """

    THANKS = "thanks"
    AWAY = "away"
    STATUS = "status"
    STATUS_ALONE = "status_alone"
    OF_A_REQUEST = "of_a_request"
    CANCEL = "cancel"
