"""Calibration and the edges between sure, unsure and not."""

import numpy as np
import pytest

from bot.domain.request import RequestType
from nlp.calibration import LABELS, PRIVACY, Calibration, Evidence, Example, Numbers, fit_calibration
from nlp.rules import RuleReading, read_rules
from nlp.thresholds import ORDINARY_WRONGLY_SURE_AT_MOST, REQUESTS_MISSED_AT_MOST, choose_thresholds


def inputs(score: float) -> Numbers:
    return Evidence(stacked=np.full((3, PRIVACY + 1), score), rules=RuleReading(), language="en").inputs()


def example(score: float, *, is_request: bool, sentences: int = 2) -> Example:
    return Example(inputs=inputs(score), target=np.full(PRIVACY + 1, float(is_request)), sentences=sentences)


def calibration() -> Calibration:
    scores = np.linspace(-3, 3, 60)
    return fit_calibration(
        [example(score, is_request=score > 0.5 * (-1) ** i, sentences=i % 2 + 1) for i, score in enumerate(scores)]
    )


def test_a_higher_score_is_a_higher_probability() -> None:
    fitted = calibration()

    for sentences in (1, 5):
        low, high = (fitted.chances(inputs(score), sentences=sentences)[PRIVACY] for score in (-2.0, 2.0))
        assert low < 0.5 < high


def test_calibration_survives_its_file() -> None:
    fitted = calibration()
    restored = Calibration.from_json(fitted.as_json())

    assert np.array_equal(restored.single, fitted.single)
    assert np.array_equal(restored.several, fitted.several)


def test_a_rule_is_an_input_of_its_label_and_of_privacy() -> None:
    rules = read_rules("", "This is a subject access request")
    found = Evidence(stacked=np.zeros((3, PRIVACY + 1)), rules=rules, language="en").inputs()

    ruled = {LABELS[head] for head in range(PRIVACY) if found[head, -2]}
    assert ruled == {RequestType.ACCESS}
    assert found[PRIVACY, -2] == 1


@pytest.mark.parametrize(("language", "elsewhere"), [("en", 0.0), ("nl", 2.0)])
def test_the_encoder_s_scores_weigh_for_themselves_outside_english(language: str, elsewhere: float) -> None:
    scores, encoded = np.zeros((3, PRIVACY + 1)), np.zeros(PRIVACY + 1)
    encoded[0] = 2.0
    found = Evidence(stacked=scores, rules=RuleReading(), language=language, encoded=encoded).inputs()

    assert found[0].tolist() == [0, 0, 0, 0, 0, 0, 2.0, 0, elsewhere, 0, 1]
    assert found[PRIVACY].tolist() == [0, 0, 0, 0, 0, 0, 0, 2.0, 0, 0, 1]


def test_the_band_of_doubt_keeps_both_promises() -> None:
    chances = np.tile(np.linspace(0, 1, 401)[:, None], PRIVACY + 1)
    targets = np.zeros_like(chances)
    targets[150:] = 1
    targets[300::50] = 0

    chosen = choose_thresholds(chances, targets)

    is_request = targets[:, PRIVACY] > 0
    assert (chances[is_request, PRIVACY] < chosen.none).mean() <= REQUESTS_MISSED_AT_MOST
    assert (chances[~is_request, PRIVACY] >= chosen.sure).mean() <= ORDINARY_WRONGLY_SURE_AT_MOST
    assert chosen.none <= chosen.sure
    assert all(0.3 < edge < 0.45 for edge in chosen.labels.values())
