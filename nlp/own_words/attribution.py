"""“On Tue, 8 Apr 2025 at 9:51, Support <…> wrote:”, as mail programs say it, folded over up to four lines."""

import re
from collections.abc import Sequence
from typing import Final

_I: Final = re.IGNORECASE
_MOST_LINES: Final = 4
_LONGEST: Final = 400

QUOTED_LINE: Final = re.compile(r"\s{0,3}(?:>|\|\s[^|]*$)")
"""A row of a table stands between two bars; a quote has one."""

_OPENING: Final = re.compile(
    r"^[\s*_]*(?:(?:on|am|le|el|en|il(?: giorno)?|op|em|στις|den|dnia|w dniu)\b.{0,40}\d|on \w{3,9},"
    r"|\w+\.?,? \d{1,2}\.? \w+\.? (?:\d{4}|at\b)|\d{1,4}[-./]\d)",
    _I,
)
_VERB: Final = re.compile(
    r"(?:\bwrote(?: on .{4,40}| \(.{1,40}\))?|\bwrites|\bschrieb(?:en)?\b.{0,120}|\bgeschrieben|\ba (?:é|e)crit"
    r"|\bescribi(?:ó|o)|\bha scritto|\bschreef\b.{0,120}|\bescreveu|έγραψε|написал.?|\bnapisał(?:\(a\)|a)?"
    r"|\bpisze|\bskrev\b.{0,80}|写道|yazdı|كتب|كتابة .{0,120}"
    r"|^.{0,30}\b\d{4},? \d{1,2}[:.]\d\d\b.{0,6}\b(?:by|von|par|por|da|door) \S{3,100}@\S{3,100}?)\s{0,3}[::][\s*_]*$",
    _I,
)
_OWN_VOICE: Final = re.compile(
    r"\b(?:i|we) (?:\w+ )?wrote|schrieb(?:en)? (?:ich|wir)\b|\b(?:habe ich|haben wir|heb ik|hebben we)\b"
    r"|schreef (?:ik|we)\b|\bmy \w+ wrote",
    _I,
)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w")
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_FULL_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[-./]\d{1,2}[-./]\d{2}\b")
_SAID_BEFORE_TEXT: Final = re.compile(r"(.{10,300}?:)\s{2,}\S")


def attribution_length(lines: Sequence[str], index: int) -> int:
    """How many lines the attribution that begins here takes; 0 when none does."""
    if is_run_into_quote(lines[index]):
        return 1
    joined = ""
    for length in range(1, _MOST_LINES + 1):
        at = index + length - 1
        if not _may_go_on(lines, at, joined):
            return 0
        joined = f"{joined} {lines[at].strip()[:_LONGEST]}"
        if joined.rstrip(" *_").endswith((":", ":")) and _is_attribution(
            joined, is_above_quote=_quote_follows(lines, at)
        ):
            return length
    return 0


def is_run_into_quote(line: str) -> bool:
    """Some telephones write the first quoted words on the line that introduces them."""
    said = _SAID_BEFORE_TEXT.match(line)
    return said is not None and bool(_ADDRESS.search(said[1]) and _CLOCK.search(said[1]) and _is_dated(said[1]))


def _quote_follows(lines: Sequence[str], at: int) -> bool:
    below = next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
    return QUOTED_LINE.match(below) is not None


def _may_go_on(lines: Sequence[str], at: int, before: str) -> bool:
    """A folded attribution: a beginning that looks like one, then lines that are no beginning of their own."""
    if at >= len(lines) or not lines[at].strip() or QUOTED_LINE.match(lines[at]):
        return False
    if not before:
        return bool(lines[at].rstrip().endswith((":", ":")) or _OPENING.match(lines[at]) or "<" in lines[at])
    opened = bool(_OPENING.match(before) or "<" in before)
    return opened and len(before) < _LONGEST and before[-1] not in ".!?:" and not _OPENING.match(lines[at])


def _is_attribution(text: str, *, is_above_quote: bool) -> bool:
    """Above a quote little is needed; else it must look like a machine's, for people write “he wrote:” too."""
    has_address = _ADDRESS.search(text) is not None
    if is_above_quote and has_address and "<" in text:
        return True
    if not _VERB.search(text):
        return False
    if is_above_quote:
        return has_address or _OPENING.match(text) is not None or _CLOCK.search(text) is not None
    is_stamped = has_address or _FULL_DATE.search(text) is not None
    return is_stamped and (has_address or _OPENING.match(text) is not None) and not _OWN_VOICE.search(text)


def _is_dated(text: str) -> bool:
    return _OPENING.match(text) is not None and _VERB.search(text) is not None
