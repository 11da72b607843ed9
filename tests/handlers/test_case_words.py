"""No value of a case is without its words."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from bot.domain.case import CaseState, WaitsFor
from bot.domain.correction import CorrectableField
from bot.domain.identity import ProofMethod
from bot.domain.message import Channel
from bot.domain.request import DenialReason, Language
from bot.ports.queue_view import QueueGroup
from handlers import case_words
from handlers.queue_pages import EMPTY_WORDS, GROUP_WORDS


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (case_words.STATE_WORDS, CaseState),
        (case_words.WAITS_WORDS, WaitsFor),
        (case_words.WAITS_SENTENCES, WaitsFor),
        (case_words.DENIAL_WORDS, DenialReason),
        (case_words.LANGUAGE_WORDS, Language),
        (case_words.FIELD_WORDS, CorrectableField),
        (case_words.CHANNEL_WORDS, Channel),
        (case_words.PROOF_WORDS, ProofMethod),
        (GROUP_WORDS, QueueGroup),
        (EMPTY_WORDS, QueueGroup),
    ],
)
def test_every_value_has_its_words(table: Mapping[StrEnum, str], values: type[StrEnum]) -> None:
    assert set(table) == set(values)
    assert all(table.values())


def test_every_ending_has_its_sentence() -> None:
    assert set(case_words.ENDING_SENTENCES) == {CaseState.FULFILLED, CaseState.DENIED, CaseState.WITHDRAWN}
