"""Rules about legal dates, with the dates worked out by hand."""

from datetime import date

import pytest

from bot.domain.deadline import (
    ClockFacts,
    Pause,
    deadline,
)
from bot.domain.holidays import UnknownCountry
from bot.domain.request import Regime, RequestType

GDPR, UK, CCPA, VOLUNTARY = Regime.GDPR, Regime.UK_GDPR, Regime.CCPA, Regime.VOLUNTARY
ERASURE, ACCESS, COMPLAINT = RequestType.ERASURE, RequestType.ACCESS, RequestType.COMPLAINT
STOP_MAIL, STOP_ADS = RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT
LIMIT, QUESTION = RequestType.RESTRICTION, RequestType.NOTICE_QUESTION


def due(regime: Regime, request_type: RequestType, received_on: date, *, extended: bool = False) -> date:
    return deadline(regime, request_type, ClockFacts(received_on=received_on, extended=extended)).due_on


@pytest.mark.parametrize(
    ("received", "expected", "extended"),
    [
        (date(2026, 9, 3), date(2026, 10, 5), date(2026, 12, 3)),
        (date(2026, 11, 25), date(2026, 12, 29), date(2027, 2, 25)),
        (date(2027, 1, 29), date(2027, 3, 1), date(2027, 4, 29)),
        (date(2027, 1, 31), date(2027, 3, 1), date(2027, 4, 30)),
        (date(2026, 10, 31), date(2026, 11, 30), date(2027, 2, 1)),
        (date(2026, 3, 3), date(2026, 4, 7), date(2026, 6, 3)),
        (date(2028, 1, 29), date(2028, 2, 29), date(2028, 5, 2)),
        (date(2028, 2, 29), date(2028, 3, 29), date(2028, 5, 30)),
    ],
)
@pytest.mark.parametrize("request_type", [ERASURE, ACCESS, RequestType.PORTABILITY, RequestType.RECTIFICATION, LIMIT])
def test_a_month_in_the_united_kingdom(
    request_type: RequestType, received: date, expected: date, extended: date
) -> None:
    assert due(UK, request_type, received) == expected
    assert due(UK, request_type, received, extended=True) == extended


def test_uk_proof_of_identity_starts_a_fresh_month() -> None:
    facts = ClockFacts(received_on=date(2026, 11, 23), identity_proved_on=date(2026, 12, 2))

    found = deadline(UK, ERASURE, facts)

    assert found.due_on == date(2027, 1, 4)
    assert found.explanation[0] == (
        "Identity was proved on Wed 2 Dec 2026, so the time starts then, afresh (UK GDPR art. 12A)."
    )


def test_uk_proof_of_identity_on_the_day_of_receipt_needs_no_word() -> None:
    day = date(2026, 11, 23)

    proved = deadline(UK, ERASURE, ClockFacts(received_on=day, identity_proved_on=day))

    assert proved == deadline(UK, ERASURE, ClockFacts(received_on=day))


def test_uk_clarification_stops_the_clock_of_an_access_request() -> None:
    facts = ClockFacts(
        received_on=date(2026, 11, 23),
        pauses=(Pause(asked_on=date(2026, 11, 26), answered_on=date(2026, 12, 2)),),
        country="GB-ENG",
    )

    found = deadline(UK, ACCESS, facts)

    assert found.due_on == date(2026, 12, 29)
    assert "The clock stood still for 6 days" in found.explanation[1]
    assert found.explanation[2] == "Tue 29 Dec 2026 is a working day (England and Wales)."


@pytest.mark.parametrize(("regime", "request_type"), [(UK, ERASURE), (GDPR, ACCESS), (CCPA, ACCESS)])
def test_no_other_clock_stops_for_a_clarification(regime: Regime, request_type: RequestType) -> None:
    received = date(2026, 11, 23)
    facts = ClockFacts(
        received_on=received, pauses=(Pause(asked_on=date(2026, 11, 26), answered_on=date(2026, 12, 2)),)
    )

    found = deadline(regime, request_type, facts)

    assert found.due_on == due(regime, request_type, received)
    assert found.explanation[-1] == "Asking for clarification does not stop this clock."


def test_days_asked_before_the_clock_started_are_not_taken_off_twice() -> None:
    facts = ClockFacts(
        received_on=date(2026, 9, 1),
        pauses=(Pause(asked_on=date(2026, 9, 2), answered_on=date(2026, 9, 15)),),
        identity_proved_on=date(2026, 9, 14),
    )

    found = deadline(UK, ACCESS, facts)

    assert found.due_on == date(2026, 10, 15)
    assert "stood still for 1 day, from" in found.explanation[2]


