"""What holds for every receipt date, request type and law."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deadline import RULES, ClockFacts, Deadline, Milestone, Pause, deadline, earliest_deadline
from bot.domain.legal_clock import add_months
from bot.domain.request import Regime, RequestType

GDPR, UK, VOLUNTARY = Regime.GDPR, Regime.UK_GDPR, Regime.VOLUNTARY
ERASURE, ACCESS = RequestType.ERASURE, RequestType.ACCESS
EVERY_CASE = list(product(Regime, RequestType))
RECEIPTS = st.dates(date(2018, 1, 1), date(2100, 12, 30))
COUNTRIES = st.sampled_from(["GB-ENG", "GB-SCT", "GB-NIR", "DE", "FR", "US", None])


@pytest.mark.parametrize(("regime", "request_type"), EVERY_CASE)
@settings(deadline=None)  # the first look at a year loads its table
@given(received=RECEIPTS, country=COUNTRIES)
def test_every_request_has_a_date_under_every_law(
    regime: Regime, request_type: RequestType, received: date, country: str | None
) -> None:
    found = deadline(regime, request_type, ClockFacts(received_on=received, country=country))

    assert received <= found.due_on <= received + timedelta(days=60)
    assert found.ack_due_on is None or found.ack_due_on > received
    assert found.explanation
    assert all(step.endswith(".") for step in found.explanation)


@pytest.mark.parametrize(("regime", "request_type"), EVERY_CASE)
@settings(deadline=None)  # the first look at a year loads its table
@given(received=RECEIPTS, later=st.integers(1, 400), extended=st.booleans(), country=COUNTRIES)
def test_a_later_receipt_never_means_an_earlier_date(
    regime: Regime, request_type: RequestType, received: date, later: int, extended: bool, country: str | None
) -> None:
    after = min(received + timedelta(days=later), date(2100, 12, 31))

    first = deadline(regime, request_type, ClockFacts(received_on=received, country=country, extended=extended))
    second = deadline(regime, request_type, ClockFacts(received_on=after, country=country, extended=extended))

    assert first.due_on <= second.due_on


@settings(deadline=None)  # the first look at a year loads its table
@given(received=RECEIPTS, country=COUNTRIES)
@pytest.mark.parametrize("regime", [GDPR, UK, VOLUNTARY])
def test_a_month_is_never_cut_short_and_never_ends_on_a_weekend(
    regime: Regime, received: date, country: str | None
) -> None:
    found = deadline(regime, ERASURE, ClockFacts(received_on=received, country=country)).due_on

    assert found >= add_months(received, 1)
    assert found.weekday() < 5


@settings(deadline=None)  # the first look at a year loads its table
@given(
    received=st.dates(date(2026, 2, 5), date(2030, 1, 1)),
    wait=st.integers(0, 50),
    pause=st.integers(0, 50),
    extended=st.booleans(),
)
def test_a_pause_never_brings_the_date_forward(received: date, wait: int, pause: int, extended: bool) -> None:
    asked = received + timedelta(days=wait)
    facts = ClockFacts(
        received_on=received,
        pauses=(Pause(asked_on=asked, answered_on=asked + timedelta(days=pause)),),
        extended=extended,
    )

    unpaused = deadline(UK, ACCESS, ClockFacts(received_on=received, extended=extended))
    assert deadline(UK, ACCESS, facts).due_on >= unpaused.due_on


@settings(deadline=None)  # the first look at a year loads its table
@given(
    regimes=st.sets(st.sampled_from(list(Regime)), min_size=1),
    request_type=st.sampled_from(list(RequestType)),
    received=RECEIPTS,
    country=COUNTRIES,
)
def test_no_law_that_applies_is_ever_missed(
    regimes: set[Regime], request_type: RequestType, received: date, country: str | None
) -> None:
    facts = ClockFacts(received_on=received, country=country)

    found = earliest_deadline(regimes, request_type, facts)

    each: list[Deadline] = [deadline(regime, request_type, facts) for regime in regimes]
    assert found.due_on == min(one.due_on for one in each)
    assert found.ack_due_on == min((one.ack_due_on for one in each if one.ack_due_on), default=None)


def test_no_two_rules_answer_the_same_question() -> None:
    keys = [
        (regime, request_type, rule.milestone, rule.in_force_on)
        for rule in RULES
        for regime in rule.regimes
        for request_type in rule.request_types
    ]

    assert len(keys) == len(set(keys))
    assert {key[:2] for key in keys if key[2] is Milestone.ANSWER} == set(EVERY_CASE)


def test_of_several_laws_the_earliest_date_counts() -> None:
    found = earliest_deadline(
        [Regime.CCPA, UK, UK], ERASURE, ClockFacts(received_on=date(2026, 11, 23), country="GB-ENG")
    )

    assert found.due_on == date(2026, 12, 23)
    assert found.ack_due_on == date(2026, 12, 8)
    assert found.explanation[-1] == "Several laws may apply, the earliest date counts: Wed 23 Dec 2026 (UK GDPR)."
    assert found.explanation[0].startswith("CCPA: Acknowledge: ")


def test_several_laws_without_an_acknowledgement_ask_for_none() -> None:
    found = earliest_deadline({GDPR, UK}, ERASURE, ClockFacts(received_on=date(2026, 11, 25)))

    assert (found.ack_due_on, found.due_on) == (None, date(2026, 12, 25))


def test_one_law_or_none_reads_as_that_law_alone() -> None:
    facts = ClockFacts(received_on=date(2026, 11, 25))

    assert earliest_deadline([UK], ERASURE, facts) == deadline(UK, ERASURE, facts)
    assert earliest_deadline([], ERASURE, facts) == deadline(VOLUNTARY, ERASURE, facts)
