"""The fields of a letter: who, where, under which numbers, until when."""

import re
from collections.abc import Iterable
from typing import Final

from bot.domain.identity import EmailAddress
from nlp.details.dates import EXACT_DATE
from nlp.details.identifiers import addresses_in
from nlp.letters.marks import either, table

_TABLE: Final = table("fields")
_SPOKEN: Final = {name: either(patterns) for name, patterns in _TABLE["spoken"].items()}
_LABELS: Final = {name: re.compile(either(patterns), re.IGNORECASE) for name, patterns in _TABLE["labels"].items()}
_LINE: Final = re.compile(
    r"^(?:[-•*–·|>] ?)?(?P<label>[^\W\d_][^:=|\n]{1,48}?) ?(?::|\.{3,40}|=|\|) ?(?P<value>[^\n]{0,160})$", re.MULTILINE
)

Fields = dict[str, tuple[str, ...]]
"""Values by the field's name in the table; only fields that are there."""

_HEAD: Final = 700
_TAIL: Final = 400
_SIGNATURE_LINES: Final = 5
_SIGN: Final = r"(?P<token>(?=[A-Za-z0-9/_-]{0,20}\d)[A-Z0-9][A-Z0-9/_-]{2,30}[A-Z0-9])(?![\w-])"
_REFERENCE: Final = re.compile(rf"(?i:\b(?:{_SPOKEN['reference']}))\.?\s?[:#]?\s?{_SIGN}")
_NUMBER: Final = re.compile(
    r"[#(\[]{0,2}(?P<token>(?=[A-Za-z0-9/_. -]{0,20}\d)[A-Za-z0-9](?:[A-Za-z0-9/_.-]| (?=\d)){1,30})"
)
_BRACKETS: Final = re.compile(r" ?\([^()]{0,30}\)")
_AND: Final = re.compile(r",|;| (?:and|und|et|y|e|en) ")
_NOTES: Final = re.compile(r"[(,;|]| [–-] ")
_DATE: Final = re.compile(rf"(?<![\w./-])(?:{EXACT_DATE})", re.IGNORECASE)
_DATELINE: Final = re.compile(
    rf"^(?:{_SPOKEN['before_date']})?(?:{EXACT_DATE})[^\n]{{0,80}}$",
    re.IGNORECASE | re.MULTILINE,
)
_WITHIN: Final = re.compile(rf"\b(?:{_SPOKEN['within']})", re.IGNORECASE)
_UNTIL: Final = re.compile(rf"\b(?:{_SPOKEN['until']})\s(?:{EXACT_DATE})", re.IGNORECASE)
_REPLY: Final = re.compile(
    rf"\b(?:{_SPOKEN['answer']})\b[^.\n@]{{0,70}}?\b(?:{_SPOKEN['answer_to']})\b[^\n@]{{0,30}}?[\s:<(]"
    r"(?P<address>[\w.+-]{1,64}@[\w.-]{1,120}\w)",
    re.IGNORECASE,
)
_FAREWELL: Final = re.compile(rf"^(?:{_SPOKEN['farewell']})[^\n]{{0,80}}$", re.IGNORECASE | re.MULTILINE)
_PERSON: Final = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Mme|M|Herr|Frau|Sig|D|Dª|Dña|de heer|mevrouw)\.? )?[A-ZÀ-Þ][\w.'-]{0,30}"
    r"(?:,? (?:(?:van|von|de|der|den|del|della|di|da|du|la|le|zu|y|te|ter|'t) ){0,3}[A-ZÀ-Þ][\w.'-]{0,30}){1,3}\.?$"
)
_POSTAL: Final = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b[A-Z][a-z]+,? [A-Z]{2},? \d{5}\b"
    r"|\b\d{4} ?[A-Z]{2},? [A-Z][a-z]+|(?:^|[,\n] ?)(?:[A-Z]-)?\d{4,5} [A-ZÀ-Þ][\w-]{2,}"
)


def labelled(text: str) -> Fields:
    """What stands behind the names of fields, or on the line below them."""
    found: dict[str, list[str]] = {}
    for match in _LINE.finditer(text):
        label = _BRACKETS.sub("", match["label"]).strip()
        for name in [name for name, pattern in _LABELS.items() if pattern.fullmatch(label)]:
            value = match["value"].strip(" .") or _line_below(text, match.end())
            found.setdefault(name, []).extend([value] if value else [])
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items() if values}


def has_full_name(text: str, fields: Fields, *, house: str = "") -> bool:
    """Of two words at least: in a field, or as the signature, unless that is the `house` that signs."""
    named = [_NOTES.split(value, maxsplit=1)[0].strip() for value in fields.get("name", ())]
    signed = [line for line in signature_lines(text) if not house or not line.startswith(house)]
    return any(_PERSON.match(words) for words in [*named, *signed])


def has_postal_address(text: str, fields: Fields) -> bool:
    """A field that holds numbers, or a postal code before or behind its town."""
    return any(any(map(str.isdigit, value)) for value in fields.get("address", ())) or bool(_POSTAL.search(text))


def tokens(values: Iterable[str]) -> tuple[str, ...]:
    """Numbers as written, several in one field one by one."""
    parts = [part.strip() for value in values for part in _AND.split(value)]
    return tuple(dict.fromkeys(match["token"].strip(" .-") for part in parts if (match := _NUMBER.match(part))))


def reference_in(title: str, text: str, fields: Fields) -> str:
    """The letter's own sign, from its field, its subject or its words."""
    own = tokens(fields.get("reference", ()))
    match = _REFERENCE.search(title) or _REFERENCE.search(text)
    return own[0] if own else match["token"] if match else ""


def dateline(text: str, fields: Fields) -> str:
    """The date as written, in its field, at the head or at the foot."""
    feet = text[-_TAIL:] if len(text) > _HEAD else ""
    lines = [line.group() for part in (text[:_HEAD], feet) for line in _DATELINE.finditer(part)]
    dates = [match.group() for words in [*fields.get("date", ()), *lines] if (match := _DATE.search(words))]
    return dates[0] if dates else ""


def deadline_in(text: str) -> str:
    """By when the letter wants its answer, in its words."""
    match = _WITHIN.search(text) or _UNTIL.search(text)
    return " ".join(match.group().split()) if match else ""


def reply_address(text: str) -> EmailAddress | None:
    """Where the letter says to answer to."""
    match = _REPLY.search(text)
    found = addresses_in(match["address"]) if match else ()
    return found[0] if found else None


def signature_lines(text: str) -> tuple[str, ...]:
    """The lines below the farewell; without one, the last two."""
    farewells = list(_FAREWELL.finditer(text))
    below = text[farewells[-1].end() :] if farewells else "\n".join(text.split("\n")[-2:])
    lines = [line.strip(" ,;_") for line in below.split("\n")]
    return tuple([line for line in lines if line][:_SIGNATURE_LINES])


def _line_below(text: str, end: int) -> str:
    below = text[end + 1 : end + 161].split("\n", 1)[0].strip()
    return "" if ":" in below else below
