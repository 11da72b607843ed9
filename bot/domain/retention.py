"""Why something may have to stay for a while, and until when: one row a ground, for lawyers to read.

Not legal advice. A period runs from the day a record tells of (the date of an invoice, a charge); where a law counts
from the end of the year, so does the row. House rules are RetailOps' own choice and say so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.action import DataCategory, Kept, RetentionGround


class Fact(StrEnum):
    """What a system can tell of a record that may have to stay."""

    ORDER_OPEN = "order_open"
    ON_ITS_WAY = "on_its_way"
    REFUND_PENDING = "refund_pending"
    WARRANTY_GIVEN = "warranty_given"
    INVOICED = "invoiced"
    CHARGED = "charged"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """One record of a system and what is so about it: `on` is the day it tells of, `country` where the customer is."""

    ref: str
    what: str
    fact: Fact
    on: date | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How long, from the day itself or from the end of its year, and by what right."""

    years: int = 0
    days: int = 0
    from_year_end: bool = False
    citation: str

    def end(self, on: date) -> date:
        """The last day of keeping."""
        start = date(on.year, 12, 31) if self.from_year_end else on
        return _years_later(start, self.years) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """One ground. It ends with its `period`, or, where there is none, by an event: an arrival, a payment, a person.

    `facts` set it off; a ground without any is set and lifted by people (bot.domain.hold). `countries` holds the
    periods of laws that differ, by ISO 3166 code; `period` is the house rule for all others.
    """

    ground: RetentionGround
    facts: frozenset[Fact]
    categories: frozenset[DataCategory]
    citation: str
    period: Period | None = None
    countries: Mapping[str, Period] = field(default_factory=dict)

    def period_in(self, country: str) -> Period | None:
        """The period of that country's law, else the house rule, else None."""
        return self.countries.get(country.upper().partition("-")[0], self.period)


def _year_end(years: int, citation: str) -> Period:
    return Period(years=years, from_year_end=True, citation=citation)


_INVOICE_YEARS: Final[Mapping[str, Period]] = {
    "AT": _year_end(7, "BAO § 132(1)"),
    "BE": _year_end(10, "Code TVA/BTW-Wetboek art. 60, since 2023"),
    "DE": _year_end(8, "AO § 147(3), UStG § 14b(1), both as of 1 Jan 2025 (BEG IV)"),
    "DK": _year_end(5, "Bogføringsloven § 12"),
    "ES": _year_end(6, "Código de Comercio art. 30"),
    "FR": _year_end(10, "Code de commerce art. L123-22"),
    "GB": _year_end(6, "VATA 1994 sch. 11 para. 6; FA 1998 sch. 18 para. 21"),
    "IE": _year_end(6, "TCA 1997 s. 886; VATCA 2010 s. 84"),
    "IT": _year_end(10, "Codice civile art. 2220"),
    "NL": _year_end(7, "AWR art. 52(4)"),
    "PT": _year_end(10, "CIVA art. 52"),
    "SE": _year_end(7, "Bokföringslagen 7 kap. 2 §"),
    "US": _year_end(7, "house rule above 26 U.S.C. 6501 (3 years, 6 where much income was left out)"),
}

_PURCHASES: Final = frozenset({DataCategory.PURCHASES})
_PAYMENTS: Final = frozenset({DataCategory.PAYMENT})
_DELIVERED: Final = frozenset({DataCategory.PURCHASES, DataCategory.CONTACT})
_LEGAL: Final = "GDPR and UK GDPR art. 17(3)(e); Cal. Civ. 1798.145(a)"

