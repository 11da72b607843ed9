"""Letters to customers: from facts to a subject, a plain text and an HTML page, in their language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Final, Self

from bot.domain.action import RetentionGround
from bot.domain.correction import CorrectableField
from bot.domain.extension import ExtensionReason
from bot.domain.letter_facts import (
    CLOSING_LETTERS,
    LETTER_TYPES,
    LetterFacts,
    LetterKind,
    LetterNotPossible,
    SystemResult,
    results_by_system,
)
from bot.domain.letter_layout import Block, Button, Footer, Paragraph, as_html, as_text
from bot.domain.letter_outline import outline
from bot.domain.notice import NoticeTopic
from bot.domain.phrasebook import IncompleteTexts, Phrasebook, Texts
from bot.domain.refusal import ProposedRefusal
from bot.domain.regulator import Regulators, regulator_words
from bot.domain.request import DenialReason, Language, Regime, RequestType
from bot.domain.standing import Standing

__all__ = [
    "CLOSING_LETTERS",
    "LETTER_TYPES",
    "NOTICE_TABLES",
    "Letter",
    "LetterBook",
    "LetterFacts",
    "LetterKind",
    "LetterNotPossible",
    "SystemResult",
    "results_by_system",
    "text_file",
]

NOTICE_TABLES: Final = frozenset({"notice", "complaint"})
"""Tables that stand in `notice_<language>.toml`."""

_MODEL: Final = Language.EN
_TABLES_BY_ENUM: Final[dict[str, type[StrEnum]]] = {
    "topics": RequestType,
    "wishes": RequestType,
    "understood": RequestType,
    "next": RequestType,
    "grounds": RetentionGround,
    "ends": RetentionGround,
    "reasons": DenialReason,
    "remedies": DenialReason,
    "fields": CorrectableField,
    "extensions": ExtensionReason,
    "notice": NoticeTopic,
    "standing": Standing,
}
_NAMES_THE_REGULATOR: Final = frozenset(CLOSING_LETTERS.values()) | {
    LetterKind.REFUSAL,
    LetterKind.IDENTITY_EXPIRED,
    # DPA 2018 s. 164A: whoever complains hears of the regulator at once.
    LetterKind.COMPLAINT_ACKNOWLEDGED,
}
_ABOUT_ANOTHER: Final = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.DONE_FOR_ANOTHER})
_UNTHREADED: Final = frozenset({LetterKind.IDENTITY_REQUEST, LetterKind.IDENTITY_REMINDER, LetterKind.ALERT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What goes out; `html` says the same as `text`."""

    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBook:
    """Every text in every language, checked."""

    phrasebooks: Mapping[Language, Phrasebook]
    regulators: Regulators

    @classmethod
    def parse(cls, files: Mapping[Language, Texts], regulators: Regulators) -> Self:
        """Check all languages against English and English against our enums; raises IncompleteTexts."""
        model = files[_MODEL]
        _check_model(model)
        books = {
            language: Phrasebook.parse(
                language, files.get(language, {}), model=model, file_of=partial(text_file, language)
            )
            for language in Language
        }
        return cls(phrasebooks=books, regulators=regulators)

    def compose(self, kind: LetterKind, language: Language, facts: LetterFacts) -> Letter:
        """Write the letter; raises LetterNotPossible if a fact it has to state is missing."""
        facts.check(kind)
        book = self.phrasebooks[language]
        blocks = [*outline(kind, facts, book), *self._closing(kind, facts, book)]
        subject = self._subject(kind, facts, book)
        html = as_html(blocks, title=subject, language=language)
        return Letter(subject=subject, text=as_text(blocks), html=html)

    def refusal_words(self, reason: DenialReason, language: Language) -> str:
        """The paragraph that tells a customer why; empty where only a person can say it."""
        return "" if reason is DenialReason.OTHER else self.phrasebooks[language].say(f"reasons.{reason}")

    def refusals(self, language: Language) -> Mapping[DenialReason, ProposedRefusal]:
        """The sentence to propose for each reason."""
        return {
            reason: ProposedRefusal(
                words=self.refusal_words(reason, language), in_english=self.refusal_words(reason, _MODEL)
            )
            for reason in DenialReason
        }

    def notice_answer(self, topic: NoticeTopic, language: Language) -> str:
        """The draft answer to a question about the notice; a person approves it."""
        return self.phrasebooks[language].say(f"notice.{topic}")

    def complaint_draft(self, language: Language) -> str:
        """A neutral frame for the answer to a complaint; a person fills it in."""
        return self.phrasebooks[language].say("complaint.draft")

    def is_unedited_draft(self, answer: str) -> bool:
        """Whether a gap of the complaint draft (a line ending in `…`) is still unfilled."""
        drafts = (self.complaint_draft(language) for language in Language)
        gaps = {line for draft in drafts for line in draft.splitlines() if line.endswith("…")}
        return any(line.strip() in gaps for line in answer.splitlines())

    def _subject(self, kind: LetterKind, facts: LetterFacts, book: Phrasebook) -> str:
        if kind in _UNTHREADED:
            return book.say(f"subjects.{kind}", number=facts.number)
        topic = "other" if facts.for_another and kind in _ABOUT_ANOTHER else facts.request_type
        return book.say("subjects.usual", topic=book.say(f"topics.{topic}"), number=facts.number)

    def _closing(self, kind: LetterKind, facts: LetterFacts, book: Phrasebook) -> list[Block]:
        blocks: list[Block] = []
        if facts.status_link:
            blocks.append(Button(book.say("acknowledgement.status"), facts.status_link))
        if facts.receipt:
            blocks.append(Paragraph(book.say("closing.receipt", file=facts.receipt)))
        if kind in _NAMES_THE_REGULATOR:
            blocks += [Paragraph(book.say("closing.ask")), Paragraph(self._regulator(kind, facts, book))]
        lines = (
            book.say("closing.signature"),
            book.say("closing.reference", number=facts.number),
            book.say("closing.controller"),
        )
        return [*blocks, Footer(lines)]

    def _regulator(self, kind: LetterKind, facts: LetterFacts, book: Phrasebook) -> str:
        sentence = regulator_words(facts.regime, facts.country, self.regulators, book)
        # GDPR art. 12(4): a refusal names the judicial remedy too; California's law gives none here.
        is_refused = kind in {LetterKind.REFUSAL, LetterKind.IDENTITY_EXPIRED}
        return f"{sentence} {book.say('closing.court')}" if is_refused and facts.regime is not Regime.CCPA else sentence


def text_file(language: Language, key: str) -> str:
    """The file that holds the text under that key."""
    return f"notice_{language}.toml" if key.partition(".")[0] in NOTICE_TABLES else f"{language}.toml"


def _check_model(model: Texts) -> None:
    for table, words in _TABLES_BY_ENUM.items():
        texts = model.get(table)
        missing = [word.value for word in words if not isinstance(texts, Mapping) or word.value not in texts]
        if missing:
            raise IncompleteTexts(f"{text_file(_MODEL, table)}: {table}.{missing[0]} is missing")
