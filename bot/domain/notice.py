"""What people ask about the privacy notice."""

from enum import StrEnum


class NoticeTopic(StrEnum):
    """One topic, one prepared answer; `GENERAL` when the question fits none."""

    WHAT_WE_HOLD = "what_we_hold"
    WHY = "why"
    RECIPIENTS = "recipients"
    SALE = "sale"
    RETENTION = "retention"
    MARKETING = "marketing"
    ADVERTISING = "advertising"
    RIGHTS = "rights"
    CONTACT = "contact"
    REGULATOR = "regulator"
    CHANGES = "changes"
    VOLUNTARY = "voluntary"
    ANONYMISED = "anonymised"
    ORIGIN = "origin"
    GENERAL = "general"
