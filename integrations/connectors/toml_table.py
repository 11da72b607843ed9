"""Reading a declaration with care: whatever is wrong is named by file, line and field."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, NoReturn, Self, TypeVar

from bot.errors import UserError
from integrations.http import Json

_Choice = TypeVar("_Choice", bound=StrEnum)

_HEADER: Final = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=")


class WrongDeclaration(UserError):
    """A connector's file cannot be used; the message names file, line and field."""


@dataclass(slots=True, kw_only=True)
class TomlTable:
    """One table of a file. Every key has to be asked for: `end` refuses what nobody asked for."""

    file: str
    source: str = field(repr=False)
    values: Mapping[str, object]
    path: tuple[str, ...] = ()
    _asked: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The whole file; raises WrongDeclaration when it cannot be read or is not TOML."""
        try:
            source = path.read_text(encoding="utf-8")
            return cls(file=path.name, source=source, values=tomllib.loads(source))
        except (OSError, UnicodeDecodeError) as error:
            raise WrongDeclaration(f"{path.name}: cannot be read ({type(error).__name__})") from error
        except tomllib.TOMLDecodeError as error:
            raise WrongDeclaration(f"{path.name}: {error}") from error

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str:
        """A string that is not empty; without a default the key has to be there."""
        value = self._value(key, default)
        if not isinstance(value, str) or (not value and value != default):
            self.refuse(key, "must be a text in quotes")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._value(key, default)
        if not isinstance(value, bool):
            self.refuse(key, "must be true or false")
        return value

    def number(self, key: str, default: int) -> int:
        """A whole number, not below zero."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.refuse(key, "must be a whole number")
        return value

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """One of a list of words."""
        return self.one_of(key, self.text(key), choices)

    def choices(self, key: str, choices: type[_Choice]) -> frozenset[_Choice]:
        """Several of a list of words."""
        value = self._value(key, None)
        if not isinstance(value, list) or not value:
            self.refuse(key, "must be a list of words")
        return frozenset(self.one_of(key, str(item), choices) for item in value)

    def one_of(self, key: str, word: str, choices: type[_Choice]) -> _Choice:
        """The choice behind a word."""
        if word not in {choice.value for choice in choices}:
            self.refuse(key, f"must be one of {', '.join(choices)}")
        return choices(word)

    def texts(self, key: str) -> Mapping[str, str]:
        """A table of texts."""
        table = self.table(key)
        return {name: table.text(name) for name in table.values}

    def json(self, key: str) -> Json:
        """Anything JSON can say; absent is None."""
        value = self._value(key, "")
        if value == "":
            return None
        if not _is_json(value):
            self.refuse(key, "must hold texts, numbers, true, false, lists and tables only")
        return value  # type: ignore[return-value]  # just checked

    def table(self, key: str) -> "TomlTable":
        """A table inside this one."""
        value = self._value(key, None)
        if not isinstance(value, Mapping):
            self.refuse(key, "must be a table")
        return TomlTable(file=self.file, source=self.source, values=value, path=(*self.path, key))

    def tables(self, key: str) -> tuple["TomlTable", ...]:
        """One table, or a list of them (`[[key]]`), called #1, #2 and so on."""
        value = self._value(key, None)
        if not isinstance(value, list):
            return (self.table(key),)
        if not value or not all(isinstance(item, Mapping) for item in value):
            self.refuse(key, "must be a table or a list of tables")
        return tuple(
            TomlTable(file=self.file, source=self.source, values=item, path=(*self.path, key, f"#{number}"))
            for number, item in enumerate(value, start=1)
        )

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(key, "must be a list of texts")
        return tuple(value)

    def end(self) -> None:
        """Refuse what nobody asked for: a misspelt key must not be passed over in silence."""
        for key in self.values:
            if key not in self._asked:
                self.refuse(key, "is not known here")

    def refuse(self, key: str, problem: str) -> NoReturn:
        """Raise WrongDeclaration about one field."""
        where = (*self.path, key)
        raise WrongDeclaration(f"{self.file}, line {_line_of(self.source, where)}: {'.'.join(where)} {problem}")

    def _value(self, key: str, default: object) -> object:
        self._asked.add(key)
        if key not in self.values and default is None:
            self.refuse(key, "is missing")
        return self.values.get(key, default)


def _is_json(value: object) -> bool:
    match value:
        case dict():
            return all(_is_json(item) for item in value.values())
        case list():
            return all(_is_json(item) for item in value)
        case str() | bool() | int() | float():
            return True
        case _:
            return False


def _line_of(source: str, path: tuple[str, ...]) -> int:
    """The line of the key, else of the nearest table around it; the parser of the library keeps no lines."""
    places = dict(_places(source))
    around = (path[:length] for length in range(len(path), 0, -1))
    return next((places[part] for part in around if part in places), 1)


def _places(source: str) -> Iterator[tuple[tuple[str, ...], int]]:
    table: tuple[str, ...] = ()
    counted = Counter[tuple[str, ...]]()
    for number, line in enumerate(source.splitlines(), start=1):
        if header := _HEADER.fullmatch(line):
            table = tuple(part.strip().strip('"') for part in header[1].split("."))
            if line.lstrip().startswith("[["):
                counted[table] += 1
                table = (*table, f"#{counted[table]}")
            elif counted[table[:-1]]:
                table = (*table[:-1], f"#{counted[table[:-1]]}", table[-1])
            yield table, number
        elif key := _KEY.match(line):
            yield (*table, key[1].strip('"')), number
