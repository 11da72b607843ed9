"""Whatever customers, systems and people write: nothing of it is ever interpreted in a letter."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.action import ActionOutcome, Kept, OutcomeKind, RetentionGround, SystemName
from bot.domain.correction import CorrectableField, Correction
from bot.domain.letter import LETTER_TYPES, LetterFacts, LetterKind, SystemResult
from bot.domain.request import Language, RequestType
from tests.domain.sample_letter import BOOK, NUMBER, facts

WRITABLE = [(kind, asked) for kind in LetterKind for asked in RequestType if asked in LETTER_TYPES[kind]]
BIDI = "\u202e\u202d\u2066\u2069\u200f\u200e\u061c"
CONTROL = "\x00\x07\x08\x1b[31m\x7f\x85\ud800"
MARKUP = "<script>alert(1)</script><img src=x onerror=y>\"'><!--"
BRACES = "{number} {} {0} {{x}} %s %(x)s ${HOME} {% if x %} {{ config }}"
NASTY = f"{MARKUP} {BRACES} {BIDI} {CONTROL} end"
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ud800-\udfff]")


def hostile(request_type: RequestType) -> LetterFacts:
    outcome = ActionOutcome(
        kind=OutcomeKind.RETAINED,
        counts={NASTY: 2},
        kept=(Kept(what=NASTY, count=1, ground=RetentionGround.TAX, until=date(2032, 12, 31)),),
        before=NASTY,
        after=f"new {NASTY}",
    )
    return replace(
        facts(request_type),
        correction=Correction(what=CorrectableField.NAME, old=NASTY, new=NASTY),
        results=(SystemResult(system=SystemName("unheard"), title=NASTY, outcomes=(outcome,)),),
        question=NASTY,
        answer=NASTY,
        agent_name=NASTY,
        reason_words=NASTY,
        country=NASTY,
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("kind", "asked"), WRITABLE)
def test_hostile_words_in_every_fact_stay_words(kind: LetterKind, asked: RequestType, language: Language) -> None:
    letter = BOOK.compose(kind, language, hostile(asked))

    assert "<script" not in letter.html
    assert "<img" not in letter.html
    assert "<!--" not in letter.html
    assert not FORBIDDEN.search(letter.text + letter.html + letter.subject)
    assert NUMBER in letter.subject
    assert letter.text.count(NUMBER) == BOOK.compose(kind, language, facts(asked)).text.count(NUMBER)
    letter.text.encode()


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (LetterKind.REFUSAL, RequestType.ERASURE),
        (LetterKind.INFORMATION_REQUEST, RequestType.ACCESS),
        (LetterKind.ANSWER, RequestType.COMPLAINT),
        (LetterKind.RECTIFICATION_DONE, RequestType.RECTIFICATION),
    ],
)
def test_braces_and_markup_reach_the_reader_as_they_were_written(kind: LetterKind, asked: RequestType) -> None:
    text = BOOK.compose(kind, Language.EN, hostile(asked)).text

    assert BRACES in text
    assert MARKUP in text


def test_words_in_other_scripts_are_untouched() -> None:
    words = "שלום · مرحبا · 日本語 · naïve café · 👩‍👧"

    assert words in BOOK.compose(LetterKind.REFUSAL, Language.EN, facts(reason_words=words)).text
