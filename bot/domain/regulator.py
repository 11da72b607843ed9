"""Who hears complaints about us, and how a letter names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.phrasebook import Phrasebook
from bot.domain.request import Regime

UNITED_KINGDOM: Final = "GB"
CALIFORNIA: Final = "US-CA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulator:
    """One authority; `web` needs no scheme, `post` is empty where we are not sure of it."""

    name: str
    web: str
    post: str = ""


Regulators = Mapping[str, Regulator]
"""By country code (ISO 3166-1; California by ISO 3166-2)."""


def regulator_words(regime: Regime, country: str | None, regulators: Regulators, book: Phrasebook) -> str:
    """Where the customer can complain, with the address: by the law of the case, else by its country."""
    code = _code(regime, country)
    known = regulators.get(code)
    if known is None:
        return book.say("closing.regulator_eu" if regime is Regime.GDPR else "closing.regulator_any")
    match code:
        case "GB":
            sentence = book.say("closing.regulator_uk")
        case "US-CA":
            sentence = book.say("closing.regulator_california")
        case _:
            sentence = book.say("closing.regulator_named", name=known.name, address=known.web)
    return f"{sentence} {book.say('closing.by_post', post=known.post)}" if known.post else sentence


def _code(regime: Regime, country: str | None) -> str:
    if regime is Regime.CCPA:
        return CALIFORNIA
    if regime is Regime.UK_GDPR:
        return UNITED_KINGDOM
    code = (country or "").upper().partition("-")[0]
    return UNITED_KINGDOM if code == "UK" else code
