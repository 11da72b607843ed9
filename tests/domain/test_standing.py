"""What a participant hears of where a case stands."""

import pytest

from bot.domain.letter import LetterKind
from bot.domain.request import Language, RequestType
from bot.domain.standing import Standing
from tests.domain.sample_letter import BOOK, facts


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("standing", Standing)
def test_every_standing_has_its_sentence_and_says_nothing_personal(standing: Standing, language: Language) -> None:
    text = BOOK.compose(LetterKind.STATUS, language, facts(RequestType.ACCESS, standing=standing)).text

    assert BOOK.phrasebooks[language].say(f"standing.{standing}") in text
    assert not any(known in text for known in ("Meyer", "Meier", "2032"))
