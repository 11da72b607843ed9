"""The worst of what was read wrongly, fit to be shown: identifiers masked, cut short."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.domain.classification import Decision
from bot.domain.redaction import excerpt, redact
from bot.domain.request import RequestType
from nlp.measuring.metrics import Judged

WORST: Final = 12
"""How many of each kind are shown."""

LENGTH: Final = 200

_NAME_LENGTH: Final = 4
_DASHES: Final = " \t\r-–—,."


class Kind(StrEnum):
    """What went wrong, worst first."""

    MISSED = "requests that nobody would have noticed"
    WRONGLY_SURE = "ordinary mail for which a case would have been opened"
    WRONG_LABEL = "requests taken, without a doubt, for something else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Misreading:
    """One mail read wrongly; `words` is masked and short."""

    kind: Kind
    mail_id: str
    words: str = field(repr=False)
    true: tuple[RequestType, ...]
    said: tuple[RequestType, ...]
    probability: float


def worst_of(judged: Iterable[Judged]) -> dict[Kind, tuple[Misreading, ...]]:
    """Of each kind the most confident mistakes."""
    wrong = [(kind, one) for one in judged if (kind := _kind(one))]
    return {kind: tuple(_misreading(kind, one) for one in _worst(kind, wrong)) for kind in Kind}


def _kind(one: Judged) -> Kind | None:
    said = {found.label for found in one.said.labels}
    match one.said.decision:
        case Decision.NONE:
            return Kind.MISSED if one.mail.labels else None
        case Decision.PRIVACY if one.is_ordinary:
            return Kind.WRONGLY_SURE
        case Decision.PRIVACY if one.mail.labels and not said & one.mail.labels and said - one.mail.also_right:
            return Kind.WRONG_LABEL
        case _:
            return None


def _worst(kind: Kind, wrong: Sequence[tuple[Kind, Judged]]) -> list[Judged]:
    of_kind = [one for found, one in wrong if found is kind]
    sign = 1 if kind is Kind.MISSED else -1
    return sorted(of_kind, key=lambda one: (sign * one.said.probability, one.mail.mail_id))[:WORST]


def _misreading(kind: Kind, one: Judged) -> Misreading:
    """With the words that should have been read, or those that misled."""
    shown = [words for _, words in one.mail.evidence] or [
        words for found in one.said.labels for words in found.evidence
    ]
    return Misreading(
        kind=kind,
        mail_id=redact(one.mail.mail_id)[:LENGTH],
        words=excerpt(f"{one.mail.subject}\n{one.mail.body}", shown, limit=LENGTH, names=_signature(one.mail.body)),
        true=tuple(label for label in RequestType if label in one.mail.labels),
        said=tuple(found.label for found in one.said.labels),
        probability=one.said.probability,
    )


def _signature(body: str) -> list[str]:
    """The words of the last line when it is a name alone: nothing announces it, so the masking has to be told."""
    *above, last = body.strip().split("\n")
    words = last.strip(_DASHES).split()
    names = [word for word in words if word[0].isupper()]
    is_name = bool(above) and len(words) <= _NAME_LENGTH and all(word in names or len(word) <= 3 for word in words)
    return names if is_name else []
