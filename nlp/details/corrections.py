"""What a rectification asks to change, where the words say so plainly; silence rather than a guess.

A misread correction would falsify a record, so two readings that disagree, a negation, or a lone surname give None.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.domain.correction import CorrectableField, Correction
from bot.domain.identity import EmailAddress, NotAnAddress
from nlp.details.correction_words import (
    ADDRESS_IS,
    CERTAIN_ONLY,
    CHANGE,
    FIELD_WORDS,
    KEEP,
    NEW_ONLY,
    NEW_THEN_OLD,
    NO_NAMES,
    OLD_THEN_NEW,
    OTHER_NAMES,
    OTHER_NUMBERS,
    PARTICLES,
)

_READ_CHARACTERS: Final = 5_000
_WORD: Final = r"[A-ZÀ-ÖØ-ÞĀŁŚŻŽŠČ][\w'’-]{0,40}\w\b"
_QUOTED: Final = r"[\"“„«‘'][^\"“”„«»‘’'\n]{2,60}[\"”“»’']"
_VALUES: Final[dict[CorrectableField, str]] = {
    CorrectableField.EMAIL: r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+",
    CorrectableField.PHONE: r"(?<!\d)(?<!\d[ ()/.-])[+(]?\d(?:[ ()/.-]{0,2}\d){5,14}(?!\d)",
    CorrectableField.NAME: rf"(?:{_QUOTED}|{_WORD}(?: (?:{PARTICLES} )?{_WORD}){{0,3}})",
}
_NEAR: Final = 90
_NAME_WORD: Final = re.compile(rf"\b(?:{FIELD_WORDS[CorrectableField.NAME]})", re.IGNORECASE)
_OTHER_NAME: Final = re.compile(OTHER_NAMES, re.IGNORECASE)
_OTHER_NUMBER: Final = re.compile(OTHER_NUMBERS, re.IGNORECASE)
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}")
_ADDRESS: Final = re.compile(rf"(?i:{ADDRESS_IS})\s*:?\s*(?P<new>[^\n;]{{8,120}})")
_ADDRESS_END: Final = re.compile(
    r"(?<=\w\w)[.!?](?:\s|$)|\s[-–—]\s|,? (?:please|bitte|merci|por favor|grazie|graag)\b", re.IGNORECASE
)
_CHANGE: Final = re.compile(CHANGE, re.IGNORECASE)
_KEEP: Final = re.compile(KEEP, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlainCorrectionReader:
    """Reads corrections by fixed patterns in six languages."""

    def find_correction(self, text: str) -> Correction | None:
        """The field, old and new value; None when nothing, or more than one thing, is said plainly."""
        read = " ".join(part for part in re.split(r"[ \t]+", text[:_READ_CHARACTERS]) if part)
        if not _CHANGE.search(read) or _KEEP.search(read):
            return None
        found = set(_found(read))
        if len({(each.what, each.new) for each in found}) != 1:
            return None
        fullest = {each for each in found if each.old} or found
        return fullest.pop() if len(fullest) == 1 else None


def _found(text: str) -> Iterator[Correction]:
    for what in _VALUES:
        if what is CorrectableField.EMAIL or re.search(rf"(?i:\b(?:{FIELD_WORDS[what]}))", text):
            yield from _found_field(what, text)
    yield from _found_address(text)


def _found_field(what: CorrectableField, text: str) -> Iterator[Correction]:
    for pattern in _PATTERNS[what]:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            correction = Correction(what=what, new=_clean(groups["new"]), old=_clean(groups.get("old") or ""))
            if _is_sound(correction) and _is_about(what, text, match.start(), match.end()):
                yield correction


def _found_address(text: str) -> Iterator[Correction]:
    for match in _ADDRESS.finditer(text):
        new = _clean(_ADDRESS_END.split(match["new"])[0])
        if re.search(r"\d", new) and len(new.split()) >= 3 and "@" not in new:
            yield Correction(what=CorrectableField.ADDRESS, new=new)


def _is_sound(correction: Correction) -> bool:
    """Both values are of the field's kind, and they differ."""
    if correction.new == correction.old or not _may_be(correction.what, correction.new):
        return False
    if correction.old:
        return _may_be(correction.what, correction.old)
    # A name alone may be the surname only; writing it over a full name would lose the rest.
    return correction.what is not CorrectableField.NAME or len(correction.new.split()) > 1


def _may_be(what: CorrectableField, value: str) -> bool:
    match what:
        case CorrectableField.EMAIL:
            return _is_email(value)
        case CorrectableField.PHONE:
            return 7 <= len(re.sub(r"\D", "", value)) <= 15 and not _DATE.search(value)
        case _:
            is_shouted = any(word.isupper() and len(word) > 3 for word in value.split())
            return not is_shouted and not re.search(r"\d|@", value) and not _words(value) & NO_NAMES


def _is_about(what: CorrectableField, text: str, start: int, end: int) -> bool:
    """A name has to be called one nearby; capitals alone prove nothing, least of all in German."""
    if what is CorrectableField.PHONE:
        return not _OTHER_NUMBER.search(text[max(0, start - _NEAR) : start])
    if what is CorrectableField.EMAIL:
        return True
    near = text[max(0, start - _NEAR) : end + _NEAR // 2]
    return bool(_NAME_WORD.search(near)) and not _OTHER_NAME.search(near)


def _words(value: str) -> set[str]:
    return {word.strip("’'.,").replace("’", "'").casefold() for word in value.split()}


def _is_email(value: str) -> bool:
    try:
        EmailAddress.parse(value)
    except NotAnAddress:
        return False
    return True


def _clean(value: str) -> str:
    return value.strip(" \t\n\"“”„«»‘’'.,;:")


def _compiled(what: CorrectableField) -> tuple[re.Pattern[str], ...]:
    value, field = _VALUES[what], FIELD_WORDS.get(what, "")
    certain = () if what is CorrectableField.NAME else CERTAIN_ONLY
    templates = (*OLD_THEN_NEW, *NEW_THEN_OLD, *NEW_ONLY, *certain)
    return tuple(
        re.compile(
            template.replace("OLD", f"(?P<old>{value})")
            .replace("NEW", f"(?P<new>{value})")
            .replace("FIELD", f"(?i:{field})")
        )
        for template in templates
    )


_PATTERNS: Final = {what: _compiled(what) for what in _VALUES}
