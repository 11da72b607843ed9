"""Which law a message invokes."""

import pytest

from bot.domain.regime import jurisdiction
from bot.domain.request import Language, Regime


@pytest.mark.parametrize(
    ("words", "regime", "country"),
    [
        ("under the CCPA", Regime.CCPA, "US"),
        ("i live in california", Regime.CCPA, "US"),
        ("article 17 UK GDPR", Regime.UK_GDPR, "GB-ENG"),
        ("article 17 uk gdpr", Regime.UK_GDPR, "GB-ENG"),
        ("the data protection act", Regime.UK_GDPR, "GB-ENG"),
        ("I will go to the ICO", Regime.UK_GDPR, "GB-ENG"),
        ("the Information Commissioner’s Office", Regime.UK_GDPR, "GB-ENG"),
        ("I live in Wales", Regime.UK_GDPR, "GB-ENG"),
        ("article 17 gdpr", Regime.GDPR, None),
        ("nach Art. 17 dsgvo", Regime.GDPR, "DE"),
        ("selon le rgpd", Regime.GDPR, None),
        ("volgens de AVG", Regime.GDPR, "NL"),
        ("I moved from New England to New South Wales", Regime.VOLUNTARY, None),
        ("the avg price of a favicon.ico", Regime.VOLUNTARY, None),
        ("hello", Regime.VOLUNTARY, None),
    ],
)
def test_the_words_name_the_law(words: str, regime: Regime, country: str | None) -> None:
    found = jurisdiction(words, language=Language.EN, domain="example.com")

    assert (found.regime, found.country) == (regime, country)


def test_without_a_name_the_domain_hints_and_then_the_language() -> None:
    by_domain = jurisdiction("hello", language=Language.DE, domain="example.co.uk")
    by_language = jurisdiction("hallo", language=Language.DE, domain="example.com")

    assert (by_domain.regime, by_domain.country) == (Regime.UK_GDPR, "GB-ENG")
    assert (by_language.regime, by_language.country) == (Regime.GDPR, "DE")


def test_a_law_without_a_country_takes_the_languages() -> None:
    found = jurisdiction("le RGPD", language=Language.FR, domain="example.com")

    assert (found.regime, found.country) == (Regime.GDPR, "FR")


def test_the_most_specific_law_named_counts() -> None:
    found = jurisdiction("GDPR, and the UK GDPR too", language=Language.EN, domain="example.com")

    assert found.regime is Regime.UK_GDPR
