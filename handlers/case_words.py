"""What the pages call the fields of a case: one table a field."""

from collections.abc import Mapping
from typing import Final

from bot.domain.case import CaseState, WaitsFor
from bot.domain.correction import CorrectableField
from bot.domain.hold import HoldKind
from bot.domain.identity import ProofMethod
from bot.domain.message import Channel
from bot.domain.request import DenialReason, Language, Regime

STATE_WORDS: Final[Mapping[CaseState, str]] = {
    CaseState.RECEIVED: "Received",
    CaseState.AWAITING_VERIFICATION: "Waiting for proof of identity",
    CaseState.AWAITING_APPROVAL: "Waiting for approval",
    CaseState.IN_FULFILMENT: "Being carried out",
    CaseState.FULFILLED: "Answered",
    CaseState.DENIED: "Refused",
    CaseState.WITHDRAWN: "Cancelled by the customer",
}

WAITS_WORDS: Final[Mapping[WaitsFor, str]] = {
    WaitsFor.PLAN: "a plan",
    WaitsFor.IDENTITY_PROOF: "identity proof",
    WaitsFor.WHICH_PERSON: "a look at who it is",
    WaitsFor.AUTHORITY: "a look at who may ask",
    WaitsFor.CORRECTION_DETAILS: "what to correct",
    WaitsFor.ANSWER: "an answer to be written",
    WaitsFor.APPROVAL: "approval",
    WaitsFor.SECOND_APPROVAL: "second approval",
    WaitsFor.COOL_OFF: "cool-off to end",
    WaitsFor.SYSTEMS: "systems",
    WaitsFor.FAILING_SYSTEM: "failing system",
    WaitsFor.INFORMATION: "customer’s answer",
    WaitsFor.NOTHING: "–",
}

WAITS_SENTENCES: Final[Mapping[WaitsFor, str]] = {
    WaitsFor.PLAN: "We are working out what has to happen in which system. Nothing to do for you.",
    WaitsFor.IDENTITY_PROOF: "Waits for the customer to press the link we sent to the address on file.",
    WaitsFor.WHICH_PERSON: "Several people fit what they wrote. Waits for one of us to say who it is.",
    WaitsFor.AUTHORITY: "Waits for one of us to see whether the writer may speak for this person.",
    WaitsFor.CORRECTION_DETAILS: "Waits for one of us to say what is to be corrected.",
    WaitsFor.APPROVAL: "Waits for one of us to decide.",
    WaitsFor.SECOND_APPROVAL: "One person said yes. Waits for a second, different person.",
    WaitsFor.COOL_OFF: "Approved. Waits for the cool-off time to end; the customer can still cancel.",
    WaitsFor.SYSTEMS: "Approved. The systems are doing their part. Nothing to do for you.",
    WaitsFor.FAILING_SYSTEM: "A system does not do its part. We keep trying; the others go on.",
    WaitsFor.ANSWER: "Waits for one of us to write the answer.",
    WaitsFor.INFORMATION: "We asked the customer something. Waits for their answer.",
    WaitsFor.NOTHING: "Nothing is waited for.",
}

ENDING_SENTENCES: Final[Mapping[CaseState, str]] = {
    CaseState.FULFILLED: "Done and answered. Nothing is left to decide.",
    CaseState.DENIED: "Refused. Nothing is left to decide.",
    CaseState.WITHDRAWN: "The customer cancelled it. Nothing is left to decide.",
}

DENIAL_WORDS: Final[Mapping[DenialReason, str]] = {
    DenialReason.SUSPECTED_FRAUD: "We suspect fraud",
    DenialReason.INSUFFICIENT_VERIFICATION: "They did not prove who they are",
    DenialReason.NO_MATCH: "We hold nothing about them",
    DenialReason.CLAIM_NOT_COVERED: "The law gives no such right here",
    DenialReason.OUTSIDE_JURISDICTION: "No law we are under covers them",
    DenialReason.TOO_MANY_REQUESTS: "They asked the same too often",
    DenialReason.OTHER: "Another reason",
}

LANGUAGE_WORDS: Final[Mapping[Language, str]] = {
    Language.EN: "English",
    Language.DE: "German",
    Language.FR: "French",
    Language.ES: "Spanish",
    Language.IT: "Italian",
    Language.NL: "Dutch",
}

FIELD_WORDS: Final[Mapping[CorrectableField, str]] = {
    CorrectableField.NAME: "Name",
    CorrectableField.EMAIL: "E-mail address",
    CorrectableField.PHONE: "Phone number",
    CorrectableField.ADDRESS: "Postal address",
}

CHANNEL_WORDS: Final[Mapping[Channel, str]] = {
    Channel.MAIL: "by mail",
    Channel.PORTAL: "through the Support Portal",
}

PROOF_WORDS: Final[Mapping[ProofMethod, str]] = {
    ProofMethod.NONE: "not proved",
    ProofMethod.ONE_TIME_LINK: "proved by one-time link",
    ProofMethod.AUTHORITY: "spoken for; one of us saw the papers",
}

HOLD_WORDS: Final[Mapping[HoldKind, str]] = {
    HoldKind.LEGAL: "Legal hold",
    HoldKind.FRAUD: "Fraud hold",
}

_CITED: Final[Mapping[Regime, str]] = {
    Regime.GDPR: "GDPR",
    Regime.UK_GDPR: "UK GDPR",
    Regime.CCPA: "Cal. Civ.",
    Regime.VOLUNTARY: "GDPR",
}


def citation_under(citation: str, regime: Regime) -> str:
    """Of a rule's sources the one of this law; all of them when none is named for it."""
    own = [source for source in citation.split("; ") if source.startswith(_CITED[regime])]
    return "; ".join(own) or citation
