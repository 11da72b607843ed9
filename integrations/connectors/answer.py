"""Finding facts in a system's answer; an answer that lacks them is a failure, never a zero."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.domain.action import Kept
from bot.domain.retention import RecordFact
from bot.errors import PermanentFailure
from integrations.connectors.kept_entry import FactEntry, KeptEntry
from integrations.http import Json


def at(answer: Json, path: str) -> Json:
    """What stands at a dotted path ("." is the answer itself, 0 the first of a list).

    Raises PermanentFailure naming the path when nothing is there.
    """
    here = answer
    for name in path.split(".") if path != "." else ():
        if isinstance(here, list) and name.isdecimal() and int(name) < len(here):
            here = here[int(name)]
        elif isinstance(here, dict) and name in here:
            here = here[name]
        else:
            raise PermanentFailure(f"the answer holds no {path}")
    return here


def list_at(answer: Json, path: str) -> list[dict[str, Json]]:
    """A list of objects; an answer that is itself one object is a list of one."""
    found = at(answer, path)
    if path == "." and isinstance(found, dict):
        return [found]
    entries = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else None
    if entries is None or not isinstance(found, list) or len(entries) != len(found):
        raise PermanentFailure(f"the answer holds no list of records at {path}")
    return entries


def text_at(answer: Json, path: str) -> str:
    """A text, or "" when there is no path or nothing at it."""
    if not path:
        return ""
    try:
        found = at(answer, path)
    except PermanentFailure:
        return ""
    return "" if found is None else str(found)


def texts_at(answer: Json, path: str) -> tuple[str, ...]:
    """A text or a list of texts; empty when nothing is there."""
    try:
        found = at(answer, path)
    except PermanentFailure:
        return ()
    several = found if isinstance(found, list) else [found]
    return tuple(str(one) for one in several if isinstance(one, str | int) and not isinstance(one, bool))


def counts_at(answer: Json, path: str, nouns: Mapping[str, str]) -> dict[str, int]:
    """An object of numbers, its names turned into our nouns, zeros left out."""
    found = at(answer, path)
    if not isinstance(found, dict):
        raise PermanentFailure(f"the answer holds no numbers at {path}")
    numbers = {nouns.get(name, name.replace("_", " ")): _number(value, path) for name, value in found.items()}
    return {noun: number for noun, number in numbers.items() if number}


def kept_at(answer: Json, path: str, entry: KeptEntry, nouns: Mapping[str, str]) -> tuple[Kept, ...]:
    """What stays, why, and until when."""
    return tuple(_kept(item, entry, nouns) for item in list_at(answer, path))


def facts_at(answer: Json, path: str, entry: FactEntry, nouns: Mapping[str, str]) -> tuple[RecordFact, ...]:
    """What the system tells of single records."""
    return tuple(_fact(item, entry, nouns) for item in list_at(answer, path))


def number_at(answer: Json, path: str) -> int:
    """A count."""
    return _number(at(answer, path), path)


def day_at(answer: Json, path: str) -> date | None:
    """A day as an ISO date, a date with a time, or seconds since 1970; None when nothing is there."""
    text = text_at(answer, path)
    if text.isdecimal() and len(text) in {9, 10, 11}:
        return datetime.fromtimestamp(int(text), UTC).date()
    return _day(text, path)


def is_nothing(answer: Json, path: str) -> bool:
    """Whether nothing is left there: no value, an empty list, or only zeros."""
    found = at(answer, path)
    if isinstance(found, dict):
        return not any(found.values())
    return not found


def _kept(item: dict[str, Json], entry: KeptEntry, nouns: Mapping[str, str]) -> Kept:
    what, reason = str(at(item, entry.what)), str(at(item, entry.ground))
    if reason not in entry.grounds:
        # Guessing a ground would put a wrong law into the letter to the customer.
        raise PermanentFailure("the answer keeps records for a reason that [kept.grounds] does not know")
    return Kept(
        what=nouns.get(what, what),
        count=_number(at(item, entry.count), entry.count),
        ground=entry.grounds[reason],
        until=_day(text_at(item, entry.until), entry.until),
    )


def _fact(item: dict[str, Json], entry: FactEntry, nouns: Mapping[str, str]) -> RecordFact:
    what, word = str(at(item, entry.what)), str(at(item, entry.fact))
    if word not in entry.facts:
        # Passing it over could erase what a law wants kept.
        raise PermanentFailure("the answer tells a fact that [facts.words] does not know")
    return RecordFact(
        ref=str(at(item, entry.ref)),
        what=nouns.get(what, what),
        fact=entry.facts[word],
        on=_day(text_at(item, entry.on), entry.on),
        country=text_at(item, entry.country),
    )


def _number(value: Json, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise PermanentFailure(f"the answer holds no number at {path}")
    return value


def _day(text: str, path: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise PermanentFailure(f"the answer holds no date at {path}") from None
