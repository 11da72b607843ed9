"""What is counted of a reading and of a decision."""

from datetime import date

import pytest

from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.request import RequestType
from bot.domain.tally import Agreement, DecidedOn, DecisionTally, ReadingTally, agreement_of

ON = date(2026, 11, 25)
ERASURE, ACCESS, COMPLAINT = RequestType.ERASURE, RequestType.ACCESS, RequestType.COMPLAINT


def found(*labels: RequestType, **changes: object) -> Classification:
    plain: dict[str, object] = {"decision": Decision.UNSURE, "probability": 0.6, "language": "nl", "model_version": "7"}
    scores = tuple(LabelScore(label=label, confidence=0.5) for label in labels)
    return Classification(**(plain | changes), labels=scores)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("suggested", "chosen", "agreement"),
    [
        ((ERASURE,), {ERASURE}, Agreement.AGREED),
        ((ERASURE, ACCESS), {ACCESS, ERASURE}, Agreement.AGREED),
        ((ERASURE, ACCESS), {ERASURE}, Agreement.AGREED),
        ((ERASURE, ACCESS), {ACCESS}, Agreement.PARTLY),
        ((ERASURE,), {ERASURE, ACCESS}, Agreement.PARTLY),
        ((ERASURE,), {ACCESS}, Agreement.DISAGREED),
        ((), {ACCESS}, Agreement.DISAGREED),
        ((ERASURE, ACCESS), set(), Agreement.NOT_PRIVACY),
        ((), set(), Agreement.AGREED),
    ],
)
def test_choosing_the_likeliest_suggestion_alone_or_all_of_them_agrees(
    suggested: tuple[RequestType, ...], chosen: set[RequestType], agreement: Agreement
) -> None:
    assert agreement_of(suggested, chosen) is agreement


@pytest.mark.parametrize(
    ("share", "up_to", "permille"),
    [
        (0.0, 10, 0),
        (0.1, 10, 100),
        (0.101, 20, 101),
        (0.5, 50, 500),
        (1.0, 100, 1000),
        (1.5, 100, 1500),
        (None, None, 0),
    ],
)
def test_a_reading_falls_into_the_first_step_that_its_unknown_words_do_not_exceed(
    share: float | None, up_to: int | None, permille: int
) -> None:
    tally = ReadingTally.of(found(ERASURE, unknown_words=share), ON)

    assert (tally.unknown_up_to, tally.unknown_permille, tally.messages) == (up_to, permille, 1)
    assert (tally.on, tally.language, tally.decision, tally.model_version) == (ON, "nl", Decision.UNSURE, "7")


def test_a_decision_is_counted_with_the_model_that_had_read_the_message() -> None:
    tally = DecisionTally.of(found(ERASURE), [COMPLAINT], decided_on=DecidedOn.CASE, on=ON)

    assert tally == DecisionTally(
        on=ON, language="nl", decided_on=DecidedOn.CASE, agreement=Agreement.DISAGREED, model_version="7", decisions=1
    )


def test_what_is_longer_than_any_language_or_version_is_cut() -> None:
    tally = ReadingTally.of(found(language="x" * 100, model_version="v" * 1000), ON)

    assert (len(tally.language), len(tally.model_version)) == (8, 200)