GROUNDS: Final[tuple[RetentionRule, ...]] = (
    RetentionRule(
        ground=RetentionGround.OPEN_ORDER,
        facts=frozenset({Fact.ORDER_OPEN}),
        categories=_PURCHASES,
        citation="GDPR and UK GDPR art. 6(1)(b) and 17(1)(a); Cal. Civ. 1798.105(d)(1)",
    ),
    RetentionRule(
        ground=RetentionGround.PARCEL_IN_FLIGHT,
        facts=frozenset({Fact.ON_ITS_WAY}),
        categories=_DELIVERED,
        citation="GDPR and UK GDPR art. 6(1)(b) and 17(1)(a); Cal. Civ. 1798.105(d)(1)",
    ),
    RetentionRule(
        ground=RetentionGround.REFUND,
        facts=frozenset({Fact.REFUND_PENDING}),
        categories=_PURCHASES | _PAYMENTS,
        citation="GDPR and UK GDPR art. 6(1)(b) and 17(1)(a); Cal. Civ. 1798.105(d)(1)",
    ),
    RetentionRule(
        ground=RetentionGround.WARRANTY,
        facts=frozenset({Fact.WARRANTY_GIVEN}),
        categories=_PURCHASES,
        citation=f"{_LEGAL}, 1798.105(d)(1)",
        period=Period(years=1, citation="house rule: the warranty RetailOps gives"),
        countries={
            "ES": Period(years=3, citation="TRLGDCU art. 120"),
            "GB": Period(years=6, citation="Consumer Rights Act 2015; Limitation Act 1980 s. 5"),
            **{
                country: Period(years=2, citation="Directive (EU) 2019/771 art. 10")
                for country in ("AT", "BE", "DE", "DK", "FR", "IE", "IT", "NL", "PL", "PT", "SE")
            },
        },
    ),
    RetentionRule(
        ground=RetentionGround.TAX,
        facts=frozenset({Fact.INVOICED}),
        categories=_PURCHASES | _PAYMENTS,
        citation="GDPR and UK GDPR art. 17(3)(b); Cal. Civ. 1798.105(d)(8)",
        period=_year_end(7, "house rule for countries without a row"),
        countries=_INVOICE_YEARS,
    ),
    RetentionRule(
        ground=RetentionGround.CHARGEBACK,
        facts=frozenset({Fact.CHARGED}),
        categories=_PAYMENTS,
        citation=_LEGAL,
        period=Period(days=120, citation="house rule: the card schemes' time for most disputes"),
    ),
    RetentionRule(
        ground=RetentionGround.CHARGEBACK,
        facts=frozenset({Fact.DISPUTED}),
        categories=_PURCHASES | _PAYMENTS,
        citation=_LEGAL,
    ),
    RetentionRule(
        ground=RetentionGround.FRAUD_HOLD,
        facts=frozenset(),
        categories=frozenset(DataCategory),
        citation="GDPR and UK GDPR art. 17(3)(e), recital 47; Cal. Civ. 1798.105(d)(2)",
    ),
    RetentionRule(
        ground=RetentionGround.LEGAL_HOLD,
        facts=frozenset(),
        categories=frozenset(DataCategory),
        citation=_LEGAL,
    ),
)

_RULES: Final = {fact: rule for rule in GROUNDS for fact in rule.facts}


def kept_records(
    facts: Iterable[RecordFact], category: DataCategory, *, today: date
) -> dict[str, tuple[RecordFact, Kept]]:
    """Which records of that category must stay today, by their reference, each under the ground that lasts longest."""
    stays: dict[str, tuple[RecordFact, Kept]] = {}
    for fact in facts:
        kept = _kept(fact, category, today)
        if kept is not None and (fact.ref not in stays or _lasts_longer(kept, stays[fact.ref][1])):
            stays[fact.ref] = (fact, kept)
    return stays


def kept_together(items: Iterable[Kept]) -> tuple[Kept, ...]:
    """Records alike, counted: what, why and until when the same."""
    counts: dict[tuple[str, RetentionGround, date | None], int] = {}
    for item in items:
        alike = (item.what, item.ground, item.until)
        counts[alike] = counts.get(alike, 0) + item.count
    return tuple(
        Kept(what=what, count=count, ground=ground, until=until) for (what, ground, until), count in counts.items()
    )


def _kept(fact: RecordFact, category: DataCategory, today: date) -> Kept | None:
    rule = _RULES[fact.fact]
    if category not in rule.categories:
        return None
    period = rule.period_in(fact.country)
    # Without the day it tells of nobody can say when a period ends: it stays, and is looked at again.
    until = period.end(fact.on) if period is not None and fact.on is not None else None
    if until is not None and until < today:
        return None
    return Kept(what=fact.what, count=1, ground=rule.ground, until=until)


def _lasts_longer(kept: Kept, than: Kept) -> bool:
    """What ends by an event comes first: nobody knows how long it lasts, and afterwards the rest is looked at again."""
    if than.until is None:
        return False
    return kept.until is None or kept.until > than.until


def _years_later(day: date, years: int) -> date:
    """The same day; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
