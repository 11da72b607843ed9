"""Every combination of request, law and sensitivity says how sure we have to be, and by which rule."""

from itertools import product

import pytest

from bot.domain.identity_level import LEVELS, IdentityLevel, Sensitivity, identity_level
from bot.domain.policy import POLICY
from bot.domain.request import Regime, RequestType

EVERY = list(product(RequestType, Regime, Sensitivity))
EASY = {IdentityLevel.NONE, IdentityLevel.ADDRESS_CONTROLLED}


@pytest.mark.parametrize(("request_type", "regime", "sensitivity"), EVERY)
def test_every_combination_has_a_row_with_its_source(
    request_type: RequestType, regime: Regime, sensitivity: Sensitivity
) -> None:
    row = LEVELS[request_type, regime, sensitivity]

    assert row.citation
    assert (row.level is not IdentityLevel.NONE) == POLICY[request_type].needs_identity


def test_there_is_no_row_for_anything_else() -> None:
    assert set(LEVELS) == set(EVERY)


@pytest.mark.parametrize(("request_type", "regime", "sensitivity"), EVERY)
def test_nobody_is_asked_for_data_points_but_where_california_says_so(
    request_type: RequestType, regime: Regime, sensitivity: Sensitivity
) -> None:
    level = identity_level(request_type, regime, sensitivity)

    assert regime is Regime.CCPA or level in EASY


@pytest.mark.parametrize("sensitivity", Sensitivity)
@pytest.mark.parametrize("regime", Regime)
@pytest.mark.parametrize("request_type", [each for each, row in POLICY.items() if row.may_be_automatic])
def test_no_law_lets_an_opt_out_wait_for_a_proof(
    request_type: RequestType, regime: Regime, sensitivity: Sensitivity
) -> None:
    assert identity_level(request_type, regime, sensitivity) is IdentityLevel.NONE


@pytest.mark.parametrize(
    ("request_type", "ordinary", "sensitive"),
    [
        (RequestType.ACCESS, 3, 3),
        (RequestType.PORTABILITY, 3, 3),
        (RequestType.ERASURE, 2, 3),
        (RequestType.RECTIFICATION, 2, 3),
    ],
)
def test_california_counts_data_points_by_what_is_asked_and_what_is_held(
    request_type: RequestType, ordinary: int, sensitive: int
) -> None:
    levels = [identity_level(request_type, Regime.CCPA, each) for each in Sensitivity]

    assert [level.data_points for level in levels] == [ordinary, sensitive]
    assert [level.is_signed for level in levels] == [ordinary == 3, sensitive == 3]


@pytest.mark.parametrize("level", EASY)
def test_control_of_the_address_asks_for_nothing_more(level: IdentityLevel) -> None:
    assert (level.data_points, level.is_signed) == (0, False)
