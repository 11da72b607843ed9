"""How the law counts: the facts of a clock and the ways a date is worked out from them."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.holidays import Calendar
from bot.domain.written_date import day_and_month, written_date
from bot.errors import UserError


class ImpossibleFacts(UserError):
    """The dates contradict each other or lie outside the years the rules know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A request for clarification, until the answer; `answered_on` None while it is awaited."""

    asked_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFacts:
    """What happened to a request so far, as calendar days in the controller's zone.

    `received_on` comes from the server, never from the Date header. `country` is a calendar code ("GB-SCT", "DE").
    `pauses` are the requests for clarification, oldest first. `one_click`: it came by the unsubscribe button of a
    mail program, not in words. Raises ImpossibleFacts.
    """

    received_on: date
    country: str | None = None
    identity_proved_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extended: bool = False
    one_click: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot have happened."""
        for name, day in self._days():
            if not 2018 <= day.year <= 2100:
                raise ImpossibleFacts(f"The request was {name} on {day}: the rules know the years 2018 to 2100 only.")
        _in_order("received", self.received_on, "identity was proved", self.identity_proved_on)
        for pause in self.pauses:
            _in_order("received", self.received_on, "clarification was asked for", pause.asked_on)
            _in_order("asked for clarification", pause.asked_on, "the answer came", pause.answered_on)

    def _days(self) -> list[tuple[str, date]]:
        days = [("received", self.received_on), ("proved", self.identity_proved_on)]
        for pause in self.pauses:
            days += [("asked about", pause.asked_on), ("clarified", pause.answered_on)]
        return [(name, day) for name, day in days if day is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a rule allows to move its date, with its source."""

    citation: str
    starts_at_identity: bool = False
    pauses: bool = False
    extendable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedDate:
    """A date and the sentences that lead to it."""

    day: date
    steps: tuple[str, ...]


Working = Callable[[Terms, ClockFacts, Calendar], WorkedDate]


def local_day(at: datetime, zone: tzinfo) -> date:
    """The calendar day of that moment in the controller's zone: 23:30 in London is another day elsewhere."""
    if at.tzinfo is None:
        raise ValueError("a moment without its zone has no calendar day")
    return at.astimezone(zone).date()


def add_months(day: date, months: int) -> date:
    """The same day number so many months later, clipped to the month's end (Regulation 1182/71, art. 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def at_once(terms: Terms, facts: ClockFacts, _calendar: Calendar) -> WorkedDate:
    """The day of receipt itself: the law gives no period to run down."""
    day = facts.received_on
    return WorkedDate(day=day, steps=(f"To be honoured at once: {_full(day)}, the day it came in ({terms.citation}).",))


def months(terms: Terms, facts: ClockFacts, calendar: Calendar) -> WorkedDate:
    """One month, three when extended, from the day the clock starts; ends on a working day."""
    start, steps = _start(terms, facts)
    count = 3 if terms.extendable and facts.extended else 1
    end = add_months(start, count)
    steps.append(f"{_months(count)} from {_full(start)} {_verb(end, start)} {_full(end)} ({terms.citation}).")
    since = start
    for pause in facts.pauses if terms.pauses else ():
        end, step = _paused(end, since, pause)
        since = max(since, pause.answered_on or since)
        steps.append(step)
    return WorkedDate(day=calendar.roll(end), steps=(*steps, _rolled(end, calendar)))


def thirty_days(terms: Terms, facts: ClockFacts, calendar: Calendar) -> WorkedDate:
    """Thirty days counted from the day after receipt; ends on a working day."""
    end = facts.received_on + timedelta(days=30)
    step = f"30 days counted from the day after {_full(facts.received_on)} end on {_full(end)} ({terms.citation})."
    return WorkedDate(day=calendar.roll(end), steps=(step, _rolled(end, calendar)))


def forty_five_days(terms: Terms, facts: ClockFacts, _calendar: Calendar) -> WorkedDate:
    """45 calendar days, 90 when extended, verification included; no weekend moves the date."""
    count = 90 if terms.extendable and facts.extended else 45
    end = facts.received_on + timedelta(days=count)
    return WorkedDate(
        day=end,
        steps=(
            f"{count} calendar days after {_full(facts.received_on)} is {_full(end)} ({terms.citation}).",
            "Weekends and holidays do not move this date, and verification is included in it.",
        ),
    )


def two_days(terms: Terms, facts: ClockFacts, _calendar: Calendar) -> WorkedDate:
    """Two calendar days after receipt, weekends and holidays included."""
    end = facts.received_on + timedelta(days=2)
    return WorkedDate(day=end, steps=(f"2 days after {_full(facts.received_on)} is {_full(end)} ({terms.citation}).",))


def working_days(count: int) -> Working:
    """The count-th business day after receipt."""

    def work(terms: Terms, facts: ClockFacts, calendar: Calendar) -> WorkedDate:
        end = calendar.add_working_days(facts.received_on, count)
        between = (facts.received_on + timedelta(days=n) for n in range(1, (end - facts.received_on).days))
        free = [_day_off(day, calendar) for day in between if day.weekday() < 5 and not calendar.is_working_day(day)]
        leaving_out = f", leaving out {', '.join(free)}" if free else ""
        step = f"{count} business days after {_full(facts.received_on)} is {_full(end)}{leaving_out}"
        return WorkedDate(day=end, steps=(f"{step} ({terms.citation}; {calendar.label}).",))

    return work


def _start(terms: Terms, facts: ClockFacts) -> tuple[date, list[str]]:
    proved = facts.identity_proved_on
    if not terms.starts_at_identity or proved is None or proved == facts.received_on:
        return facts.received_on, []
    return proved, [f"Identity was proved on {_full(proved)}, so the time starts then, afresh ({terms.citation})."]


def _paused(end: date, since: date, pause: Pause) -> tuple[date, str]:
    """The end moved by the days from asking to answer; days before `since` or after the end move nothing.

    The Act leaves out both the day of asking and the day of the answer; only one of them is left out here, which
    gives the earlier date.
    """
    asked, answered = pause.asked_on, pause.answered_on
    if asked > end:
        return end, f"The clarification was asked for on {_full(asked)}, after the time had run out: nothing moves."
    if answered is None:
        return end, f"The clock has stood still since {_full(asked)}; until the answer comes the date shows no pause."
    days = max(0, (answered - max(asked, since)).days)
    later = end + timedelta(days=days)
    return later, (
        f"The clock stood still for {days} day{'' if days == 1 else 's'}, from {_full(asked)} to {_full(answered)} "
        f"→ {_full(later)} (UK GDPR art. 12A(5))."
    )


def _rolled(end: date, calendar: Calendar) -> str:
    """`3 Oct 2026 is a Saturday → Mon 5 Oct 2026 …`."""
    due = calendar.roll(end)
    if due == end:
        return f"{_full(end)} is a working day ({calendar.label})."
    free = [end + timedelta(days=n) for n in range((due - end).days)]
    first, *rest = (calendar.day_off_reason(day) for day in free)
    others = "".join(f", {day_and_month(day)} {reason}" for day, reason in zip(free[1:], rest, strict=True))
    return (
        f"{day_and_month(end)} {end.year} is {first}{others} → {_full(due)} "
        f"(Regulation 1182/71, art. 3(4); {calendar.label})."
    )


def _day_off(day: date, calendar: Calendar) -> str:
    return f"{_full(day)} ({calendar.day_off_reason(day)})"


def _in_order(earlier_name: str, earlier: date, later_name: str, later: date | None) -> None:
    if later is not None and later < earlier:
        raise ImpossibleFacts(
            f"The dates contradict each other: {later_name} on {later}, before {earlier} ({earlier_name})."
        )


def _full(day: date) -> str:
    return written_date(day, None)


def _months(count: int) -> str:
    return "One month" if count == 1 else "Three months, as extended,"


def _verb(end: date, start: date) -> str:
    return "ends with the month, on" if end.day != start.day else "is"
