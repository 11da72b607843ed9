"""The tables of marks by which letters are known that were worded for many, compiled once."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

Patterns = tuple[re.Pattern[str], ...]

_INDENT: Final = re.compile(r"[^\S\n]*\n[^\S\n]*")
_RUN: Final = re.compile(r"[^\S\n]{2,}|[\t\xa0\u202f]")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_SPACE: Final = re.compile(r" (?![^\[\]]{0,200}\])")
_READ: Final = 8_000


def folded(text: str) -> str:
    """The text without runs of space, so that a pattern needs to say only one; what stands behind is not read."""
    straight = text[:_READ].replace("\r\n", "\n").replace("’", "'")
    return _BLANK_LINES.sub("\n\n", _INDENT.sub("\n", _RUN.sub(" ", straight))).strip()


def compiled(patterns: Iterable[str]) -> Patterns:
    """A space outside of brackets stands for a line break too."""
    return tuple(re.compile(_SPACE.sub(r"\\s", each), re.IGNORECASE | re.MULTILINE) for each in patterns)


def either(patterns: Iterable[str]) -> str:
    """All of them as one pattern to build with."""
    return "|".join(_SPACE.sub(r"\\s", each) for each in patterns)


def first(patterns: Patterns, text: str) -> str:
    """The words that the first matching pattern found."""
    return next((match.group() for pattern in patterns if (match := pattern.search(text))), "")


def table(name: str) -> dict[str, Any]:
    """One of the tables beside this file."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))
