"""What a person can ask for, under which law, and what we call it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class RequestType(StrEnum):
    """The nine rights; the values are also the classifier's labels."""

    ERASURE = "erasure"
    ACCESS = "access"
    PORTABILITY = "portability"
    RECTIFICATION = "rectification"
    RESTRICTION = "restriction"
    MARKETING_OPT_OUT = "marketing_opt_out"
    ADVERTISING_OPT_OUT = "advertising_opt_out"
    COMPLAINT = "complaint"
    NOTICE_QUESTION = "notice_question"


class Regime(StrEnum):
    """The law a case runs under; `VOLUNTARY` is treated as GDPR."""

    GDPR = "gdpr"
    UK_GDPR = "uk_gdpr"
    CCPA = "ccpa"
    VOLUNTARY = "voluntary"


class Language(StrEnum):
    """The languages customers are answered in."""

    EN = "en"
    DE = "de"
    FR = "fr"
    ES = "es"
    IT = "it"
    NL = "nl"


class DenialReason(StrEnum):
    """Why a request may be refused (Data Rights Protocol 0.9, status reasons)."""

    SUSPECTED_FRAUD = "suspected_fraud"
    INSUFFICIENT_VERIFICATION = "insufficient_verification"
    NO_MATCH = "no_match"
    CLAIM_NOT_COVERED = "claim_not_covered"
    OUTSIDE_JURISDICTION = "outside_jurisdiction"
    TOO_MANY_REQUESTS = "too_many_requests"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How far an opt-out reaches: service messages go on unless expressly asked otherwise."""

    service_messages: bool = False


REQUEST_WORDS: Final[dict[RequestType, str]] = {
    RequestType.ERASURE: "Delete everything",
    RequestType.ACCESS: "Copy of my data",
    RequestType.PORTABILITY: "My data to go",
    RequestType.RECTIFICATION: "Correct my data",
    RequestType.RESTRICTION: "Stop using my data",
    RequestType.MARKETING_OPT_OUT: "Stop marketing",
    RequestType.ADVERTISING_OPT_OUT: "Stop ads",
    RequestType.COMPLAINT: "Complaint",
    RequestType.NOTICE_QUESTION: "Question",
}

REGIME_WORDS: Final[dict[Regime, str]] = {
    Regime.GDPR: "GDPR",
    Regime.UK_GDPR: "UK GDPR",
    Regime.CCPA: "CCPA",
    Regime.VOLUNTARY: "Our promise",
}
