"""What our own mail server found out about a sender."""

from enum import StrEnum


class SenderCheck(StrEnum):
    """Whether the From address is proved to be the one that sent (RFC 7489, RFC 8601).

    A mail that is not proved becomes a case all the same; it only never counts as evidence of who asks.
    """

    UNCHECKED = "unchecked"
    PROVED = "proved"
    UNPROVED = "unproved"
    FORGED = "forged"
