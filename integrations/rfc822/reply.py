"""What the sender wrote now, apart from history, signatures and footers; nothing is thrown away."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from integrations.rfc822 import phrases
from integrations.rfc822.html_text import CUT_MARK

_LONGEST_ATTRIBUTION_LINES: Final = 4
_LONGEST_ATTRIBUTION: Final = 500
_MOST_ATTRIBUTIONS: Final = 1_000
_HEADER_BLOCK_LINES: Final = 9
_LONGEST_HEAD: Final = 300
_LONGEST_SIGNATURE_LINES: Final = 15

_QUOTED: Final = re.compile(r">")
_SIGNATURE: Final = re.compile(r"(?:--|__|—)$")
_RULE: Final = re.compile(r"[-_=*–—]{5,}$")
_BLANK_LINES: Final = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The whole text, taken apart."""

    text: str
    reply_text: str
    quoted_text: str


class _Line(Enum):
    OWN = auto()
    QUOTED = auto()
    CUT = auto()


def split_reply(text: str, *, subject: str = "") -> Reply:
    """Own words and the rest; answers written between quotes stay own words.

    An earlier mail that is not marked line by line is cut from its first line to the end, unless the sender says that
    their answers stand in it. A letter that begins with
    "From: … To: … Subject: …" is no earlier mail, unless the mail's own subject says that it is passed on.
    """
    lines = text.split("\n")
    heads = [line.strip()[:_LONGEST_HEAD] for line in lines]  # what marks a line stands at its beginning
    kinds = _kinds(heads, is_passed_on=phrases.FORWARD_SUBJECT.match(subject) is not None)
    kept = [line for line, kind in zip(lines, kinds, strict=True) if kind is _Line.OWN]
    cut = [line for line, kind in zip(lines, kinds, strict=True) if kind is not _Line.OWN]
    return Reply(text=_tidy(lines), reply_text=_tidy(kept), quoted_text=_tidy(cut))


def _tidy(lines: list[str]) -> str:
    joined = "\n".join(line.rstrip() for line in lines if line != CUT_MARK)
    return _BLANK_LINES.sub("\n\n", joined).strip()


def _kinds(lines: list[str], *, is_passed_on: bool) -> list[_Line]:
    kinds = [_Line.QUOTED if _QUOTED.match(line) else _Line.OWN for line in lines]
    _mark_attributions(lines, kinds)
    end = _start_of_earlier_mail(lines, kinds, is_passed_on=is_passed_on)
    if not any(phrases.INLINE_ANSWERS.search(line) for line in lines[:end]):
        kinds[end:] = [_Line.CUT] * (len(lines) - end)
    _mark_wrapped_quotes(lines, kinds)
    _mark_signature(lines, kinds, end)
    _mark_footers(lines, kinds, end)
    return kinds


def _mark_attributions(lines: list[str], kinds: list[_Line]) -> None:
    """ "On … wrote:" goes with the quote below it; without quote marks below, all that follows is the quote."""
    ends = [at for at, line in enumerate(lines) if kinds[at] is _Line.OWN and line.rstrip("*_ ").endswith((":", ">"))]
    for at in ends[:_MOST_ATTRIBUTIONS]:
        start = _attribution_start(lines, kinds, at)
        if start is None:
            continue
        below = next((index for index in range(at + 1, len(lines)) if lines[index].strip()), None)
        if below is not None and kinds[below] is not _Line.QUOTED and not _names_someone(lines[start : at + 1]):
            continue
        if below is None or kinds[below] is _Line.QUOTED:
            kinds[start : at + 1] = [_Line.QUOTED] * (at + 1 - start)
        else:
            kinds[start:] = [_Line.CUT] * (len(lines) - start)
            return


def _names_someone(lines: list[str]) -> bool:
    """Without quote marks below, a sentence that ends in "wrote:" has to look more like a machine's."""
    joined = " ".join(lines)
    return phrases.ADDRESS.search(joined) is not None or phrases.CLOCK_TIME.search(joined) is not None


def _attribution_start(lines: list[str], kinds: list[_Line], end: int) -> int | None:
    """The line where the attribution that ends at `end` begins, or None when it is none."""
    joined, found = "", None
    for start in range(end, max(-1, end - _LONGEST_ATTRIBUTION_LINES), -1):
        if kinds[start] is not _Line.OWN or not lines[start].strip():
            break
        joined = f"{lines[start].strip()} {joined}"
        if len(joined) > _LONGEST_ATTRIBUTION:
            break
        if _is_attribution(joined):
            found = start
        if found is not None and phrases.ATTRIBUTION_OPENING.match(joined):
            break
    if found is not None:
        return found
    alone = lines[end].strip()
    is_above_quote = end + 1 < len(kinds) and kinds[end + 1] is _Line.QUOTED
    return end if is_above_quote and alone.endswith(":") and _introduces_quote(alone) else None


