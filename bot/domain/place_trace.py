"""Streets and postal codes in free text."""

import re
from typing import Final

_NAME: Final = r"[^\W\d_][\w'’-]{0,30}"
_HOUSE: Final = r"\d{1,4}[a-z]?"

_STREET: Final = re.compile(
    rf"(?<![\w•])(?:"
    rf"{_HOUSE},?[ ](?:{_NAME}[ ]){{1,3}}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|crescent|terrace"
    r"|gardens|square|boulevard|blvd)(?!\w)"
    rf"|(?:{_NAME}[ ])?[^\W\d_]{{0,30}}(?:stra(?:ß|ss)e|str\.|platz|allee|gasse|weg|straat|laan|plein|gracht)"
    rf"[ ]{_HOUSE}(?!\w)"
    rf"|{_HOUSE},?[ ](?:bis[ ])?(?:rue|avenue|boulevard|chemin|all[ée]e|place|impasse)[ ](?:{_NAME}[ ]){{0,3}}{_NAME}"
    rf"|(?:calle|avenida|avda\.|plaza|paseo|via|viale|piazza|corso)[ ](?:{_NAME}[ ]){{0,3}}{_NAME}"
    rf",?[ ](?:n[ºo°.][ ]?)?{_HOUSE}(?!\w)"
    r")",
    re.IGNORECASE,
)
_UK_POSTCODE: Final = re.compile(r"(?<![\w•])[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}(?!\w)")
_CODE_BEFORE_TOWN: Final = re.compile(
    r"(?<![\w•./-])(?:[A-Z]{1,2}-)?\d{5}(?=[ ][A-ZÀ-Þ][a-zß-ÿ])|(?<![\w•./-])\d{4}[ ]?[A-Z]{2}(?=[ ,]{1,2}[A-Z][a-z])"
)
_CODE_AFTER_WORD: Final = re.compile(
    r"(?P<word>(?<!\w)(?:(?:post(?:al)?|zip)[ ]?code|zip|plz|postleitzahl|code postal|c[óo]digo postal|cap|address"
    r"|adresse|anschrift|direcci[óo]n|indirizzo|adres)(?!\w)[^\d\n•]{0,40})"
    r"\d{4,5}(?:-\d{4})?(?:[ ]?[A-Z]{2}(?!\w))?(?!\d)",
    re.IGNORECASE,
)


def mask_places(text: str) -> str:
    """Streets with their house number as `[address]`, postal codes as `•••`."""
    masked = _STREET.sub("[address]", text)
    for pattern in (_UK_POSTCODE, _CODE_BEFORE_TOWN):
        masked = pattern.sub("•••", masked)
    return _CODE_AFTER_WORD.sub(r"\g<word>•••", masked)
