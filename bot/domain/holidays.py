"""Which days count as working days, country by country."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Self

import holidays as holiday_tables

from bot.errors import UserError

UNITED_KINGDOM: Final[dict[str, str]] = {
    "GB-ENG": "England and Wales",
    "GB-WLS": "England and Wales",
    "GB-SCT": "Scotland",
    "GB-NIR": "Northern Ireland",
}
"""The nations of the United Kingdom, which keep different bank holidays."""

MEMBER_STATES: Final[dict[str, str]] = {
    "AT": "Austria",
    "BE": "Belgium",
    "BG": "Bulgaria",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "DE": "Germany",
    "DK": "Denmark",
    "EE": "Estonia",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "GR": "Greece",
    "HR": "Croatia",
    "HU": "Hungary",
    "IE": "Ireland",
    "IS": "Iceland",
    "IT": "Italy",
    "LI": "Liechtenstein",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "MT": "Malta",
    "NL": "the Netherlands",
    "NO": "Norway",
    "PL": "Poland",
    "PT": "Portugal",
    "RO": "Romania",
    "SE": "Sweden",
    "SI": "Slovenia",
    "SK": "Slovakia",
}
"""Where the GDPR applies: the European Union and, by EEA Joint Committee Decision 154/2018, the EEA."""

_OTHER_NAMES: Final[dict[str, str]] = {"UK": "GB-ENG", "GB": "GB-ENG", "EL": "GR"}
_WEEKEND: Final[dict[int, str]] = {5: "a Saturday", 6: "a Sunday"}
_ONE_DAY: Final = timedelta(days=1)


class UnknownCountry(UserError):
    """There is no calendar under that code; the message names it and some that exist."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one country, or of none (then only weekends are free); build it with `of`.

    Nation-wide public holidays only, unless the code names a part of the country ("DE-BY"): fewer holidays make
    earlier dates. For the United States these are the federal holidays. Beyond the year 2100 only weekends are known.
    """

    country: str | None

    @classmethod
    def of(cls, country: str | None) -> Self:
        """Accept "GB-SCT", "DE", "us"; "GB" means England and Wales; raises UnknownCountry."""
        if country is None:
            return cls(None)
        code = country.strip().upper()
        code = _OTHER_NAMES.get(code, code)
        if not _has_table(code):
            raise UnknownCountry(
                f"There is no holiday calendar for {country!r}: use a code such as GB-ENG, GB-SCT, GB-NIR, DE, FR, US."
            )
        return cls(code)

    @property
    def is_united_kingdom(self) -> bool:
        """Whether it is one of the four nations."""
        return self.country in UNITED_KINGDOM

    @property
    def is_member_state(self) -> bool:
        """Whether the GDPR applies there; a part of a member state counts as well."""
        return self.country is not None and self.country.partition("-")[0] in MEMBER_STATES

    @property
    def label(self) -> str:
        """The calendar in words, for the explanation of a date."""
        if self.country is None:
            return "weekends only, as no member state is known"
        if self.country == "US":
            return "US federal holidays"
        return UNITED_KINGDOM.get(self.country) or MEMBER_STATES.get(self.country) or self.country

    def day_off_reason(self, day: date) -> str | None:
        """Why nobody works on that day ("a Saturday", "Christmas Day"), or None when it is a working day."""
        weekend = _WEEKEND.get(day.weekday())
        if weekend or self.country is None:
            return weekend
        return _holidays_of(self.country, day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Neither Saturday nor Sunday nor a public holiday."""
        return self.day_off_reason(day) is None

    def next_working_day(self, day: date) -> date:
        """The first working day after that day."""
        following = day + _ONE_DAY
        while not self.is_working_day(following):
            following += _ONE_DAY
        return following

    def roll(self, day: date) -> date:
        """The day itself when it is a working day, else the next one (Regulation 1182/71, art. 3(4))."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day after that day, which itself is not counted."""
        for _ in range(count):
            day = self.next_working_day(day)
        return day


WEEKENDS_ONLY: Final = Calendar(None)


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, list[str]]:
    return holiday_tables.list_supported_countries()


def _has_table(code: str) -> bool:
    country, _, part = code.partition("-")
    if country not in _tables():
        return False
    return code == country or part in _tables()[country]


@lru_cache(maxsize=512)
def _holidays_of(code: str, year: int) -> Mapping[date, str]:
    country, _, part = code.partition("-")
    return dict(holiday_tables.country_holidays(country, subdiv=part or None, years=year, language="en_US"))