def test_an_answer_before_the_clock_started_stops_nothing() -> None:
    facts = ClockFacts(
        received_on=date(2026, 9, 1),
        pauses=(Pause(asked_on=date(2026, 9, 2), answered_on=date(2026, 9, 4)),),
        identity_proved_on=date(2026, 9, 14),
    )

    assert deadline(UK, ACCESS, facts).due_on == date(2026, 10, 14)


def test_a_clarification_without_answer_shows_the_unmoved_date_and_says_so() -> None:
    facts = ClockFacts(received_on=date(2026, 9, 3), pauses=(Pause(asked_on=date(2026, 9, 7)),))

    found = deadline(UK, ACCESS, facts)

    assert found.due_on == date(2026, 10, 5)
    assert "stood still since Mon 7 Sep 2026" in found.explanation[1]


def test_a_clarification_asked_after_the_end_moves_nothing() -> None:
    facts = ClockFacts(
        received_on=date(2026, 9, 1), pauses=(Pause(asked_on=date(2026, 10, 2), answered_on=date(2026, 10, 30)),)
    )

    found = deadline(UK, ACCESS, facts)

    assert found.due_on == date(2026, 10, 1)
    assert "after the time had run out" in found.explanation[1]


def test_a_pause_counts_in_the_extended_time_too() -> None:
    facts = ClockFacts(
        received_on=date(2026, 9, 1),
        pauses=(Pause(asked_on=date(2026, 9, 7), answered_on=date(2026, 9, 9)),),
        extended=True,
    )

    assert deadline(UK, ACCESS, facts).due_on == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("received", "ack", "answer"),
    [
        (date(2026, 11, 27), date(2026, 12, 29), date(2026, 12, 29)),
        (date(2026, 12, 2), date(2027, 1, 4), date(2027, 1, 4)),
        (date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 1)),
        (date(2026, 8, 3), date(2026, 9, 2), date(2026, 9, 3)),
    ],
)
def test_a_uk_complaint_is_acknowledged_within_thirty_days(received: date, ack: date, answer: date) -> None:
    found = deadline(UK, COMPLAINT, ClockFacts(received_on=received))

    assert (found.ack_due_on, found.due_on) == (ack, answer)
    assert found.explanation[0].startswith("Acknowledge: 30 days counted from the day after")


@pytest.mark.parametrize("request_type", [ERASURE, ACCESS, RequestType.PORTABILITY, RequestType.RECTIFICATION])
@pytest.mark.parametrize(
    ("received", "ack", "answer", "extended"),
    [
        (date(2026, 11, 23), date(2026, 12, 8), date(2027, 1, 7), date(2027, 2, 21)),
        (date(2026, 6, 30), date(2026, 7, 15), date(2026, 8, 14), date(2026, 9, 28)),
    ],
)
def test_california_confirms_in_ten_business_days_and_answers_in_forty_five(
    request_type: RequestType, received: date, ack: date, answer: date, extended: date
) -> None:
    found = deadline(CCPA, request_type, ClockFacts(received_on=received, country="GB-ENG"))

    assert (found.ack_due_on, found.due_on) == (ack, answer)
    assert due(CCPA, request_type, received, extended=True) == extended


@pytest.mark.parametrize("request_type", [STOP_ADS, LIMIT])
def test_california_opt_outs_take_fifteen_business_days_at_most(request_type: RequestType) -> None:
    found = deadline(CCPA, request_type, ClockFacts(received_on=date(2026, 11, 23)))

    assert (found.ack_due_on, found.due_on) == (None, date(2026, 12, 15))
    assert "leaving out Thu 26 Nov 2026 (Thanksgiving Day)" in found.explanation[0]


def test_can_spam_gives_ten_business_days() -> None:
    assert due(CCPA, STOP_MAIL, date(2026, 11, 20)) == date(2026, 12, 7)


def test_business_days_without_a_holiday_between_leave_nothing_out() -> None:
    found = deadline(CCPA, STOP_MAIL, ClockFacts(received_on=date(2026, 8, 3)))

    assert found.due_on == date(2026, 8, 17)
    assert "leaving out" not in found.explanation[0]


@pytest.mark.parametrize("regime", [GDPR, UK, VOLUNTARY])
@pytest.mark.parametrize("request_type", [STOP_MAIL, STOP_ADS])
def test_europe_wants_opt_outs_honoured_at_once_even_on_a_sunday(regime: Regime, request_type: RequestType) -> None:
    sunday = date(2026, 12, 27)

    assert due(regime, request_type, sunday) == sunday


