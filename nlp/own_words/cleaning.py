"""The writer's own new words, parted from quotes, forwards, footers, signatures and disclaimers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from nlp.own_words.history import history
from nlp.own_words.own_letters import own_lines
from nlp.own_words.signature import signature_lines
from nlp.own_words.small_print import DISCLAIMER, FOOTER, small_print_start

_PASSES: Final = 10


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
    for _ in range(_PASSES):
        left = list(_left(lines, kinds))
        found = _kinds([lines[at] if kinds[at] is None else "" for at in left])
        for at, kind in zip(left, found, strict=True):
            kinds[at] = kinds[at] or kind
        if not any(found):
            break
    _fill_gaps(lines, kinds)
    return CleanText(kept=_kept(lines, kinds), cut=tuple(_cut_parts(lines, kinds)))


def _kinds(lines: Sequence[str]) -> list[CutKind | None]:
    """One reading; what it uncovers is read again."""
    kinds: list[CutKind | None] = [None] * len(lines)
    for start, end, is_passed_on in history(lines):
        kinds[start:end] = [CutKind.FORWARDED if is_passed_on else CutKind.QUOTED] * (end - start)
    for index in own_lines([line if kind is None else "" for line, kind in zip(lines, kinds, strict=True)]):
        kinds[index] = CutKind.OURS
    _mark_small_print(lines, kinds)
    _mark_signatures(lines, kinds)
    return kinds


def _mark_small_print(lines: Sequence[str], kinds: list[CutKind | None]) -> None:
    """Paragraph by paragraph; the first one is the writer's."""
    for start, end in _stretches(lines, kinds, blank_ends=True)[1:]:
        for kind, sign in ((CutKind.DISCLAIMER, DISCLAIMER), (CutKind.FOOTER, FOOTER)):
            begins = small_print_start(lines[start:end], sign)
            if begins is not None:
                kinds[start + begins : end] = [kind] * (end - start - begins)
                break


def _mark_signatures(lines: Sequence[str], kinds: list[CutKind | None]) -> None:
    """Between one cut and the next: a signature does not reach over a quote."""
    for number, (start, end) in enumerate(_stretches(lines, kinds)):
        for index in signature_lines(lines[start:end], has_words_above=number > 0):
            kinds[start + index] = CutKind.SIGNATURE


def _stretches(
    lines: Sequence[str], kinds: Sequence[CutKind | None], *, blank_ends: bool = False
) -> list[tuple[int, int]]:
    """Uncut lines that stand together, with words among them."""
    found, start = [], None
    for index in range(len(lines) + 1):
        is_word = index < len(lines) and kinds[index] is None and bool(lines[index].strip())
        ends = index == len(lines) or kinds[index] is not None or (blank_ends and not is_word)
        if is_word and start is None:
            start = index
        if ends and start is not None:
            found.append((start, index))
            start = None
    return found


def _left(lines: Sequence[str], kinds: Sequence[CutKind | None]) -> Iterator[int]:
    """The lines that are left; one of blank and cut lines in a row stands for the gap."""
    is_gap = True
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        is_word = kind is None and bool(line.strip())
        if is_word or not is_gap:
            yield index
        is_gap = not is_word


def _fill_gaps(lines: Sequence[str], kinds: list[CutKind | None]) -> None:
    """Blank lines within what was cut belong to it."""
    words = [at for at, line in enumerate(lines) if line.strip() or kinds[at] is not None]
    for above, below in pairwise(words):
        if kinds[above] == kinds[below] is not None:
            kinds[above:below] = [kinds[above]] * (below - above)


def _kept(lines: Sequence[str], kinds: Sequence[CutKind | None]) -> str:
    return "\n".join(lines[at] if kinds[at] is None else "" for at in _left(lines, kinds)).strip("\n")


def _cut_parts(lines: list[str], kinds: list[CutKind | None]) -> Iterator[CutPart]:
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or kinds[index] != kinds[start]:
            kind = kinds[start]
            if kind is not None:
                yield CutPart(kind=kind, text="\n".join(lines[start:index]))
            start = index
