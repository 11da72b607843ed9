"""Dates as people write them in six languages, as days of the calendar."""

import calendar
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from bot.domain.request import Language

_TABLE: Final[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "dates.toml").read_text("utf-8"))
_FURTHEST: Final = timedelta(days=3 * 366)
"""A day further away is a slip of the pen or a jest, and for a person to read."""

_Found = Mapping[str, str]
"""What the named groups of the pattern below caught."""


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that a date in words covers."""

    first: date
    last: date


def find_date(words: str, *, language: Language, received_on: date) -> date | None:
    """The first day on which something may happen that shall happen from, on or after the date in these words.

    A date without its year is the next one to come. None for words without a date, for a day that is over already
    (nobody waits for it) and where 3/4 may be read in two ways: a person has to say.
    """
    for match in _DATE.finditer(words):
        with suppress(ValueError, OverflowError):
            span = _span(match, language, received_on)
            if span is None:
                continue
            day = span.last + timedelta(days=1) if _AFTER.search(words[: match.start()]) else span.first
            return day if received_on < day <= received_on + _FURTHEST else None
    return None


def _span(match: re.Match[str], language: Language, received_on: date) -> _Span | None:
    found = {name: text for name, text in match.groupdict().items() if text}
    if match.lastgroup == "numeric":
        return _numeric(found, language, received_on)
    return _READERS.get(match.lastgroup or "", _named_month)(found, received_on)


def _iso(found: _Found, _received_on: date) -> _Span:
    return _day(date(int(found["iso_y"]), int(found["iso_m"]), int(found["iso_d"])))


def _numeric(found: _Found, language: Language, received_on: date) -> _Span | None:
    one, two = int(found["num_a"]), int(found["num_b"])
    if language is Language.EN and max(one, two) <= 12 and one != two:
        return None  # 3/4 is March on one side of the ocean and April on the other
    is_american = language is Language.EN and two > 12
    day, month = (two, one) if is_american else (one, two)
    return _day(_dated(day, month, found.get("num_y") or found.get("num_z"), received_on))


def _named_day(found: _Found, received_on: date) -> _Span:
    day, month = int(found.get("dm_d") or found["md_d"]), _MONTHS[(found.get("dm_m") or found["md_m"]).lower()]
    return _day(_dated(day, month, found.get("dm_y") or found.get("md_y"), received_on))


def _named_month(found: _Found, received_on: date) -> _Span:
    month, year = _MONTHS[found["month"].lower()], found.get("month_y")
    return _month(int(year) if year else received_on.year + (month <= received_on.month), month)


def _month_end(found: _Found, received_on: date) -> _Span:
    month, year = _MONTHS[found["end_m"].lower()], found.get("end_y")
    return _day(_month(int(year) if year else received_on.year + (month < received_on.month), month).last)


def _ending(found: _Found, received_on: date) -> _Span:
    is_year = _plain(found["ending"]) in _ENDING["year"]
    return _day(_month(received_on.year, 12 if is_year else received_on.month).last)


def _coming(found: _Found, received_on: date) -> _Span:
    said = _plain(found["coming"])
    if said in _COMING["week"]:
        monday = received_on + timedelta(days=7 - received_on.weekday())
        return _Span(monday, monday + timedelta(days=6))
    if said in _COMING["month"]:
        return _month_after(received_on, 1)
    return _Span(date(received_on.year + 1, 1, 1), date(received_on.year + 1, 12, 31))


def _later(found: _Found, received_on: date) -> _Span:
    said = found["span_n"].lower()
    count = int(said) if said.isdigit() else _NUMBERS[said]
    unit = found["span_u"].lower()
    if unit in _TABLE["spans"]["months"]:
        month = _month_after(received_on, count)
        return _day(month.first.replace(day=min(received_on.day, month.last.day)))
    return _day(received_on + timedelta(days=count * (7 if unit in _TABLE["spans"]["weeks"] else 1)))


def _tomorrow(_found: _Found, received_on: date) -> _Span:
    return _day(received_on + timedelta(days=1))


def _weekday(found: _Found, received_on: date) -> _Span:
    """The next one; on a Monday, "from Monday" is in a week."""
    ahead = (_WEEKDAYS[found["weekday"].lower()] - received_on.weekday() - 1) % 7 + 1
    return _day(received_on + timedelta(days=ahead))


def _dated(day: int, month: int, year: str | None, received_on: date) -> date:
    if year:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    this_year = date(received_on.year, month, day)
    return this_year if this_year >= received_on else date(received_on.year + 1, month, day)


def _day(day: date) -> _Span:
    return _Span(day, day)


def _month(year: int, month: int) -> _Span:
    return _Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _month_after(day: date, count: int) -> _Span:
    years, month = divmod(day.month - 1 + count, 12)
    return _month(day.year + years, month + 1)


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def _any(words: Iterable[str]) -> str:
    """One of them; the longest first, and any white space between their words."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in longest_first)


