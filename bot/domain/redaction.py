"""What of a customer's words may be shown: enough to decide by, too little to know whom they are about."""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.name_trace import mask_given_names, mask_introduced_names
from bot.domain.number_trace import mask_account_numbers, mask_numbers, mask_order_numbers
from bot.domain.payment_card import mask_cards
from bot.domain.place_trace import mask_places

__all__ = ["excerpt", "mask_cards", "redact"]

_LINK: Final = re.compile(
    r"(?:https?|ftp)://\S*[^\s.,;:!?)\]}>\"'”’]|(?<![\w@.-])(?:www\.[^\s]*[\w/]|(?:[\w-]++\.)+[a-z]{2,24}/[^\s<>]*[\w/]?)",
    re.IGNORECASE,
)
_LOCAL: Final = r"[^\s@<>()\[\],;:\"•]"
_ADDRESS: Final = re.compile(
    rf"(?<!{_LOCAL})(?P<local>{_LOCAL}++)"
    r"(?:(?:@|[ \t]?[(\[][ \t]?at[ \t]?[)\]][ \t]?)(?P<domain>[\w-]++(?:\.[\w-]++)*))+",
    re.IGNORECASE,
)
_BLANKS: Final = re.compile(r"\s+")
_ELLIPSIS: Final = "…"


def redact(text: str, *, names: Sequence[str] = ()) -> str:
    """The text with what identifies a person masked, best effort, for cards and drafts in Slack.

    Masked are cards, links, e-mail addresses, IBANs, streets and postal codes, telephone and other long numbers, order
    numbers (all but their end), the `names` given, and names that a greeting, a signature or "my name is" gives away
    in the six languages. Names in running text that nobody announced stay. Idempotent: a mask can bring a number or
    name into the shape of another rule, so the rules run until nothing changes, as a rule twice, each in linear time.
    """
    while (masked := _masked(text, names)) != text:
        text = masked
    return text


def excerpt(text: str, evidence: Sequence[str], *, limit: int = 280, names: Sequence[str] = ()) -> str:
    """The redacted words around the evidence on one line, `…` where something was left out, at most `limit` long.

    Without evidence in the text it is the beginning.
    """
    line = _on_one_line(redact(text, names=names))
    if len(line) <= limit:
        return line
    spans = _spans(line, evidence) or [(0, 0)]
    room = max(0, limit - sum(end - start for start, end in spans) - 3 * len(spans))
    windows = _merged([_widened(line, start, end, room // (2 * len(spans))) for start, end in spans])
    return _clipped("".join(_with_ellipses(line, windows)), limit)


def _masked(text: str, names: Sequence[str]) -> str:
    masked = _LINK.sub("[link]", mask_cards(text))
    masked = _ADDRESS.sub(_masked_address, masked)
    masked = mask_places(mask_account_numbers(masked))
    masked = mask_order_numbers(mask_numbers(masked))
    return mask_introduced_names(mask_given_names(masked, names))


def _masked_address(match: re.Match[str]) -> str:
    """As `EmailAddress.masked` writes it, and for what is no proper address as well."""
    host, _, top = match["domain"].rpartition(".")
    domain = f"{host[0]}•••.{top}" if host else f"{top[0]}•••"
    return f"{match['local'][0]}•••@{domain}"


def _on_one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _spans(line: str, evidence: Sequence[str]) -> list[tuple[int, int]]:
    """Where the evidence stands, each piece once, in the order of the text, overlaps joined."""
    found = [_found(line, words) for piece in evidence if (words := piece.split())]
    return _merged(sorted(match.span() for match in found if match))


def _found(line: str, words: Sequence[str]) -> re.Match[str] | None:
    """The words as written, else with any of them masked; what a mask hides depends on the words around it."""
    as_written = re.search(" ".join(map(re.escape, words)), line, re.IGNORECASE)
    masked = " ".join(rf"(?:{re.escape(word)}|\S{{0,60}}•••\S{{0,60}})" for word in words)
    return as_written or re.search(masked, line, re.IGNORECASE)


def _widened(line: str, start: int, end: int, by: int) -> tuple[int, int]:
    """The span with whole words on both sides; what one side cannot use goes to the other."""
    before, after = start, len(line) - end
    left = min(before, by + max(0, by - after))
    right = min(after, by + max(0, by - before))
    first, last = start - left, end + right
    if first > 0:
        blank = line.find(" ", first, start)
        first = start if blank < 0 else blank + 1
    if last < len(line):
        blank = line.rfind(" ", end, last)
        last = end if blank < 0 else blank
    return first, last


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _with_ellipses(line: str, windows: Sequence[tuple[int, int]]) -> list[str]:
    pieces = [_ELLIPSIS if windows[0][0] > 0 else ""]
    for number, (start, end) in enumerate(windows):
        pieces += [" … " if number else "", line[start:end].strip()]
    return [*pieces, _ELLIPSIS if windows[-1][1] < len(line) else ""]


def _clipped(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: max(0, limit - 1)].rstrip() + _ELLIPSIS
