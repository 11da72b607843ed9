"""Mails of which every line says whose it is: the writer's own, or why it is cut."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nlp.own_words.cleaning import CutKind

FOLDER: Final = Path(__file__).parent / "replies"
_KEPT: Final = "k"
_KINDS: Final = {
    "q": CutKind.QUOTED,
    "f": CutKind.FORWARDED,
    "n": CutKind.FOOTER,
    "s": CutKind.SIGNATURE,
    "d": CutKind.DISCLAIMER,
}
_HISTORY: Final = frozenset({CutKind.QUOTED, CutKind.FORWARDED})
_BLANK_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyCase:
    """One mail body; each line with the kind it is cut as, or None where its writer wrote it now."""

    case_id: str
    client: str
    language: str
    lines: tuple[tuple[CutKind | None, str], ...]

    @property
    def body(self) -> str:
        """As the mail program sends it."""
        return "\n".join(line for _, line in self.lines)

    @property
    def kept(self) -> str:
        """What the writer newly wrote, without farewell and signature."""
        return tidy("\n".join(line if kind is None else "" for kind, line in self.lines))

    @property
    def kinds(self) -> frozenset[CutKind]:
        """Everything that is to be cut."""
        return frozenset(kind for kind, _ in self.lines if kind is not None)

    def is_exact(self, kept: str) -> bool:
        """Whether this is the writer's new text and nothing else."""
        return tidy(kept) == self.kept

    def is_free_of_history(self, kept: str) -> bool:
        """The same, whether or not farewell, signature and footers are left: some libraries never cut those."""
        trimmings = {line.strip() for kind, line in self.lines if kind not in {None, *_HISTORY}}
        own = [line.strip() for line in self.kept.split("\n") if line.strip()]
        return own == [line.strip() for line in kept.split("\n") if line.strip() and line.strip() not in trimmings]

    def has_lost_words(self, kept: str) -> bool:
        """Whether a line that the writer wrote now is gone: the worse of the two errors."""
        left = {line.strip() for line in kept.split("\n")}
        return any(kind is None and line.strip() and line.strip() not in left for kind, line in self.lines)


def read_cases(part: str) -> list[ReplyCase]:
    """The cases of one part (`tuned` or `held_out`), in the order of the files."""
    return [case for path in sorted((FOLDER / part).glob("*.txt")) for case in _cases(path.read_text("utf-8"))]


def tidy(text: str) -> str:
    """Without spaces at line ends and without repeated blank lines, which no judgement is about."""
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def _cases(text: str) -> Iterator[ReplyCase]:
    for block in text.split("\n# "):
        title, *marked = block.removeprefix("# ").split("\n")
        case_id, client, language, _ = title.split(" | ")
        lines = tuple(_line(line) for line in marked if line)
        yield ReplyCase(case_id=case_id, client=client, language=language, lines=lines)


def _line(marked: str) -> tuple[CutKind | None, str]:
    mark, line = marked[:1], marked[2:]
    return (None if mark == _KEPT else _KINDS[mark]), line