_MONTHS: Final = {name: number for number, names in enumerate(_TABLE["months"], 1) for name in names}
_WEEKDAYS: Final = {name: number for number, names in enumerate(_TABLE["weekdays"]) for name in names}
_NUMBERS: Final = {name: int(number) for number, names in _TABLE["numbers"].items() for name in names}
_COMING: Final[dict[str, list[str]]] = _TABLE["coming"]
_ENDING: Final[dict[str, list[str]]] = _TABLE["ending"]

_SHORT: Final = {"mai", "mei", "mars", "june", "july"}
_MAY: Final = r"(?:(?<=from\s)|(?<=before\s)|(?<=after\s)|(?<=until\s)|(?<=of\s))may"
"""Most often it is a verb."""

_WRITTEN_OUT: Final = [name for name in _MONTHS if len(name) > 4 or name in _SHORT]
_MONTH: Final = rf"(?:{_any(_MONTHS)})\b"
_YEAR: Final = r"20\d\d"
_OF: Final = r"(?:of\s+|de\s+|di\s+|d['’])?"
EXACT_DATE: Final = (
    rf"(?P<iso>(?P<iso_y>{_YEAR})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d))\b"
    r"|(?P<numeric>(?P<num_a>\d{1,2})(?P<num_dot>\.\s?)?(?(num_dot)|[/-])(?P<num_b>\d{1,2})"
    rf"(?(num_dot)(?:\.\s?(?P<num_y>{_YEAR}|\d\d)\b|\.(?!\d))|(?:[/-](?P<num_z>{_YEAR}|\d\d)\b|(?![\w/-]))))"
    rf"|(?P<day_month>(?P<dm_d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|°|ª)?\s+{_OF}(?P<dm_m>{_MONTH})(?:\.(?=\s+\d))?"
    rf"(?:,?\s+(?:de\s+|del\s+)?(?P<dm_y>{_YEAR})\b)?)"
    rf"|(?P<month_day>(?P<md_m>{_MONTH})\.?\s+(?P<md_d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<md_y>{_YEAR})\b)?)"
)
"""A day of the calendar, by its number and its month."""

ANY_DATE: Final = (
    f"{EXACT_DATE}"
    rf"|(?P<ending>{_any(word for words in _ENDING.values() for word in words)})\b"
    rf"|(?:the\s+end\s+of|end\s+of|ende|fin(?:ales)?\s+de|fine|eind(?:e)?(?:\s+van)?)\s+(?P<month_end>(?P<end_m>{_MONTH})"
    rf"(?:\s+(?P<end_y>{_YEAR})\b)?)"
    rf"|(?P<coming>{_any(word for words in _COMING.values() for word in words)})\b"
    rf"|(?P<tomorrow>{_any(_TABLE['tomorrow'])})\b"
    rf"|(?P<span>(?:{_any(_TABLE['spans']['lead'])})\s+(?P<span_n>\d{{1,3}}|{_any(_NUMBERS)})\s+"
    rf"(?P<span_u>{_any([*_TABLE['spans']['days'], *_TABLE['spans']['weeks'], *_TABLE['spans']['months']])}))\b"
    rf"|(?P<weekday>{_any(_WEEKDAYS)})\b"
    rf"|(?P<month>(?:{_any(_WRITTEN_OUT)}|{_MAY})\b)(?:\s+(?P<month_y>{_YEAR})\b)?"
)
"""The same, or a day told by its place: Monday, next week, the end of March, in two weeks."""

_DATE: Final = re.compile(rf"(?<![\w.,/-])(?:{ANY_DATE})", re.IGNORECASE)
_AFTER: Final = re.compile(
    rf"(?:^|(?<=\W))(?:{_any(_TABLE['leads']['after'])})(?:\s+(?:the|dem|den|le|la|el|il|de))?\s*$", re.IGNORECASE
)
_READERS: Final[Mapping[str, Callable[[_Found, date], _Span]]] = {
    "iso": _iso,
    "day_month": _named_day,
    "month_day": _named_day,
    "ending": _ending,
    "month_end": _month_end,
    "coming": _coming,
    "tomorrow": _tomorrow,
    "span": _later,
    "weekday": _weekday,
}
