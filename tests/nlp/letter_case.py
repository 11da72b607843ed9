"""Letters of our own with every field that is to be read from them, and texts that only sound like such letters."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.domain.agent import Agent, Authority
from bot.domain.identity import EmailAddress
from bot.domain.request import RequestType
from bot.domain.template_letter import TemplateKind, TemplateLetter

FOLDER: Final = Path(__file__).parent / "letters"
LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCase:
    """A text, and the letter it is; None where it is none."""

    case_id: str
    title: str
    text: str
    letter: TemplateLetter | None


def letters() -> list[LetterCase]:
    """All that are letters."""
    return [
        _case(raw, _letter(raw))
        for language in LANGUAGES
        for raw in tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))["letter"]
    ]


def others() -> list[LetterCase]:
    """All that are none."""
    return [_case(raw, None) for raw in tomllib.loads((FOLDER / "none.toml").read_text("utf-8"))["text"]]


def _case(raw: Mapping[str, Any], letter: TemplateLetter | None) -> LetterCase:
    return LetterCase(case_id=raw["id"], title=raw["title"], text=raw["text"], letter=letter)


def _letter(raw: Mapping[str, Any]) -> TemplateLetter:
    return TemplateLetter(
        kind=TemplateKind(raw["kind"]),
        articles=tuple(raw.get("articles", ())),
        requests=tuple(map(RequestType, raw["requests"])),
        has_full_name=raw.get("name", False),
        has_postal_address=raw.get("postal", False),
        emails=tuple(map(EmailAddress.parse, raw.get("emails", ()))),
        numbers=tuple(raw.get("numbers", ())),
        orders=tuple(raw.get("orders", ())),
        reference=raw.get("reference", ""),
        dated=raw.get("dated", ""),
        deadline=raw.get("deadline", ""),
        reply_to=_address(raw),
        agent=_agent(raw["agent"], _address(raw)) if "agent" in raw else None,
    )


def _agent(raw: Mapping[str, Any], reply_to: EmailAddress | None) -> Agent:
    return Agent(
        name=raw["name"],
        is_organisation=bool(raw["name"]),
        authority=Authority(raw["authority"]),
        says_attached=raw["attached"],
        reply_to=reply_to,
    )


def _address(raw: Mapping[str, Any]) -> EmailAddress | None:
    return EmailAddress.parse(raw["reply_to"]) if "reply_to" in raw else None
