"""A message as the classifier reads it: subject and the writer's own words, within bounds."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Final

from bot.domain.reply_turn import ReplyTurn
from bot.domain.request import RequestType
from bot.domain.template_letter import TemplateLetter
from nlp.details.reply_turns import reply_turns
from nlp.language import is_foreign, language_of
from nlp.letters.template_letters import read_template, telling_words
from nlp.own_words.cleaning import CleanText, CutKind, clean
from nlp.own_words.own_letters import is_own_subject, own_lines
from nlp.rules import RuleReading, Turn, is_endorsement, read_rules

_BODY_READ: Final = 24_000
_HEAD_SCORED: Final = 6_000
_TAIL_SCORED: Final = 2_000
_SUBJECT_READ: Final = 300
_ENDLESS: Final = re.compile(r"(\S{200})\S+")
_REPLY_MARKS: Final = re.compile(
    r"^\s*(?:(?:re|aw|antw|fwd?|wg|tr|rv|r|i|fw|doorst|enc|ynt|odp|sv|vs)\s?(?:\[\d+\])?\s?[::]\s*|\[[^\]]{0,40}\]\s*)+",
    re.IGNORECASE,
)

_OBJECTED_WITH: Final = frozenset({RequestType.ERASURE, RequestType.MARKETING_OPT_OUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is scored, and what else is known about the message before scoring."""

    text: str = field(repr=False)
    language: str
    rules: RuleReading
    identifying: str = field(default="", repr=False)
    is_foreign: bool = False
    is_only_quoted: bool = False
    is_endorsed: bool = False
    telling: str = field(default="", repr=False)
    letter: TemplateLetter | None = None
    turns: frozenset[ReplyTurn] = frozenset()

    @property
    def plain_labels(self) -> frozenset[RequestType]:
        """The requests so plain that no statistic has to agree."""
        return self.rules.plain_labels | frozenset(self.letter.requests if self.letter else ())

    @property
    def cited_beside(self) -> frozenset[RequestType]:
        """Requests whose article a letter names without asking for them: the objection that goes with an erasure."""
        asked = set(self.letter.requests) if self.letter else set()
        is_beside = bool(asked & _OBJECTED_WITH) and RequestType.RESTRICTION not in asked
        spoken = {finding.label for finding in self.rules.findings if not finding.is_article}
        return frozenset({RequestType.RESTRICTION} - spoken) if is_beside else frozenset()

    @property
    def is_empty(self) -> bool:
        """No letter or digit to read."""
        return not any(sign.isalnum() for sign in self.text)


def read_message(subject: str, body: str) -> Reading:
    """Cut, bound and read; takes any text whatever."""
    parts = clean(_printable(body[:_BODY_READ]))
    quoted = "\n\n".join(parts.list_cut(CutKind.QUOTED, CutKind.FORWARDED))
    topic = _topic(subject)
    own = _bounded(parts.kept)
    is_endorsed = bool(quoted) and is_endorsement(own)
    is_only_quoted = bool(quoted) and not own.strip()
    scored = _scored(own, quoted if is_endorsed else _without_ours(quoted) if is_only_quoted else "")
    language = language_of(own if len(own) > 20 else f"{own} {topic}")
    letter = None if is_only_quoted else read_template(_with_endings(own, parts), title=topic)
    return Reading(
        text="\n\n".join(part for part in (topic, scored) if part.strip()),
        language=language,
        rules=_heeding(letter, read_rules(topic, scored, quoted=quoted)),
        identifying="\n".join([topic, own, *parts.list_cut(CutKind.SIGNATURE)]),
        is_foreign=is_foreign(own, language),
        is_only_quoted=is_only_quoted,
        is_endorsed=is_endorsed,
        telling=telling_words(own),
        letter=letter,
        turns=reply_turns(_printable(subject[:_SUBJECT_READ]), own),
    )


def _with_endings(own: str, parts: CleanText) -> str:
    """A letter's names, numbers and origin often stand in what is otherwise left out."""
    return "\n\n".join([own, *parts.list_cut(CutKind.SIGNATURE, CutKind.FOOTER, CutKind.DISCLAIMER)])


def _heeding(letter: TemplateLetter | None, rules: RuleReading) -> RuleReading:
    """An agent's letter speaks for somebody else, in whatever words it says so."""
    if letter is None or letter.agent is None or Turn.FOR_ANOTHER in rules.turns:
        return rules
    return replace(rules, turns=rules.turns | {Turn.FOR_ANOTHER: letter.acting})


def _topic(subject: str) -> str:
    """The subject without reply marks; a subject of ours says nothing of the writer's."""
    topic = _REPLY_MARKS.sub("", _printable(subject[:_SUBJECT_READ])).strip()
    return "" if is_own_subject(topic) else topic


def _scored(own: str, quoted: str) -> str:
    return _bounded("\n\n".join(part for part in (own, quoted) if part)) if quoted else own


def _without_ours(quoted: str) -> str:
    """Nothing when a letter of ours is quoted: what stands below it was read when it came."""
    return "" if own_lines(quoted.split("\n")) else quoted


def _bounded(text: str) -> str:
    """The beginning and the end; a run of signs without a space is no word and costs more than it says."""
    text = _ENDLESS.sub(r"\1", text)
    if len(text) <= _HEAD_SCORED + _TAIL_SCORED:
        return text
    return f"{text[:_HEAD_SCORED]}\n\n{text[-_TAIL_SCORED:]}"


def _printable(text: str) -> str:
    """Control signs become spaces, one for one; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(sign if sign in "\n\r" or unicodedata.category(sign) not in _CONTROL else " " for sign in text)


_CONTROL: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
