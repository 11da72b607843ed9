"""One measuring of the classifier beside its rivals: everything that is printed and drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.measuring.confusion import Confusion, confusion_of
from nlp.measuring.metrics import Judged, Measured, Tally, measure
from nlp.measuring.misreading import Kind, Misreading, worst_of
from nlp.measuring.reliability import Bin
from nlp.measuring.speed import Speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another way of reading the same mails."""

    name: str
    judged: Sequence[Judged] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What the classifier is worth on one set of mails."""

    title: str
    model_version: str
    measured: Measured
    rivals: dict[str, Measured]
    languages: dict[str, Measured]
    bins: tuple[Bin, ...]
    confusion: Confusion
    worst: dict[Kind, tuple[Misreading, ...]]
    speed: Speed


def evaluate(
    title: str, judged: Sequence[Judged], *, sure_from: float, speed: Speed, rivals: Sequence[Rival]
) -> Evaluation:
    """Count all there is to count; `sure_from` is the classifier's committed threshold."""
    languages = sorted({one.mail.language for one in judged})
    in_language = {code: [one for one in judged if one.mail.language == code] for code in languages}
    return Evaluation(
        title=title,
        model_version=judged[0].said.model_version if judged else "",
        measured=measure(judged, sure_from=sure_from),
        rivals={rival.name: measure(rival.judged) for rival in rivals},
        languages={code: measure(mails, sure_from=sure_from) for code, mails in in_language.items()},
        bins=Tally.of(judged).bins(),
        confusion=confusion_of(judged),
        worst=worst_of(judged),
        speed=speed,
    )
