"""A second opinion in plain rules: what statistics lose, each finding with the words that show it."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from bot.domain.request import RequestType


class Turn(StrEnum):
    """What changes the meaning of a request that stands beside it."""

    NEGATION = "negation"
    WITHDRAWAL = "withdrawal"
    CONDITION = "condition"
    FOR_ANOTHER = "for_another"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A request that the words themselves show; `is_whole` when the message says nothing else."""

    label: RequestType
    words: str = field(repr=False)
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReading:
    """All that the rules saw in one text."""

    findings: tuple[Finding, ...] = ()
    turns: dict[Turn, str] = field(default_factory=dict, repr=False)
    service_messages: bool = False

    @property
    def is_certain(self) -> bool:
        """The whole message is one request and nothing turns it."""
        return not self.turns and any(finding.is_whole for finding in self.findings)

    def words_for(self, label: RequestType) -> tuple[str, ...]:
        """The words found for this label, each once."""
        return tuple(dict.fromkeys(finding.words for finding in self.findings if finding.label is label))


Patterns = tuple[re.Pattern[str], ...]

_WHOLE_AT_MOST: Final = 90
_NAMED_LAW_REACH: Final = 4_000
_LEADING_GREETING: Final = (
    r"(?:hi|hello|hey|dear \w+|hallo|bonjour|hola|ciao|buongiorno|dag|guten tag)?(?: (?:there|all|team))?\W*"
)
_TRAILING_THANKS: Final = (
    r"\W*(?:please|pls|bitte|svp|s'il vous pla[iî]t|por favor|per favore|a\.?u\.?b\.?"
    r"|thanks?|thx|thank you|danke|merci|gracias|grazie|bedankt)?\W*"
)


def read_rules(subject: str, text: str) -> RuleReading:
    """Read the writer's own words; `subject` serves only where the text is empty or bare."""
    findings = [*_whole(subject, text), *_plain(text), *_articles(text), *_regulator(text)]
    return RuleReading(
        findings=tuple(findings),
        turns={turn: words for turn, patterns in _TURNS.items() if (words := _first(patterns, text))},
        service_messages=bool(_first(_SERVICE_TOO, text)),
    )


def is_endorsement(text: str) -> bool:
    """Whether so short a text makes the words quoted below it its own."""
    return len(text) <= 200 and bool(_first(_ENDORSEMENTS, text))


def _whole(subject: str, read: str) -> list[Finding]:
    words = read.strip() or subject.strip()
    if len(words) > _WHOLE_AT_MOST:
        return []
    return [
        Finding(label=label, words=match.group("words"), is_whole=True)
        for label, pattern in _TERSE.items()
        if (match := pattern.fullmatch(words))
    ]


def _plain(read: str) -> list[Finding]:
    return [
        Finding(label=label, words=words) for label, patterns in _PLAIN.items() if (words := _first(patterns, read))
    ]


def _articles(read: str) -> list[Finding]:
    if not _first(_LAWS, read[:_NAMED_LAW_REACH]):
        return []
    return [
        Finding(label=label, words=words) for label, patterns in _ARTICLES.items() if (words := _first(patterns, read))
    ]


def _regulator(read: str) -> list[Finding]:
    words = _first(_REGULATOR, read)
    return [Finding(label=RequestType.COMPLAINT, words=words)] if words else []


def _first(patterns: Patterns, read: str) -> str:
    return next((match.group() for pattern in patterns if (match := pattern.search(read))), "")


def _compiled(patterns: Iterable[str]) -> Patterns:
    return tuple(_pattern(pattern) for pattern in patterns)


def _pattern(pattern: str) -> re.Pattern[str]:
    """A space outside of brackets stands for any white space, a dot for a line break too."""
    return re.compile(re.sub(r" (?![^\[\]]*\])", r"\\s", pattern), re.IGNORECASE | re.DOTALL)


_PHRASES: Final[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))
_TERSE: Final = {
    RequestType(label): _pattern(f"{_LEADING_GREETING}(?P<words>{'|'.join(patterns)}){_TRAILING_THANKS}")
    for label, patterns in _PHRASES["terse"].items()
}
_PLAIN: Final = {RequestType(label): _compiled(patterns) for label, patterns in _PHRASES["plain"].items()}
_ARTICLES: Final = {RequestType(label): _compiled(patterns) for label, patterns in _PHRASES["articles"].items()}
_TURNS: Final = {Turn(turn): _compiled(patterns) for turn, patterns in _PHRASES["turns"].items()}
_LAWS: Final = _compiled(_PHRASES["laws"])
_REGULATOR: Final = _compiled(_PHRASES["regulator"])
_SERVICE_TOO: Final = _compiled(_PHRASES["service_too"])
_ENDORSEMENTS: Final = _compiled(_PHRASES["endorsements"])
