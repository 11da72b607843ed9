"""What this person has to prove, and whether they did: the same work for every wrong answer."""

import hmac
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from bot.domain.case import Case
from bot.domain.correction import CorrectableField
from bot.domain.identity import ProofMethod
from bot.domain.identity_level import IdentityLevel, Sensitivity, identity_level
from bot.domain.policy import POLICY
from bot.domain.proof import DataPoint, ProofAnswers
from bot.domain.request import RequestType

MOST_TRIES: Final = 3
"""Wrong answers until the case is closed: guessing must not pay, and a slip of the finger must not cost."""

_DISPUTED: Final = {
    CorrectableField.PHONE: frozenset({DataPoint.PHONE_ENDING}),
    CorrectableField.ADDRESS: frozenset({DataPoint.POSTCODE}),
    CorrectableField.NAME: frozenset[DataPoint](),
    CorrectableField.EMAIL: frozenset[DataPoint](),
}
_WORDS: Final = {
    DataPoint.ORDER_NUMBER: "order number",
    DataPoint.POSTCODE: "postcode",
    DataPoint.PHONE_ENDING: "end of the telephone number",
}


class Verdict(StrEnum):
    """What came of somebody's answers."""

    INCOMPLETE = "incomplete"
    WRONG = "wrong"
    PROVED = "proved"


def level_of(case: Case) -> IdentityLevel:
    """How sure we have to be; about somebody whom no system knows there is nothing to protect but their address."""
    sensitivity = Sensitivity.SENSITIVE if case.payload.proof_record.is_sensitive else Sensitivity.ORDINARY
    level = identity_level(case.request_type, case.regime, sensitivity)
    if level is IdentityLevel.NONE or case.payload.is_on_file:
        return level
    return IdentityLevel.ADDRESS_CONTROLLED


def askable_points(case: Case) -> tuple[DataPoint, ...]:
    """What can be asked: what our systems hold, without what a correction disputes (11 CCR 7062(d), 7060(c))."""
    if not level_of(case).data_points:
        return ()
    held = {each.point for each in case.payload.proof_record.held} - _disputed(case)
    return tuple(point for point in DataPoint if point in held)


def points_needed(case: Case) -> int:
    """How many have to fit: as many as the law names, or all there are."""
    return min(level_of(case).data_points, len(askable_points(case)))


def points_short(case: Case) -> int:
    """How many data points the law asks for beyond what can be asked; a person decides whether the rest is enough."""
    return level_of(case).data_points - points_needed(case)


def judged(
    case: Case, answers: ProofAnswers, tag: Callable[[DataPoint, str], str]
) -> tuple[Verdict, tuple[DataPoint, ...]]:
    """Whether the answers prove it, and by which data points; everything that was filled in has to fit."""
    filled = {point: point.normalised(answers.points.get(point, "")) for point in askable_points(case)}
    given = tuple(point for point, value in filled.items() if value)
    is_signed = bool(answers.signed_name.strip() and answers.declaration)
    if len(given) < points_needed(case) or (level_of(case).is_signed and not is_signed):
        return Verdict.INCOMPLETE, ()
    fits = [_fits(case, point, tag(point, filled[point])) for point in given]
    return (Verdict.PROVED, given) if all(fits) else (Verdict.WRONG, ())


def proof_words(case: Case) -> str:
    """What was shown beside control of the address: `order number and postcode fit, declaration signed`."""
    record, parts = case.payload.proof_record, []
    if record.points:
        parts.append(f"{' and '.join(_WORDS[point] for point in record.points)} fit")
    if record.declaration is not None:
        parts.append("declaration signed")
    short = points_short(case)
    if case.proof is ProofMethod.ONE_TIME_LINK and short:
        parts.append(f"{short} fewer than the law asks for, because our systems hold no more: decide if that is enough")
    return ", ".join(parts)


def _fits(case: Case, point: DataPoint, tag: str) -> bool:
    """Compared with all that is held, in a time that tells nothing (constant for each)."""
    held = [each.tag for each in case.payload.proof_record.held if each.point is point]
    return sum(hmac.compare_digest(tag.encode(), each.encode()) for each in held) > 0


def _disputed(case: Case) -> frozenset[DataPoint]:
    """A correction is never proved by what it disputes; as long as nobody knows what that is, by neither."""
    if case.request_type is not RequestType.RECTIFICATION or not POLICY[case.request_type].needs_identity:
        return frozenset()
    if case.payload.correction is None:
        return frozenset({DataPoint.PHONE_ENDING, DataPoint.POSTCODE})
    return _DISPUTED[case.payload.correction.what]
