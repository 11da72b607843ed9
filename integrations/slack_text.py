"""Text on its way into Slack: cleaned, escaped and never longer than Slack takes."""

import unicodedata
from typing import Final

ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""The three characters Slack reads as markup; unescaped, a customer could write `<!channel>`."""

ELLIPSIS: Final = "…"
_KEPT_CONTROLS: Final = frozenset("\n\t")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ZERO_WIDTH_JOINER: Final = "\u200d"


def clean(text: str) -> str:
    """The text without characters nobody sees: control sequences, direction overrides, lone surrogates."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in unified if _is_seen(char)).strip()


def mrkdwn(text: str, limit: int) -> str:
    """One line of escaped text of at most `limit` characters, counted as sent."""
    return escaped(" ".join(clean(text).split()), limit)


def quoted(text: str, limit: int) -> str:
    """The text as a block quote, at most eight lines and `limit` characters; empty for nothing to see."""
    lines = [" ".join(line.split()) for line in clean(text).splitlines() if line.strip()]
    if not lines:
        return ""
    shown = lines[:8] if len(lines) <= 8 else [*lines[:7], ELLIPSIS]
    return escaped("\n".join(shown), limit - 2 * len(shown)).replace("\n", "\n> ").join(("> ", ""))


def plain(text: str, limit: int) -> str:
    """One line for a field that Slack shows as it is."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


def escaped(text: str, limit: int) -> str:
    """Escaped text cut between characters, so that no `&amp;` is torn."""
    pieces = [ESCAPES.get(char, char) for char in text]
    if sum(map(len, pieces)) <= limit:
        return "".join(pieces)
    room, kept = limit - len(ELLIPSIS), 0
    while len(pieces[kept]) <= room:
        room -= len(pieces[kept])
        kept += 1
    return "".join(pieces[:kept]).rstrip() + ELLIPSIS


def _is_seen(char: str) -> bool:
    if char in _KEPT_CONTROLS or char == _ZERO_WIDTH_JOINER:
        return True
    return unicodedata.category(char) not in _INVISIBLE
