"""The texts customers read, in six languages, and how they are loaded."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from bot.domain.letter import NOTICE_TABLES, LetterBook
from bot.domain.phrasebook import IncompleteTexts
from bot.domain.request import Language


def load_letter_book() -> LetterBook:
    """Read and check all texts; raises IncompleteTexts, naming file and key."""
    texts = {language: _language(language) for language in Language}
    authorities = {country: (entry["name"], entry["web"]) for country, entry in _read("authorities.toml").items()}
    return LetterBook.parse(texts, authorities)


def _language(language: Language) -> Mapping[str, Any]:
    notice = _read(f"notice_{language}.toml")
    strangers = sorted(notice.keys() - NOTICE_TABLES)
    if strangers:
        raise IncompleteTexts(f"notice_{language}.toml: {strangers[0]} does not belong there")
    return _read(f"{language}.toml") | notice


def _read(name: str) -> dict[str, Any]:
    path = files(__package__) / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as gone:
        raise IncompleteTexts(f"{name} is missing") from gone
    except tomllib.TOMLDecodeError as broken:
        raise IncompleteTexts(f"{name}: {broken}") from broken
