"""The texts customers read, in six languages, and how they are loaded."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from bot.domain.letter import NOTICE_TABLES, LetterBook
from bot.domain.phrasebook import IncompleteTexts
from bot.domain.regulator import Regulator
from bot.domain.request import Language


def load_letter_book(folder: Traversable | None = None) -> LetterBook:
    """Read and check all texts, by default the shipped ones; raises IncompleteTexts, naming file and key."""
    place = folder or files(__package__)
    texts = {language: _language(place, language) for language in Language}
    entries = _read(place, "authorities.toml").items()
    return LetterBook.parse(texts, {country: Regulator(**entry) for country, entry in entries})


def _language(place: Traversable, language: Language) -> Mapping[str, Any]:
    notice = _read(place, f"notice_{language}.toml")
    strangers = sorted(notice.keys() - NOTICE_TABLES)
    if strangers:
        raise IncompleteTexts(f"notice_{language}.toml: {strangers[0]} does not belong there")
    return _read(place, f"{language}.toml") | notice


def _read(place: Traversable, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((place / name).read_text(encoding="utf-8"))
    except FileNotFoundError as gone:
        raise IncompleteTexts(f"{name} is missing") from gone
    except tomllib.TOMLDecodeError as broken:
        raise IncompleteTexts(f"{name}: {broken}") from broken
