"""Whether messages, or what people make of our readings, have changed since the model's first weeks."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from bot.domain.classification import Decision
from bot.domain.proportion import Proportion
from bot.domain.tally import UNFAMILIAR_ABOVE, Agreement, DecidedOn, DecisionTally, ReadingTally, Tallies, Tally

T = TypeVar("T", ReadingTally, DecisionTally)

WEEKS: Final = 16
LEAST: Final = 50
"""Messages (or decisions) below which a share is shown but not judged."""

FIRST_DAYS: Final = 28
"""Days with messages that a model's beginning is made of: days, not weeks, so that one wrong date spoils one day."""

WINDOWS: Final = (7, 28)
"""Days to look back: the nearer speaks first, the wider hears what is slower or rarer."""

_NOTABLE: Final = 1.25
_MUCH_OF_IT: Final = 0.4


class Figure(StrEnum):
    """What is watched; each is a share of something counted."""

    UNSURE = "unsure"
    UNFAMILIAR = "unfamiliar"
    AGREED = "agreed"
    NOT_PRIVACY = "not_privacy"


class Standing(StrEnum):
    """What the comparison says."""

    TOO_FEW = "too_few"
    STEADY = "steady"
    WORSE = "worse"
    BETTER = "better"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One figure of the last `days` days beside the model's first weeks.

    `since` is the Monday from which on the figure is nearer to what it is now; `language` is that of a large and grown
    part of it. Both only for a change.
    """

    figure: Figure
    standing: Standing
    days: int
    recent: Proportion
    first: Proportion
    since: date | None = None
    language: tuple[str, Proportion] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """From Monday to Sunday, whichever model read."""

    monday: date
    tallies: Tallies

    @property
    def messages(self) -> int:
        """How many were read."""
        return sum(tally.messages for tally in self.tallies.readings)

    @property
    def corrected(self) -> int:
        """How often people read the message of a case differently."""
        return sum(tally.decisions for tally in self.tallies.decisions if tally.decided_on is DecidedOn.CASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How well we read, now and then; `model_version` is "" before any message. `languages` are of the last 28 days."""

    model_version: str
    findings: tuple[Finding, ...]
    weeks: tuple[Week, ...]
    languages: tuple[tuple[str, Tallies], ...]

    @property
    def is_worse(self) -> bool:
        """Whether anything asks for somebody."""
        return any(finding.standing is Standing.WORSE for finding in self.findings)


def drift(tallies: Tallies, today: date) -> Drift:
    """Read the tallies; days that a wrong clock put into the future wait until they come."""
    until_now = tallies.within(date.min, today)
    version = model_in_use(until_now)
    of_model = until_now.where(lambda tally: tally.model_version == version)
    return Drift(
        model_version=version,
        findings=tuple(_finding(figure, of_model, today) for figure in Figure),
        weeks=weekly(until_now, today),
        languages=_languages(until_now.within(_back(today, WINDOWS[-1]), today)),
    )


def proportion(figure: Figure, tallies: Tallies) -> Proportion:
    """The figure, counted."""
    match figure:
        case Figure.UNSURE:
            return _share(tallies, lambda tally: tally.decision is Decision.UNSURE, lambda _: True)
        case Figure.UNFAMILIAR:
            return _share(tallies, _is_unfamiliar, lambda tally: tally.unknown_up_to is not None)
        case Figure.AGREED:
            asked = _reviews(tallies)
            return Proportion(asked[Agreement.AGREED], asked.total() - asked[Agreement.NOT_PRIVACY])
        case Figure.NOT_PRIVACY:
            asked = _reviews(tallies)
            return Proportion(asked[Agreement.NOT_PRIVACY], asked.total())


