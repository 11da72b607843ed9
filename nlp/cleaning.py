"""The writer's own new words, parted from quotes, forwards, footers, signatures and disclaimers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from nlp import cleaning_marks as marks
from nlp.own_letters import own_lines

_PASSES: Final = 10
_SIGNATURE_LINES: Final = 8
_SIGNATURE_WIDTH: Final = 70


class CutKind(StrEnum):
    """Why a stretch is not the writer's new text."""

    QUOTED = "quoted"
    FORWARDED = "forwarded"
    FOOTER = "footer"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    OURS = "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPart:
    """A stretch that was taken out, word for word."""

    kind: CutKind
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """What is left to read, and what was cut, in reading order."""

    kept: str = field(repr=False)
    cut: tuple[CutPart, ...] = ()

    def list_cut(self, *kinds: CutKind) -> tuple[str, ...]:
        """The cut stretches of these kinds."""
        return tuple(part.text for part in self.cut if part.kind in kinds)


def clean(text: str) -> CleanText:
    """Keep the new text; cleaning what was kept changes nothing more.

    Every kept line stands in the original as it is; a blank line stands where something was cut.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kinds: list[CutKind | None] = [None] * len(lines)
    _mark_history(lines, kinds)
    for index in own_lines([line if kind is None else "" for line, kind in zip(lines, kinds, strict=True)]):
        kinds[index] = CutKind.OURS
    for _ in range(_PASSES):
        if not _mark_trimmings(lines, kinds):
            break
    return CleanText(kept=_kept(lines, kinds), cut=tuple(_cut_parts(lines, kinds)))


def _mark_trimmings(lines: list[str], kinds: list[CutKind | None]) -> bool:
    """Mark what stands at the end now; True when something was marked, which may uncover more."""
    before = kinds.count(None)
    _mark_paragraphs(lines, kinds)
    _mark_signature(lines, kinds)
    return kinds.count(None) < before


def _mark_history(lines: list[str], kinds: list[CutKind | None]) -> None:
    index = 0
    while index < len(lines):
        if kinds[index] is None:
            start, end, kind = _history_at(lines, index)
            kinds[start:end] = [kind] * (end - start)
            index = max(index, end - 1)
        index += 1


def _history_at(lines: list[str], index: int) -> tuple[int, int, CutKind]:
    """The stretch of old correspondence that begins here; empty when none does."""
    line = lines[index]
    if marks.QUOTED_LINE.match(line):
        return index, index + 1, CutKind.QUOTED
    if marks.DIVIDER.match(line):
        return index, len(lines), CutKind.FORWARDED if marks.FORWARDED.search(line) else CutKind.QUOTED
    if _is_header_block(lines, index) and any(above.strip() for above in lines[:index]):
        return index, len(lines), CutKind.QUOTED
    length = _introduction_length(lines, index)
    if not length:
        return index, index, CutKind.QUOTED
    following = next((below for below in range(index + length, len(lines)) if lines[below].strip()), len(lines))
    is_answered_below = any(marks.QUOTED_LINE.match(rest) for rest in lines[following:])
    return index, following if is_answered_below else len(lines), CutKind.QUOTED


def _introduction_length(lines: list[str], index: int) -> int:
    """How many lines “On … wrote:” takes here (0: it is none); mail programs fold it."""
    line = lines[index]
    if marks.WROTE_LINE.match(line) and (marks.WROTE_START.match(line) or "@" in line):
        return 1
    folded = f"{line.rstrip()} {lines[index + 1].strip()}" if index + 1 < len(lines) else ""
    if len(folded) < 250 and marks.WROTE_START.match(line) and marks.WROTE_LINE.match(folded):
        return 2
    return 0


def _is_header_block(lines: list[str], index: int) -> bool:
    """A rule with a header right below it, or three headers in a row."""
    following = lines[index + 1 : index + 3]
    if marks.RULE_LINE.match(lines[index]):
        return bool(following) and bool(marks.HEADER_LINE.match(following[0]))
    return len(following) == 2 and all(marks.HEADER_LINE.match(line) for line in [lines[index], *following])


def _mark_paragraphs(lines: list[str], kinds: list[CutKind | None]) -> None:
    first = _first_text(lines, kinds)
    for start, end in list(_paragraphs(lines, kinds)):
        kind = _paragraph_kind(" ".join(lines[start:end]), is_first=start <= first)
        if kind:
            kinds[start:end] = [kind] * (end - start)


def _paragraph_kind(paragraph: str, *, is_first: bool) -> CutKind | None:
    if is_first or len(paragraph) > 3000:
        return None
    if marks.DISCLAIMER.search(paragraph):
        return CutKind.DISCLAIMER
    return CutKind.FOOTER if marks.FOOTER.search(paragraph) else None


def _mark_signature(lines: list[str], kinds: list[CutKind | None]) -> None:
    first = _first_text(lines, kinds)
    for index, line in enumerate(lines):
        if kinds[index] is not None or not line.strip():
            continue
        if marks.DEVICE_LINE.match(line):
            kinds[index] = CutKind.SIGNATURE
        elif index > first and _starts_signature(line):
            for below in _signature_below(lines, kinds, index):
                kinds[below] = CutKind.SIGNATURE


def _starts_signature(line: str) -> bool:
    return bool(marks.DELIMITER.match(line) or marks.SIGN_OFF.match(line))


def _signature_below(lines: list[str], kinds: list[CutKind | None], index: int) -> list[int]:
    """The farewell and the short lines under it; nothing when a letter goes on below it."""
    found, spoken = [index], 1
    for below in range(index + 1, len(lines)):
        if kinds[below] is not None or marks.POSTSCRIPT.match(lines[below]):
            break
        spoken += bool(lines[below].strip())
        if len(lines[below]) > _SIGNATURE_WIDTH or spoken > _SIGNATURE_LINES:
            return []
        found.append(below)
    return found


def _paragraphs(lines: list[str], kinds: list[CutKind | None]) -> Iterator[tuple[int, int]]:
    start = None
    for index in range(len(lines) + 1):
        inside = index < len(lines) and bool(lines[index].strip()) and kinds[index] is None
        if inside and start is None:
            start = index
        if not inside and start is not None:
            yield start, index
            start = None


def _first_text(lines: list[str], kinds: list[CutKind | None]) -> int:
    """Where the writer's words begin; the end when there are none."""
    return next((index for index, line in enumerate(lines) if kinds[index] is None and line.strip()), len(lines))


def _kept(lines: list[str], kinds: list[CutKind | None]) -> str:
    kept = [line if kind is None else "" for line, kind in zip(lines, kinds, strict=True)]
    squeezed = [line for index, line in enumerate(kept) if line.strip() or (index and kept[index - 1].strip())]
    return "\n".join(squeezed).strip("\n")


def _cut_parts(lines: list[str], kinds: list[CutKind | None]) -> Iterator[CutPart]:
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or kinds[index] != kinds[start]:
            kind = kinds[start]
            if kind is not None:
                yield CutPart(kind=kind, text="\n".join(lines[start:index]))
            start = index
