"""Rules about working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.holidays import MEMBER_STATES, UNITED_KINGDOM, WEEKENDS_ONLY, Calendar, UnknownCountry
from bot.errors import UserError

DAYS = st.dates(date(2018, 1, 1), date(2100, 12, 31))
COUNTRIES = st.sampled_from(["GB-ENG", "GB-SCT", "GB-NIR", "DE", "FR", "US", "SE", None])


@pytest.mark.parametrize(
    ("country", "day", "reason"),
    [
        ("GB-ENG", date(2026, 12, 25), "Christmas Day"),
        ("GB-ENG", date(2026, 12, 26), "a Saturday"),
        ("GB-ENG", date(2026, 12, 28), "Boxing Day (observed)"),
        ("GB-ENG", date(2026, 11, 30), None),
        ("GB-SCT", date(2026, 11, 30), "Saint Andrew's Day"),
        ("GB-ENG", date(2026, 4, 6), "Easter Monday"),
        ("GB-SCT", date(2026, 4, 6), None),
        ("GB-NIR", date(2026, 3, 17), "Saint Patrick's Day"),
        ("DE", date(2026, 5, 14), "Ascension Day"),
        ("DE", date(2026, 1, 6), None),
        ("DE-BY", date(2026, 1, 6), "Epiphany"),
        ("FR", date(2026, 7, 14), "National Day"),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
        ("US", date(2026, 11, 27), None),
        ("US", date(2026, 3, 31), None),
        (None, date(2026, 12, 25), None),
        (None, date(2026, 12, 27), "a Sunday"),
    ],
)
def test_each_country_keeps_its_own_holidays(country: str | None, day: date, reason: str | None) -> None:
    calendar = Calendar.of(country)

    assert calendar.day_off_reason(day) == reason
    assert calendar.is_working_day(day) is (reason is None)


@pytest.mark.parametrize(
    ("written", "code"),
    [("GB", "GB-ENG"), ("uk", "GB-ENG"), (" gb-sct ", "GB-SCT"), ("de", "DE"), ("el", "GR"), ("DE-BY", "DE-BY")],
)
def test_a_country_may_be_written_in_more_than_one_way(written: str, code: str) -> None:
    assert Calendar.of(written) == Calendar(code)


@pytest.mark.parametrize("written", ["ZZ", "", "GB-LON", "Germany", "DE-", "GB-ENG-X", "GB-"])
def test_an_unknown_country_is_named_with_some_that_exist(written: str) -> None:
    with pytest.raises(UnknownCountry) as refused:
        Calendar.of(written)

    assert isinstance(refused.value, UserError)
    assert repr(written) in str(refused.value)
    assert "GB-SCT" in str(refused.value)


@pytest.mark.parametrize("code", [*UNITED_KINGDOM, *MEMBER_STATES, "US"])
def test_every_named_country_has_a_christmas_or_a_new_year(code: str) -> None:
    calendar = Calendar.of(code)

    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.label


@pytest.mark.parametrize(
    ("code", "label", "in_uk", "in_eea"),
    [
        ("GB-WLS", "England and Wales", True, False),
        ("NL", "the Netherlands", False, True),
        ("DE-BY", "DE-BY", False, True),
        ("US", "US federal holidays", False, False),
        (None, "weekends only, as no member state is known", False, False),
    ],
)
def test_a_calendar_says_whose_it_is(code: str | None, label: str, in_uk: bool, in_eea: bool) -> None:
    calendar = Calendar.of(code)

    assert (calendar.label, calendar.is_united_kingdom, calendar.is_member_state) == (label, in_uk, in_eea)


def test_the_next_working_day_is_never_the_day_itself_but_rolling_may_stay() -> None:
    calendar = Calendar.of("GB-ENG")

    assert calendar.next_working_day(date(2026, 12, 24)) == date(2026, 12, 29)
    assert calendar.next_working_day(date(2026, 12, 22)) == date(2026, 12, 23)
    assert calendar.roll(date(2026, 12, 24)) == date(2026, 12, 24)
    assert calendar.roll(date(2026, 12, 25)) == date(2026, 12, 29)


@settings(deadline=None)  # the first look at a year loads its table
@given(day=DAYS, country=COUNTRIES)
def test_rolling_finds_the_first_working_day_from_there(day: date, country: str | None) -> None:
    calendar = Calendar.of(country)

    rolled = calendar.roll(day)

    assert calendar.is_working_day(rolled)
    assert not any(calendar.is_working_day(day + timedelta(days=n)) for n in range((rolled - day).days))


@settings(deadline=None)  # the first look at a year loads its table
@given(day=DAYS, count=st.integers(0, 30), country=COUNTRIES)
def test_adding_working_days_passes_exactly_so_many(day: date, count: int, country: str | None) -> None:
    calendar = Calendar.of(country)

    end = calendar.add_working_days(day, count)

    passed = sum(calendar.is_working_day(day + timedelta(days=n + 1)) for n in range((end - day).days))
    assert passed == count


@settings(deadline=None)  # the first look at a year loads its table
@given(day=DAYS, country=COUNTRIES)
def test_fewer_holidays_never_give_a_later_date(day: date, country: str | None) -> None:
    assert WEEKENDS_ONLY.roll(day) <= Calendar.of(country).roll(day)
