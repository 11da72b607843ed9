"""A second opinion in plain rules: what statistics lose, each finding with the words that show it."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from bot.domain.request import RequestType
from nlp.details.conditions import dated_condition
from nlp.plain_requests import plain_requests


class Turn(StrEnum):
    """What changes the meaning of a request that stands beside it."""

    NEGATION = "negation"
    WITHDRAWAL = "withdrawal"
    RETRACTION = "retraction"
    CONDITION = "condition"
    FOR_ANOTHER = "for_another"
    ACCOUNT_ONLY = "account_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A request that the words themselves show.

    `is_whole`: the message says nothing else. `is_sentence`: the sentence says nothing else. `is_article`: only an
    article of the law is named.
    """

    label: RequestType
    words: str = field(repr=False)
    is_whole: bool = False
    is_sentence: bool = False
    is_article: bool = False


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

    @property
    def plain_labels(self) -> frozenset[RequestType]:
        """The requests that a sentence of their own makes."""
        return frozenset(finding.label for finding in self.findings if finding.is_sentence)

    def words_for(self, label: RequestType) -> tuple[str, ...]:
        """The words found for this label, each once."""
        return tuple(dict.fromkeys(finding.words for finding in self.findings if finding.label is label))


Patterns = tuple[re.Pattern[str], ...]

_CLAUSE_REST: Final = re.compile(r"[^.,;:!?\n]{0,30}(?!\w)")
_WHOLE_AT_MOST: Final = 90
_QUOTE_READ: Final = 500
_NAMED_LAW_REACH: Final = 4_000
_LEADING_GREETING: Final = (
    r"(?:hi|hello|hey|dear \w+|hallo|bonjour|hola|ciao|buongiorno|dag|guten tag)?(?: (?:there|all|team))?\W*"
)
_TRAILING_THANKS: Final = (
    r"\W*(?:please|pls|bitte|svp|s'il vous pla[iî]t|por favor|per favore|a\.?u\.?b\.?"
    r"|thanks?|thx|thank you|danke|merci|gracias|grazie|bedankt)?\W*"
)


def read_rules(subject: str, text: str, *, quoted: str = "") -> RuleReading:
    """Read the writer's own words; the subject and what they answer serve only where these are bare."""
    findings = [
        *_whole(subject, text, quoted),
        *_sentences(text if text.strip() else subject),
        *_plain(text),
        *_articles(text),
        *_regulator(text),
    ]
    return RuleReading(
        findings=tuple(findings),
        turns=_turns(text),
        service_messages=_stops_service_messages(text),
    )


def is_endorsement(text: str) -> bool:
    """Whether so short a text makes the words quoted below it its own."""
    return len(text) <= 200 and bool(_first(_ENDORSEMENTS, text))


def _whole(subject: str, read: str, quoted: str) -> list[Finding]:
    is_about_a_service = bool(_first(_SERVICE_TOPICS, f"{subject}\n{quoted[:_QUOTE_READ]}"))
    words = read.strip() or subject.strip()
    if len(words) > _WHOLE_AT_MOST:
        return []
    return [
        Finding(label=label, words=match.group("words"), is_whole=not is_about_a_service)
        for label, pattern in _TERSE.items()
        if (match := pattern.fullmatch(words))
    ]


def _sentences(read: str) -> list[Finding]:
    return [Finding(label=label, words=words, is_sentence=True) for label, words in plain_requests(read)]


def _plain(read: str) -> list[Finding]:
    return [
        Finding(label=label, words=words) for label, patterns in _PLAIN.items() if (words := _first(patterns, read))
    ]


def _articles(read: str) -> list[Finding]:
    if not _first(_LAWS, read[:_NAMED_LAW_REACH]):
        return []
    return [
        Finding(label=label, words=words, is_article=True)
        for label, patterns in _ARTICLES.items()
        if (words := _first(patterns, read))
    ]


def _regulator(read: str) -> list[Finding]:
    words = _first(_REGULATOR, read)
    return [Finding(label=RequestType.COMPLAINT, words=words)] if words else []


def _turns(read: str) -> dict[Turn, str]:
    matches = {turn: match for turn, patterns in _TURNS.items() if (match := _first_match(patterns, read))}
    if _first(_DATA_WORDS, read):
        matches.pop(Turn.ACCOUNT_ONLY, None)
    turns = {turn: _to_clause_end(match) for turn, match in matches.items()}
    dated = dated_condition(read)
    return turns | {Turn.CONDITION: dated} if dated and Turn.CONDITION not in turns else turns


def _to_clause_end(match: re.Match[str]) -> str:
    """The words found and what follows them in the clause, for a person to read."""
    rest = _CLAUSE_REST.match(match.string, match.end())
    return match.string[match.start() : rest.end() if rest else match.end()].rstrip()


def _stops_service_messages(read: str) -> bool:
    return bool(_first(_SERVICE_WORDS, read) and _first(_EVERY_MESSAGE, read) and not _first(_SERVICE_UNTOUCHED, read))


def _first(patterns: Patterns, read: str) -> str:
    match = _first_match(patterns, read)
    return match.group() if match else ""


def _first_match(patterns: Patterns, read: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(read))), None)


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
_DATA_WORDS: Final = _compiled(_PHRASES["data_words"])
_REGULATOR: Final = _compiled(_PHRASES["regulator"])
_SERVICE_WORDS: Final = _compiled(_PHRASES["service_words"])
_EVERY_MESSAGE: Final = _compiled(_PHRASES["every_message"])
_SERVICE_TOPICS: Final = _compiled(_PHRASES["service_topics"])
_SERVICE_UNTOUCHED: Final = _compiled(_PHRASES["service_untouched"])
_ENDORSEMENTS: Final = _compiled(_PHRASES["endorsements"])