def _introduces_quote(line: str) -> bool:
    """Right above a quote a verb, an address or a time is enough, in whatever language."""
    return any(sign.search(line) for sign in (phrases.WROTE, phrases.ADDRESS, phrases.CLOCK_TIME))


def _is_attribution(joined: str) -> bool:
    text = joined.strip(" *_")
    if phrases.DATED_ADDRESS.match(text):
        return True
    if not text.endswith(":") or not phrases.WROTE.search(text):
        return False
    has_address = phrases.ADDRESS.search(text) is not None
    has_date = any(character.isdigit() for character in text)
    if phrases.ATTRIBUTION_OPENING.match(text):
        return has_date or has_address
    return has_address and len(text) < 200


def _start_of_earlier_mail(lines: list[str], kinds: list[_Line], *, is_passed_on: bool) -> int:
    """The first line that belongs to an unmarked earlier mail, or the number of lines."""
    has_own_words = is_passed_on
    labels = [_label(line) for line in lines]
    for at, line in enumerate(lines):
        if kinds[at] is _Line.CUT or line == CUT_MARK or _announces_earlier_mail(line):
            return at
        if phrases.DASHED_TITLE.match(line) and any(phrases.ADDRESS.search(below) for below in lines[at + 1 : at + 4]):
            return at
        if has_own_words and labels[at] and _is_header_block(lines, labels, at):
            return _above_rule(lines, at)
        has_own_words = has_own_words or (kinds[at] is _Line.OWN and bool(line) and not _RULE.match(line))
    return len(lines)


def _announces_earlier_mail(line: str) -> bool:
    return any(sign.match(line) for sign in (phrases.EARLIER_MAIL, phrases.FORWARDED, phrases.REPLY_ABOVE))


def _label(line: str) -> str:
    """Which line of a header block this may be, "" for none."""
    if ":" not in line[:40]:
        return ""
    return next((name for name, label in phrases.HEADER_LABELS.items() if label.match(line)), "")


def _is_header_block(lines: list[str], labels: list[str], at: int) -> bool:
    """Three of From, Date, To, Subject on neighbouring lines, From among them."""
    end = at + _HEADER_BLOCK_LINES * 2
    near = [label for line, label in zip(lines[at:end], labels[at:end], strict=True) if line][:_HEADER_BLOCK_LINES]
    found = set(near) - {""}
    return len(found) >= 3 and "from" in found


def _above_rule(lines: list[str], at: int) -> int:
    """The line drawn above a header block goes with it."""
    above = at - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    return above if above > 0 and _RULE.match(lines[above]) else at


def _mark_wrapped_quotes(lines: list[str], kinds: list[_Line]) -> None:
    """A long quoted line that a mail program broke in two: the second half lost its mark."""
    for above, at in pairwise(range(len(lines))):
        if kinds[above] is not _Line.QUOTED or kinds[at] is not _Line.OWN or at + 1 >= len(lines):
            continue
        is_short_rest = 0 < len(lines[at]) < 40 and lines[at][0].islower()
        if is_short_rest and len(lines[above]) >= 66 and kinds[at + 1] is _Line.QUOTED:
            kinds[at] = _Line.QUOTED


def _mark_signature(lines: list[str], kinds: list[_Line], end: int) -> None:
    """From the last "-- " line to the next quote, if it is as short as signatures are and something stands above."""
    for at in range(end - 1, -1, -1):
        if kinds[at] is not _Line.OWN or not _SIGNATURE.match(lines[at]):
            continue
        stop = next((index for index in range(at, end) if kinds[index] is not _Line.OWN), end)
        length = sum(1 for line in lines[at + 1 : stop] if line.strip())
        has_words_above = any(kinds[index] is _Line.OWN and lines[index].strip() for index in range(at))
        if has_words_above and length <= _LONGEST_SIGNATURE_LINES:
            kinds[at:stop] = [_Line.CUT] * (stop - at)
        return


def _mark_footers(lines: list[str], kinds: list[_Line], end: int) -> None:
    """Telephones' own lines anywhere; a legal footer to the end, when own words stand above it."""
    has_own_words = False
    for at in range(end):
        if kinds[at] is not _Line.OWN or not lines[at].strip():
            continue
        if phrases.MOBILE_SIGNATURE.match(lines[at]):
            kinds[at] = _Line.CUT
        elif has_own_words and _is_disclaimer(lines[at]):
            stop = next((index for index in range(at, end) if kinds[index] is _Line.QUOTED), end)
            kinds[at:stop] = [_Line.CUT] * (stop - at)
        else:
            has_own_words = True


def _is_disclaimer(line: str) -> bool:
    words = {word.lower() for word in phrases.DISCLAIMER_WORDS.findall(line)}
    return len(words) >= 2 or phrases.DISCLAIMER.match(line) is not None
