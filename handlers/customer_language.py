"""The customers' pages in their six languages."""

import tomllib
from functools import cache
from importlib.resources import files

from flask import request

from bot.domain.phrasebook import Phrasebook, Texts
from bot.domain.request import Language


@cache
def customer_texts(language: Language) -> Phrasebook:
    """The page in one language; raises IncompleteTexts for a file that does not follow the English one."""
    file = f"customer_texts/{language}.toml"
    return Phrasebook.parse(language, _texts(language), model=_texts(Language.EN), file_of=lambda _: file)


def visitor_language() -> Language:
    """The browser's language, for pages that know no case."""
    return Language(request.accept_languages.best_match([one.value for one in Language]) or Language.EN)


def _texts(language: Language) -> Texts:
    file = files("handlers") / "customer_texts" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