@pytest.mark.parametrize(
    ("country", "expected"),
    [("DE", date(2026, 5, 15)), ("FR", date(2026, 5, 15)), ("PL", date(2026, 5, 14)), (None, date(2026, 5, 14))],
)
def test_a_gdpr_month_rolls_over_the_member_states_holidays(country: str | None, expected: date) -> None:
    found = deadline(GDPR, ERASURE, ClockFacts(received_on=date(2026, 4, 14), country=country))

    assert found.due_on == expected


def test_a_country_outside_the_law_lends_it_no_holidays() -> None:
    christmas = date(2026, 11, 25)

    british = deadline(GDPR, ERASURE, ClockFacts(received_on=christmas, country="GB-ENG"))
    german = deadline(UK, ERASURE, ClockFacts(received_on=christmas, country="DE"))

    assert british.due_on == date(2026, 12, 25)
    assert "weekends only" in british.explanation[-1]
    assert german.due_on == date(2026, 12, 29)


def test_each_nation_of_the_kingdom_has_its_own_date() -> None:
    received = date(2026, 10, 30)

    english = deadline(UK, ERASURE, ClockFacts(received_on=received))
    scottish = deadline(UK, ERASURE, ClockFacts(received_on=received, country="GB-SCT"))

    assert (english.due_on, scottish.due_on) == (date(2026, 11, 30), date(2026, 12, 1))


def test_uk_rules_are_the_older_ones_before_their_day() -> None:
    proved = date(2026, 2, 20)

    before = deadline(UK, ERASURE, ClockFacts(received_on=date(2026, 2, 4), identity_proved_on=proved))
    since = deadline(UK, ERASURE, ClockFacts(received_on=date(2026, 2, 5), identity_proved_on=proved))

    assert (before.due_on, since.due_on) == (date(2026, 3, 4), date(2026, 3, 20))
    assert before.explanation[-1] == "Proof of identity does not restart this time."


def test_the_older_uk_rule_lets_a_clarification_pause_as_well() -> None:
    facts = ClockFacts(
        received_on=date(2025, 9, 1), pauses=(Pause(asked_on=date(2025, 9, 2), answered_on=date(2025, 9, 4)),)
    )

    assert deadline(UK, ACCESS, facts).due_on == date(2025, 10, 3)


def test_uk_complaints_need_no_acknowledgement_before_the_rule() -> None:
    before = deadline(UK, COMPLAINT, ClockFacts(received_on=date(2026, 6, 18)))
    since = deadline(UK, COMPLAINT, ClockFacts(received_on=date(2026, 6, 19)))

    assert (before.ack_due_on, since.ack_due_on) == (None, date(2026, 7, 20))


def test_a_request_older_than_its_law_still_gets_a_date() -> None:
    found = deadline(CCPA, ERASURE, ClockFacts(received_on=date(2019, 3, 1)))

    assert (found.ack_due_on, found.due_on) == (None, date(2019, 4, 15))


@pytest.mark.parametrize("request_type", [COMPLAINT, QUESTION])
@pytest.mark.parametrize("regime", Regime)
def test_where_the_law_names_no_day_our_promise_is_a_month(regime: Regime, request_type: RequestType) -> None:
    received = date(2026, 9, 1)

    assert due(regime, request_type, received) == date(2026, 10, 1)
    assert due(regime, request_type, received, extended=True) == date(2026, 10, 1)


def test_the_explanation_shows_each_step_with_its_source() -> None:
    found = deadline(UK, ERASURE, ClockFacts(received_on=date(2026, 9, 3)))

    assert found.explanation == (
        "One month from Thu 3 Sep 2026 is Sat 3 Oct 2026 (UK GDPR art. 12A).",
        "3 Oct 2026 is a Saturday, 4 Oct a Sunday → Mon 5 Oct 2026 (Regulation 1182/71, art. 3(4); England and Wales).",
    )


def test_a_clipped_month_says_so() -> None:
    found = deadline(VOLUNTARY, ERASURE, ClockFacts(received_on=date(2026, 8, 31), extended=True))

    assert found.explanation[0] == "No law is known to apply: our own promise, treated as GDPR."
    assert found.explanation[1] == (
        "Three months, as extended, from Mon 31 Aug 2026 ends with the month, on Mon 30 Nov 2026 (GDPR art. 12(3))."
    )


def test_a_country_without_calendar_is_refused_under_every_law() -> None:
    for regime in Regime:
        with pytest.raises(UnknownCountry, match="ZZ"):
            deadline(regime, ERASURE, ClockFacts(received_on=date(2026, 9, 1), country="ZZ"))
