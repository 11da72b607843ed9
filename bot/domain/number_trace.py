"""Numbers that lead to a person: telephones, accounts, orders."""

import re
from typing import Final

_DOT: Final = "•••"
_FEWEST_DIGITS: Final = 7
"""A local telephone number; years, prices and our own case numbers (26-0142) are shorter."""

LAW_NUMBER: Final = r"2016/679|1798\.\d{3}"
"""The GDPR and the sections of California's law: part of a request, and nobody's telephone."""

_ISO: Final = r"(?:19|20)\d\d-[01]?\d-[0-3]?\d"
_WRITTEN: Final = r"[0-3]?\d[./-][0-3]?\d[./-]"
_LONG_DATE: Final = rf"(?:{_ISO}|{_WRITTEN}(?:19|20)\d\d)(?!\d)"
_DATE_OR_NUMBER: Final = re.compile(
    rf"(?<![\w•.])(?:{_LONG_DATE}|{_WRITTEN}\d\d(?![./ -]?\d)|(?:{LAW_NUMBER})(?![./ -]?\d))"
    rf"|(?P<number>(?<![\w•])[+(]?\d+(?:[ \t\u00a0\u202f().\-/]{{1,3}}(?!{_LONG_DATE})\d+)*)"
)

_ACCOUNT: Final = re.compile(r"(?<![\w•])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE)
_ACCOUNT_LENGTHS: Final = range(15, 35)

_ORDER_WORDS: Final = (
    r"(?:orders?|order[ -]?(?:number|id)|bestell(?:ung(?:en)?|nummer)|auftrag(?:snummer)?|commandes?|pedidos?|ordin[ei]"
    r"|bestelling(?:en)?|bestelnummer|ordernummer|purchase|invoice|rechnung(?:snummer)?|facture|factura|fattura|factuur"
    r"|customer|kunden?(?:nummer)?|client|cliente|klant(?:nummer)?|account|konto(?:nummer)?|compte|cuenta|conto"
    r"|tracking|parcel|paket|colis|paquete|pacco|pakket|ticket|return|retoure|reference|ref|id)"
)
_ORDER: Final = re.compile(
    rf"(?P<before>(?<!\w){_ORDER_WORDS}(?:[ -]{{0,2}}(?:number|no|nr|num|n|numero|número|numéro|nummer|id|code|ref)\b)?"
    r"[\s.:#°º(=]{0,6}(?:(?:is|was|ist|lautet|est|es|è)\s)?)"
    rf"(?P<number>(?<!\w)(?!{_LONG_DATE})(?=[a-z/_-]{{0,12}}\d)[a-z0-9/_-]{{3,}}+)(?![.,]?[\w•])"
    r"|(?P<sign>#)(?P<signed>[a-z_-]{0,12}\d[a-z0-9_-]+)"
    r"|(?<![\w•])(?P<coded>[a-z]{1,5}-?\d{4,}[a-z0-9-]*)",
    re.IGNORECASE,
)


def mask_account_numbers(text: str) -> str:
    """IBANs (ISO 13616, check digits tested) as `DE•••00`."""
    return _ACCOUNT.sub(_masked_account, text)


def mask_numbers(text: str) -> str:
    """Every number of seven digits or more, however grouped, as `•••58`; dates and laws stay."""
    return _DATE_OR_NUMBER.sub(_masked_number, text)


def mask_order_numbers(text: str) -> str:
    """Numbers from three signs on, when a word or a # says that they are an order, a customer or a ticket."""
    return _ORDER.sub(_masked_order, text)


def _masked_account(match: re.Match[str]) -> str:
    """Words may follow an IBAN without a break: the longest beginning with right check digits is the account."""
    text = match.group()
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    for length in reversed(_ACCOUNT_LENGTHS):
        if length <= len(places) and _is_account("".join(text[place] for place in places[:length])):
            end = places[length - 1] + 1
            return f"{text[:2]}{_DOT}{text[end - 2 : end]}{text[end:]}"
    return text


def _is_account(compact: str) -> bool:
    rearranged = compact[4:] + compact[:4]
    return sum(map(str.isdigit, compact)) > 8 and int("".join(str(int(sign, 36)) for sign in rearranged)) % 97 == 1


def _masked_number(match: re.Match[str]) -> str:
    number = match["number"]
    if number is None or sum(map(str.isdigit, number)) < _FEWEST_DIGITS:
        return match.group()
    return _DOT + number[-2:]


def _masked_order(match: re.Match[str]) -> str:
    number = match["number"] or match["signed"] or match["coded"]
    kept = min(2, len(number) // 2)
    return f"{match['before'] or match['sign'] or ''}{_DOT}{number[-kept:]}"
