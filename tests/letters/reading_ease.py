"""How easy a text is to read, by the formula of its language, all of them on a scale on which 100 is very easy.

Flesch (1948) for English, Amstad (1978) for German, Kandel and Moles (1958) for French, Fernández Huerta (1959) for
Spanish, Douma (1960) for Dutch: words a sentence and syllables a word. Gulpease (Lucisano and Piemontese, 1988) for
Italian: letters instead of syllables.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from bot.domain.request import Language

_VOWELS: Final = {
    Language.EN: "aeiouy",
    Language.DE: "aeiouyäöü",
    Language.FR: "aeiouyàâäéèêëîïôöùûüœæ",
    Language.ES: "aeiouáéíóúü",
    Language.IT: "aeiouàèéìíòóùú",
    Language.NL: "aeiouyäëïöüé",
}
_SILENT: Final = {Language.EN: re.compile(r"(?<!l)e$"), Language.FR: re.compile(r"(?:e|es|ent)$")}
_WEIGHTS: Final = {
    Language.EN: (206.835, 1.015, 84.6),
    Language.DE: (180.0, 1.0, 58.5),
    Language.FR: (207.0, 1.015, 73.6),
    Language.ES: (206.84, 1.02, 60.0),
    Language.NL: (206.84, 0.93, 77.0),
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NOT_WORDS: Final = re.compile(r"\{[a-z_]+\}|\S+@\S+|\S+\.[a-z]{2,}(?:/\S*)?|\S*://\S+")
_SENTENCE_END: Final = re.compile(r"(?<=[.:?…])\s+|\n+")
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Prose:
    """Sentences as lists of words; headings and single words are none."""

    sentences: tuple[tuple[str, ...], ...]
    language: Language

    @classmethod
    def of(cls, texts: Sequence[str], language: Language) -> Self:
        """Read texts; a placeholder or an address counts as one short word."""
        parts = [part for text in texts for part in _SENTENCE_END.split(_NOT_WORDS.sub("x", text))]
        found = (tuple(_WORD.findall(part)) for part in parts)
        return cls(tuple(words for words in found if len(words) > _SHORTEST), language)

    @property
    def ease(self) -> float:
        """The language's own measure."""
        words = [word for sentence in self.sentences for word in sentence]
        if self.language is Language.IT:
            letters = sum(len(word) for word in words)
            return 89 + (300 * len(self.sentences) - 10 * letters) / len(words)
        start, per_word, per_syllable = _WEIGHTS[self.language]
        syllables = sum(count_syllables(word, self.language) for word in words)
        return start - per_word * len(words) / len(self.sentences) - per_syllable * syllables / len(words)

    @property
    def longest(self) -> tuple[str, ...]:
        """The sentence with the most words."""
        return max(self.sentences, key=len)


def count_syllables(word: str, language: Language) -> int:
    """Groups of vowels, without a silent ending: right for about nine words in ten, which is enough for a mean."""
    groups = len(re.findall(f"[{_VOWELS[language]}]+", word.lower()))
    silent = _SILENT.get(language)
    return max(1, groups - 1 if silent and groups > 1 and silent.search(word.lower()) else groups)
