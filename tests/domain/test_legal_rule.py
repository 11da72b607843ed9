"""Every line of the law on dates has its row, with its source and its first day."""

from datetime import date

import pytest

from bot.domain.deadline import RULES, ClockFacts, Milestone, Pause, Rule, deadline, terms_for
from bot.domain.request import Regime, RequestType

GDPR, UK, CCPA, VOLUNTARY = Regime.GDPR, Regime.UK_GDPR, Regime.CCPA, Regime.VOLUNTARY
ERASURE, ACCESS, COMPLAINT = RequestType.ERASURE, RequestType.ACCESS, RequestType.COMPLAINT
STOP_MAIL, STOP_ADS, LIMIT = RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT, RequestType.RESTRICTION
ANSWER, ACK, REFUSAL = Milestone.ANSWER, Milestone.ACKNOWLEDGEMENT, Milestone.REFUSAL
FIRST_GDPR, UK_ACT, UK_COMPLAINTS = date(2018, 5, 25), date(2026, 2, 5), date(2026, 6, 19)


def rows(regime: Regime, request_type: RequestType, milestone: Milestone) -> list[Rule]:
    found = [rule for rule in RULES if regime in rule.regimes and request_type in rule.request_types]
    return [rule for rule in found if rule.milestone is milestone]


@pytest.mark.parametrize(
    ("regime", "request_type", "milestone", "citation", "since"),
    [
        (GDPR, ERASURE, ANSWER, "GDPR art. 12(3)", FIRST_GDPR),
        (VOLUNTARY, ERASURE, ANSWER, "GDPR art. 12(3)", FIRST_GDPR),
        (GDPR, ACCESS, REFUSAL, "GDPR art. 12(4)", FIRST_GDPR),
        (GDPR, STOP_MAIL, ANSWER, "GDPR art. 21(2) and (3)", FIRST_GDPR),
        (UK, ERASURE, ANSWER, "UK GDPR art. 12A", UK_ACT),
        (UK, ACCESS, ANSWER, "UK GDPR art. 12A", UK_ACT),
        (UK, STOP_MAIL, ANSWER, "PECR reg. 22", FIRST_GDPR),
        (UK, COMPLAINT, ACK, "DPA 2018 s.164A", UK_COMPLAINTS),
        (CCPA, ERASURE, ACK, "11 CCR §7021(a)", date(2020, 8, 14)),
        (CCPA, ERASURE, ANSWER, "11 CCR §7021(b)", date(2020, 8, 14)),
        (CCPA, STOP_ADS, ANSWER, "11 CCR §7026(f)", date(2020, 8, 14)),
        (CCPA, LIMIT, ANSWER, "11 CCR §7027(g)", date(2023, 3, 29)),
        (CCPA, STOP_MAIL, ANSWER, "CAN-SPAM", date(2004, 1, 1)),
        (CCPA, STOP_MAIL, ANSWER, "RFC 8058", date(2024, 6, 1)),
    ],
)
def test_each_line_of_the_law_has_a_row(
    regime: Regime, request_type: RequestType, milestone: Milestone, citation: str, since: date
) -> None:
    found = [rule for rule in rows(regime, request_type, milestone) if citation in rule.terms.citation]

    assert since in {rule.in_force_on for rule in found}


@pytest.mark.parametrize("regime", Regime)
@pytest.mark.parametrize("request_type", RequestType)
def test_only_uk_access_stands_still_and_only_the_kingdom_starts_afresh(
    regime: Regime, request_type: RequestType
) -> None:
    terms = terms_for(regime, request_type, date(2026, 9, 1))

    rights = {ERASURE, ACCESS, RequestType.PORTABILITY, RequestType.RECTIFICATION, LIMIT}
    assert terms.pauses is (regime is UK and request_type is ACCESS)
    assert terms.starts_at_identity is (regime is UK and request_type in rights)
    assert terms.extendable is (request_type in rights - ({LIMIT} if regime is CCPA else set()))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 20), date(2026, 11, 22)),  # a Sunday: no weekend moves it
        (date(2028, 2, 28), date(2028, 3, 1)),
    ],
)
def test_a_pressed_unsubscribe_button_is_honoured_within_two_days(received: date, due: date) -> None:
    pressed = ClockFacts(received_on=received, one_click=True)

    assert deadline(CCPA, STOP_MAIL, pressed).due_on == due
    assert deadline(CCPA, STOP_MAIL, ClockFacts(received_on=received)).due_on > due
    assert deadline(GDPR, STOP_MAIL, pressed).due_on == received


