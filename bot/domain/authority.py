"""Whether the writer may speak for the person a case is about."""

from bot.domain.case import Case
from bot.domain.identity import ProofMethod
from bot.domain.policy import POLICY


def is_about_another(case: Case) -> bool:
    """Whether the case is about somebody else than who wrote."""
    return case.payload.about is not None


def is_from_elsewhere(case: Case) -> bool:
    """Whether the request came from another address than the one on file."""
    return case.payload.requester != case.payload.subject.address


def lacks_authority(case: Case) -> bool:
    """Whether a person has to look before anything is planned for somebody else.

    The person concerned says so by their link, or one of ours has seen papers. An answer touches nobody's data; and a
    stop for an address that was named harms nobody, so it waits for nothing.
    """
    payload, row = case.payload, POLICY[case.request_type]
    if payload.about is None or case.proof is not ProofMethod.NONE or row.action_kind is None:
        return False
    return not (row.may_be_automatic and payload.subject.address != payload.requester)


def speaks_for_another(case: Case) -> bool:
    """Whether questions and refusals go to who wrote: they speak for somebody who has not said a word to us."""
    return is_about_another(case) and case.proof is not ProofMethod.ONE_TIME_LINK
