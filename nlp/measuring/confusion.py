"""What was said about the mails that make a request, and about those that make none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.classification import Classification, Decision
from bot.domain.request import RequestType
from nlp.measuring.metrics import Judged


class Outcome(StrEnum):
    """What is said beside the nine labels."""

    OTHERS = "only others"
    UNSURE = "unsure"
    NONE = "none"


Said = RequestType | Outcome

ROWS: Final[tuple[RequestType | None, ...]] = (*RequestType, None)
"""What is true: a label, or none at all (ordinary mail)."""

COLUMNS: Final[tuple[Said, ...]] = (*RequestType, *Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often what was said about what is true; a row adds up to the mails in which it is true."""

    cells: Counter[tuple[RequestType | None, Said]]

    def count(self, true: RequestType | None, said: Said) -> int:
        """One cell."""
        return self.cells[true, said]

    def total(self, true: RequestType | None) -> int:
        """One row."""
        return sum(self.cells[true, said] for said in COLUMNS)


def confusion_of(judged: Iterable[Judged]) -> Confusion:
    """One count per label of each mail, one per ordinary mail.

    A label that was found counts as itself. One that was not counts under the likeliest label said in its stead, under
    "only others" when all that was said is right but this is missing, or under what became of the mail.
    """
    return Confusion(cells=Counter(pair for one in judged for pair in _pairs(one)))


def _pairs(one: Judged) -> Iterator[tuple[RequestType | None, Said]]:
    if one.is_ordinary:
        yield None, _instead(one.said, ())
    for label in one.mail.labels:
        is_found = one.said.decision is Decision.PRIVACY and label in {found.label for found in one.said.labels}
        yield label, label if is_found else _instead(one.said, [*one.mail.labels, *one.mail.also_right])


def _instead(said: Classification, right: Sequence[RequestType]) -> Said:
    match said.decision:
        case Decision.PRIVACY:
            return next((found.label for found in said.labels if found.label not in right), Outcome.OTHERS)
        case Decision.UNSURE:
            return Outcome.UNSURE
        case Decision.NONE:
            return Outcome.NONE