def test_a_button_changes_no_other_date() -> None:
    pressed, written = (ClockFacts(received_on=date(2026, 11, 20), one_click=which) for which in (True, False))

    assert deadline(CCPA, ERASURE, pressed) == deadline(CCPA, ERASURE, written)


def test_a_refusal_under_the_gdpr_is_not_put_off_by_an_extension() -> None:
    facts = ClockFacts(received_on=date(2026, 9, 3), extended=True)

    found = deadline(GDPR, ERASURE, facts)

    assert (found.due_on, found.refuse_by) == (date(2026, 12, 3), date(2026, 10, 5))
    assert any(step.startswith("Refuse, if need be: ") for step in found.explanation)
    assert deadline(GDPR, ERASURE, ClockFacts(received_on=date(2026, 9, 3))).refuse_by is None
    assert deadline(UK, ERASURE, facts).refuse_by is None


@pytest.mark.parametrize(
    ("regime", "request_type", "facts", "due"),
    [
        # 29 Jan 2028 + 1 month is 29 Feb 2028, a Tuesday.
        (UK, ERASURE, ClockFacts(received_on=date(2028, 1, 29)), date(2028, 2, 29)),
        # 24 Nov + 1 month is Christmas Eve, a working day in England.
        (UK, ERASURE, ClockFacts(received_on=date(2026, 11, 24)), date(2026, 12, 24)),
        # 2 Dec + 1 month is 2 Jan 2027, a Saturday; Mon 4 Jan is the substitute holiday of 2 January in Scotland.
        (UK, ERASURE, ClockFacts(received_on=date(2026, 12, 2), country="GB-SCT"), date(2027, 1, 5)),
        # St Patrick's Day, 17 Mar 2026, is a Tuesday and a holiday in Northern Ireland alone.
        (UK, ERASURE, ClockFacts(received_on=date(2026, 2, 17), country="GB-NIR"), date(2026, 3, 18)),
        (UK, ERASURE, ClockFacts(received_on=date(2026, 2, 17), country="GB-WLS"), date(2026, 3, 17)),
        # Bavaria keeps Corpus Christi, Thu 4 Jun 2026; Germany as a whole does not.
        (GDPR, ERASURE, ClockFacts(received_on=date(2026, 5, 4), country="DE-BY"), date(2026, 6, 5)),
        (GDPR, ERASURE, ClockFacts(received_on=date(2026, 5, 4), country="DE"), date(2026, 6, 4)),
        # 45 days over a 29 Feb: 31 in January after the 20th are 11, 29 in February, 5 in March.
        (CCPA, ERASURE, ClockFacts(received_on=date(2028, 1, 20)), date(2028, 3, 5)),
        # Two pauses of 2 and 3 days: 1 Oct and 5 days is Tue 6 Oct.
        (
            UK,
            ACCESS,
            ClockFacts(
                received_on=date(2026, 9, 1),
                pauses=(
                    Pause(asked_on=date(2026, 9, 2), answered_on=date(2026, 9, 4)),
                    Pause(asked_on=date(2026, 9, 7), answered_on=date(2026, 9, 10)),
                ),
            ),
            date(2026, 10, 6),
        ),
        # Overlapping ones count each day once: 2 to 4 and 3 to 10 September are 8 days.
        (
            UK,
            ACCESS,
            ClockFacts(
                received_on=date(2026, 9, 1),
                pauses=(
                    Pause(asked_on=date(2026, 9, 2), answered_on=date(2026, 9, 4)),
                    Pause(asked_on=date(2026, 9, 3), answered_on=date(2026, 9, 10)),
                ),
            ),
            date(2026, 10, 9),
        ),
    ],
)
def test_dates_worked_out_by_hand(regime: Regime, request_type: RequestType, facts: ClockFacts, due: date) -> None:
    assert deadline(regime, request_type, facts).due_on == due


def test_a_states_own_holidays_are_known_and_yet_only_federal_ones_count_in_california() -> None:
    # César Chávez Day, 31 Mar, is California's own: 10 business days from Tue 24 Mar 2026 are Tue 7 Apr all the same.
    state = deadline(CCPA, ERASURE, ClockFacts(received_on=date(2026, 3, 24), country="US-CA"))

    assert state.ack_due_on == date(2026, 4, 7)
