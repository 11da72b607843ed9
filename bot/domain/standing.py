"""Where a case stands, in the few words that may go to anybody who is part of it."""

from enum import StrEnum
from typing import assert_never

from bot.domain.authority import is_about_another
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import EmailAddress, ProofMethod
from bot.domain.policy import POLICY


class Standing(StrEnum):
    """One sentence of the status letter each."""

    LOOKED_AT = "looked_at"
    IDENTITY = "identity"
    PERMISSION = "permission"
    WITH_PEOPLE = "with_people"
    QUESTION = "question"
    APPROVED = "approved"
    AT_WORK = "at_work"
    SYSTEM_LATE = "system_late"
    ANSWER_LEAVES = "answer_leaves"
    ELSEWHERE = "elsewhere"


def standing(case: Case, asker: EmailAddress) -> Standing:
    """What this participant may hear: whoever is not the address on file never learns whether we know anybody."""
    is_theirs = asker == case.payload.subject.address
    if is_about_another(case) and POLICY[case.request_type].action_kind is not None:
        if case.proof is ProofMethod.NONE and asker == case.payload.requester:
            return Standing.PERMISSION
        if not is_theirs:
            return Standing.ELSEWHERE
    if POLICY[case.request_type].needs_identity:
        if case.proved_at is None and case.state in {CaseState.RECEIVED, CaseState.AWAITING_VERIFICATION}:
            return Standing.IDENTITY
        if not is_theirs:
            return Standing.ELSEWHERE
    return _standing(case.waits_for)


def _standing(waits_for: WaitsFor) -> Standing:
    match waits_for:
        case WaitsFor.PLAN:
            return Standing.LOOKED_AT
        case WaitsFor.IDENTITY_PROOF:
            return Standing.IDENTITY
        case (
            WaitsFor.WHICH_PERSON
            | WaitsFor.AUTHORITY
            | WaitsFor.CORRECTION_DETAILS
            | WaitsFor.ANSWER
            | WaitsFor.APPROVAL
            | WaitsFor.SECOND_APPROVAL
        ):
            return Standing.WITH_PEOPLE
        case WaitsFor.INFORMATION:
            return Standing.QUESTION
        case WaitsFor.COOL_OFF:
            return Standing.APPROVED
        case WaitsFor.SYSTEMS:
            return Standing.AT_WORK
        case WaitsFor.FAILING_SYSTEM:
            return Standing.SYSTEM_LATE
        case WaitsFor.NOTHING:
            return Standing.ANSWER_LEAVES
        case _ as never:
            assert_never(never)
