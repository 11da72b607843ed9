"""One language's texts: sentences with strict placeholders, dates written out, counts with the right plural."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Self

from bot.domain.request import Language
from bot.errors import PrivacyDeskError

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_FALLBACK_NOUN: Final = "record"

Texts = Mapping[str, object]
"""A parsed TOML file: tables of texts, to any depth."""


class IncompleteTexts(PrivacyDeskError):
    """A text is missing or wrong; the message names the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasebook:
    """Every text of one language, by dotted key. `noun_keys` maps what systems call things to our nouns."""

    language: Language
    texts: Mapping[str, str] = field(repr=False)
    noun_keys: Mapping[str, str] = field(repr=False)

    @classmethod
    def parse(cls, language: Language, tables: Texts, *, model: Texts, file_of: Callable[[str], str]) -> Self:
        """Read one language against the model (English): same keys, same placeholders; raises IncompleteTexts."""
        texts, wanted = _flatten(tables), _flatten(model)
        for key, text in wanted.items():
            _check(key, texts.get(key), text, file_of(key))
        unknown = sorted(texts.keys() - wanted.keys())
        if unknown:
            raise IncompleteTexts(f"{file_of(unknown[0])}: {unknown[0]} is not a text any letter uses")
        return cls(language=language, texts=texts, noun_keys=_noun_keys(wanted))

    def say(self, key: str, **values: str) -> str:
        """The text under that key, its placeholders filled in one pass: braces inside a value stay what they are."""
        return _PLACEHOLDER.sub(lambda match: values[match[1]], self.texts[key])

    def system(self, name: str, title: str) -> str:
        """Our name for a connected system in this language, else the title it gave itself."""
        return self.texts.get(f"systems.{name}", title)

    def date(self, day: date) -> str:
        """`Tuesday 29 December 2026`, the way the language writes it."""
        return self.say(
            "dates.day",
            weekday=self.texts[f"dates.weekdays.{day.weekday()}"],
            day=self.texts["dates.first"] if day.day == 1 else str(day.day),
            month=self.texts[f"dates.months.{day.month - 1}"],
            year=str(day.year),
        )

    def moment(self, at: datetime) -> str:
        """Day, time and zone, in the zone `at` already carries."""
        zone = at.tzname() or "UTC"
        return self.say("dates.moment", date=self.date(at.date()), time=f"{at:%H:%M}", zone=zone)

    def count(self, what: str, number: int) -> str:
        """`1 profile`, `3 addresses`; a word we have no noun for becomes `records`."""
        noun = self.noun_keys.get(_normal(what), _FALLBACK_NOUN)
        return f"{number} {self.texts[f'nouns.{noun}.' + ('one' if number == 1 else 'many')]}"

    def counts(self, counts: Mapping[str, int]) -> str:
        """All that is not zero, as a list in words; what falls back to the same noun is added up."""
        sums: dict[str, int] = {}
        for what, number in counts.items():
            noun = self.noun_keys.get(_normal(what), _FALLBACK_NOUN)
            sums[noun] = sums.get(noun, 0) + number
        return self.enumeration([self.count(noun, number) for noun, number in sums.items() if number])

    def enumeration(self, items: Sequence[str]) -> str:
        """`a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        return self.say("lists.last", before=", ".join(items[:-1]), last=items[-1])


def _flatten(tables: Texts, prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tables.items():
        match value:
            case Mapping():
                flat |= _flatten(value, f"{prefix}{name}.")
            case list():
                flat |= {f"{prefix}{name}.{index}": str(item) for index, item in enumerate(value)}
            case _:
                flat[f"{prefix}{name}"] = str(value).strip()
    return flat


def _check(key: str, text: str | None, model: str, file: str) -> None:
    if not text:
        raise IncompleteTexts(f"{file}: {key} is missing")
    if set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(model)):
        raise IncompleteTexts(f"{file}: {key} must use the placeholders {sorted(set(_PLACEHOLDER.findall(model)))}")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise IncompleteTexts(f"{file}: {key} has a brace that is no placeholder")


def _noun_keys(model: Mapping[str, str]) -> dict[str, str]:
    named = [(key.split(".")[1], text) for key, text in model.items() if key.startswith("nouns.")]
    return {_normal(text): noun for noun, text in named} | {_normal(noun): noun for noun, _ in named}


def _normal(what: str) -> str:
    return what.strip().lower().replace("_", " ").replace("-", " ")
