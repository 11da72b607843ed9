"""The grounds for keeping something: worked examples, and what every row needs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.action import DataCategory, Kept, RetentionGround
from bot.domain.request import Language
from bot.domain.retention import GROUNDS, Fact, Period, RecordFact, kept_records, kept_together
from bot.letters import load_letter_book

TODAY = date(2026, 11, 24)
PURCHASES, PAYMENT, CONTACT = DataCategory.PURCHASES, DataCategory.PAYMENT, DataCategory.CONTACT
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


def a_fact(fact: Fact, on: date | None = None, *, country: str = "", ref: str = "r-1") -> RecordFact:
    return RecordFact(ref=ref, what="invoices", fact=fact, on=on, country=country)


def kept(fact: RecordFact, category: DataCategory = PURCHASES, *, today: date = TODAY) -> Kept | None:
    found = kept_records([fact], category, today=today)
    return found[fact.ref][1] if found else None


@pytest.mark.parametrize(
    ("country", "until"),
    [
        ("DE", date(2034, 12, 31)),
        ("FR", date(2036, 12, 31)),
        ("GB", date(2032, 12, 31)),
        ("US", date(2033, 12, 31)),
        ("US-CA", date(2033, 12, 31)),
        ("NL", date(2033, 12, 31)),
        ("IT", date(2036, 12, 31)),
        ("ES", date(2032, 12, 31)),
        ("AT", date(2033, 12, 31)),
        ("de", date(2034, 12, 31)),
        ("JP", date(2033, 12, 31)),
        ("", date(2033, 12, 31)),
    ],
)
def test_an_invoice_stays_as_long_as_the_countrys_tax_law_says(country: str, until: date) -> None:
    found = kept(a_fact(Fact.INVOICED, date(2026, 2, 3), country=country))

    assert found == Kept(what="invoices", count=1, ground=RetentionGround.TAX, until=until)


@pytest.mark.parametrize(
    ("fact", "country", "until"),
    [
        (Fact.CHARGED, "DE", date(2027, 2, 28)),
        (Fact.INVOICED, "GB", date(2032, 12, 31)),
        (Fact.DISPUTED, "DE", None),
        (Fact.REFUND_PENDING, "", None),
    ],
)
def test_what_a_payment_tells_keeps_it(fact: Fact, country: str, until: date | None) -> None:
    found = kept(a_fact(fact, date(2026, 10, 31), country=country), PAYMENT)

    assert found is not None
    assert found.until == until


@pytest.mark.parametrize(
    ("country", "until"),
    [
        ("DE", date(2028, 2, 10)),
        ("ES", date(2029, 2, 10)),
        ("GB", date(2032, 2, 10)),
        ("US", date(2027, 2, 10)),
    ],
)
def test_a_warranty_runs_to_the_same_day_of_a_later_year(country: str, until: date) -> None:
    found = kept(a_fact(Fact.WARRANTY_GIVEN, date(2026, 2, 10), country=country))

    assert found == Kept(what="invoices", count=1, ground=RetentionGround.WARRANTY, until=until)


def test_a_leap_day_ends_on_the_last_of_february() -> None:
    assert Period(years=1, citation="x").end(date(2024, 2, 29)) == date(2025, 2, 28)
    assert Period(years=4, citation="x").end(date(2024, 2, 29)) == date(2028, 2, 29)


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    charge = a_fact(Fact.CHARGED, date(2026, 7, 27))

    assert kept(charge, PAYMENT, today=date(2026, 11, 24)) is not None
    assert kept(charge, PAYMENT, today=date(2026, 11, 25)) is None


def test_a_record_without_its_day_stays_and_no_day_is_made_up() -> None:
    found = kept(a_fact(Fact.INVOICED, None, country="DE"))

    assert found is not None
    assert (found.ground, found.until) == (RetentionGround.TAX, None)


def test_a_ground_covers_its_own_categories_only() -> None:
    assert kept(a_fact(Fact.INVOICED, TODAY), CONTACT) is None
    assert kept(a_fact(Fact.ORDER_OPEN), PAYMENT) is None
    assert kept(a_fact(Fact.ON_ITS_WAY), CONTACT) is not None


@pytest.mark.parametrize("backwards", [False, True])
def test_of_several_grounds_the_one_that_lasts_longest_is_told(*, backwards: bool) -> None:
    charge, invoice = a_fact(Fact.CHARGED, TODAY), a_fact(Fact.INVOICED, TODAY, country="FR")
    dispute = a_fact(Fact.DISPUTED)
    dated, disputed = [charge, invoice], [charge, dispute, invoice]
    if backwards:
        dated, disputed = dated[::-1], disputed[::-1]

    assert kept_records(dated, PAYMENT, today=TODAY)["r-1"][1].ground is RetentionGround.TAX
    assert kept_records(disputed, PAYMENT, today=TODAY)["r-1"][1] == Kept(
        what="invoices", count=1, ground=RetentionGround.CHARGEBACK
    )


def test_records_alike_are_told_together() -> None:
    one = Kept(what="invoices", count=1, ground=RetentionGround.TAX, until=TODAY)
    other = Kept(what="invoices", count=1, ground=RetentionGround.TAX)

    assert kept_together([one, other, one]) == (
        Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=TODAY),
        other,
    )


@given(on=DAYS, later=st.integers(min_value=0, max_value=4000), country=st.sampled_from(["DE", "FR", "GB", "", "XX"]))
def test_a_later_record_never_ends_earlier(on: date, later: int, country: str) -> None:
    for rule in GROUNDS:
        period = rule.period_in(country)
        if period is not None:
            assert period.end(on) >= on
            assert period.end(on + timedelta(days=later)) >= period.end(on)


@given(on=DAYS, today=DAYS, country=st.sampled_from(["DE", "US", ""]))
def test_what_stays_until_a_day_stays_no_day_longer(on: date, today: date, country: str) -> None:
    found = kept(a_fact(Fact.INVOICED, on, country=country), today=today)

    if found is not None:
        assert found.until is not None
        assert found.until >= today
        assert kept(a_fact(Fact.INVOICED, on, country=country), today=found.until + timedelta(days=1)) is None


def test_every_ground_has_a_row_with_its_law_and_every_fact_leads_to_one_row() -> None:
    assert {rule.ground for rule in GROUNDS} == set(RetentionGround)
    assert sorted(fact for rule in GROUNDS for fact in rule.facts) == sorted(Fact)
    assert all(rule.citation and rule.categories for rule in GROUNDS)
    periods = [period for rule in GROUNDS for period in (rule.period, *rule.countries.values()) if period]
    assert all(period.citation and (period.years or period.days) for period in periods)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("ground", RetentionGround)
def test_every_ground_is_told_in_every_language(language: Language, ground: RetentionGround) -> None:
    book = load_letter_book().phrasebooks[language]

    assert len(book.say(f"grounds.{ground}")) > 20
    assert len(book.say(f"ends.{ground}")) > 20


@pytest.mark.parametrize("language", Language)
def test_a_customer_cannot_tell_a_suspicion_of_fraud_from_another_hold(language: Language) -> None:
    book = load_letter_book().phrasebooks[language]

    for table in ("grounds", "ends"):
        assert book.say(f"{table}.fraud_hold") == book.say(f"{table}.legal_hold")