def weekly(tallies: Tallies, today: date) -> tuple[Week, ...]:
    """The last sixteen weeks, oldest first, empty ones too."""
    mondays = [_monday(today) - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    shown = tallies.within(mondays[0], today)
    readings, decisions = _by_week(shown.readings), _by_week(shown.decisions)
    return tuple(
        Week(monday=monday, tallies=Tallies(readings=tuple(readings[monday]), decisions=tuple(decisions[monday])))
        for monday in mondays
    )


def model_in_use(tallies: Tallies) -> str:
    """The model that read last; of two on the same day, the one that began later. "" when nothing was read."""
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for tally in tallies.readings:
        first[tally.model_version] = min(tally.on, first.get(tally.model_version, tally.on))
        last[tally.model_version] = max(tally.on, last.get(tally.model_version, tally.on))
    return max(last, key=lambda version: (last[version], first[version], version), default="")


def _finding(figure: Figure, of_model: Tallies, today: date) -> Finding:
    """The first window that shows a change, else the first with enough to say that there is none."""
    seen = [_compared(figure, of_model, today, days) for days in WINDOWS]
    changed = [each for each in seen if each.standing in {Standing.WORSE, Standing.BETTER}]
    steady = [each for each in seen if each.standing is Standing.STEADY]
    return (changed or steady or seen[-1:])[0]


def _compared(figure: Figure, of_model: Tallies, today: date, days: int) -> Finding:
    start = _back(today, days)
    recent_tallies, first_tallies = of_model.within(start, today), _first_weeks(of_model, before=start)
    recent, first = proportion(figure, recent_tallies), proportion(figure, first_tallies)
    standing = _standing(figure, recent, first)
    plain = Finding(figure=figure, standing=standing, days=days, recent=recent, first=first)
    if standing not in {Standing.WORSE, Standing.BETTER}:
        return plain
    return Finding(
        figure=figure,
        standing=standing,
        days=days,
        recent=recent,
        first=first,
        since=_since(figure, weekly(of_model, today), recent, first),
        language=_grown_language(figure, recent_tallies, first_tallies) if standing is Standing.WORSE else None,
    )


def _standing(figure: Figure, recent: Proportion, first: Proportion) -> Standing:
    """A change is one that chance hardly makes (the intervals do not touch) and that is worth a word (a quarter)."""
    if min(recent.of, first.of) < LEAST:
        return Standing.TOO_FEW
    bad, was_bad = (recent.rest, first.rest) if figure is Figure.AGREED else (recent, first)
    if bad.low > was_bad.high and bad.share >= _NOTABLE * was_bad.share:
        return Standing.WORSE
    if bad.high < was_bad.low and bad.share * _NOTABLE <= was_bad.share:
        return Standing.BETTER
    return Standing.STEADY


def _first_weeks(of_model: Tallies, *, before: date) -> Tallies:
    days = sorted({tally.on for tally in of_model.readings if tally.on < before})[:FIRST_DAYS]
    return of_model.within(days[0], days[-1]) if days else Tallies()


def _since(figure: Figure, weeks: tuple[Week, ...], recent: Proportion, first: Proportion) -> date | None:
    """Walk back as long as the weeks look like now; weeks in which nothing was counted say nothing."""
    since = None
    for week in reversed(weeks):
        counted = proportion(figure, week.tallies)
        if not counted.of:
            continue
        if abs(counted.share - recent.share) > abs(counted.share - first.share):
            break
        since = week.monday
    return since


def _grown_language(figure: Figure, recent: Tallies, first: Tallies) -> tuple[str, Proportion] | None:
    """The language in which most of what went wrong was written, if it was not so before."""
    now, before = _wrong_by_language(figure, recent), _wrong_by_language(figure, first)
    if not now:
        return None
    language, count = min(now.items(), key=lambda item: (-item[1], item[0]))
    part, was = Proportion(count, now.total()), Proportion(before[language], before.total())
    return (language, part) if part.share >= max(_MUCH_OF_IT, _NOTABLE * was.share) else None


def _wrong_by_language(figure: Figure, tallies: Tallies) -> Counter[str]:
    counted: Counter[str] = Counter()
    for language, theirs in _languages(tallies):
        part = proportion(figure, theirs)
        counted[language] += part.of - part.count if figure is Figure.AGREED else part.count
    return +counted


def _languages(tallies: Tallies) -> tuple[tuple[str, Tallies], ...]:
    """The tallies of each language, the most written first."""
    messages: Counter[str] = Counter()
    for tally in tallies.readings:
        messages[tally.language] += tally.messages
    for decision in tallies.decisions:
        messages[decision.language] += 0
    ranked = sorted(messages, key=lambda language: (-messages[language], language))
    return tuple((language, tallies.where(_written_in(language))) for language in ranked)


def _written_in(language: str) -> Callable[[Tally], bool]:
    return lambda tally: tally.language == language


def _share(
    tallies: Tallies, wanted: Callable[[ReadingTally], bool], counts: Callable[[ReadingTally], bool]
) -> Proportion:
    counted = [tally for tally in tallies.readings if counts(tally)]
    return Proportion(
        sum(tally.messages for tally in counted if wanted(tally)), sum(tally.messages for tally in counted)
    )


def _is_unfamiliar(tally: ReadingTally) -> bool:
    return (tally.unknown_up_to or 0) > UNFAMILIAR_ABOVE


def _reviews(tallies: Tallies) -> Counter[Agreement]:
    counted: Counter[Agreement] = Counter()
    for tally in tallies.decisions:
        counted[tally.agreement] += tally.decisions if tally.decided_on is DecidedOn.REVIEW else 0
    return counted


def _by_week(tallies: Iterable[T]) -> defaultdict[date, list[T]]:
    weeks: defaultdict[date, list[T]] = defaultdict(list)
    for tally in tallies:
        weeks[_monday(tally.on)].append(tally)
    return weeks


def _back(today: date, days: int) -> date:
    return today - timedelta(days=days - 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
