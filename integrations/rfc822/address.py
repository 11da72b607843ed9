"""Address lists as senders write them: own code, because the library's answer depends on the Python it runs on."""

import re
from typing import Final

_LONGEST_LIST: Final = 8_000

_TOKEN: Final = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"'
    r"|<(?P<angle>[^<>]*)>"
    r"|(?P<mark>[,;()])"
    r"|\\(?P<escaped>.)"
    r'|(?P<plain>[^"<,;()\\]+)'
    r"|(?P<stray>.)",
    re.DOTALL,
)
_GROUP: Final = re.compile(r"^[^@:]*:")
_QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)


def name_address_pairs(value: str) -> list[tuple[str, str]]:
    """Display name ("" without one) and what stands where the address should, for each entry with an @.

    Both still hold encoded words: decoding first would let a name smuggle in an address.
    """
    pairs: list[tuple[str, str]] = []
    held = ""
    for name, comment, angles in _entries(value[:_LONGEST_LIST]):
        if angles:
            shown = ", ".join(part for part in (held, name.strip() or comment.strip()) if part)
            pairs += [(shown, angle) for angle in angles]
            held = ""
            continue
        words = [word for word in _GROUP.sub("", name).split() if "@" in word]
        pairs += [(comment.strip(), word.strip("<>'")) for word in words]
        # "Doe, Jane <jane@…>" without quotes: the comma belongs to the name
        held = "" if words else _GROUP.sub("", name).strip()
    return pairs


def _entries(value: str) -> list[tuple[str, str, list[str]]]:
    """Name, comment and angle-bracketed texts between commas; comments (RFC 5322) may nest."""
    entries: list[tuple[str, str, list[str]]] = []
    name, comment, angles, depth = "", "", list[str](), 0
    for token in _TOKEN.finditer(value):
        kind, text = token.lastgroup, token[0]
        if kind == "mark" and text in "()":
            depth = max(0, depth + (1 if text == "(" else -1))
        elif depth:
            comment += text
        elif kind == "mark":
            entries.append((name, comment, angles))
            name, comment, angles = "", "", []
        elif kind == "angle":
            angles.append(token["angle"].strip())
        else:
            name += _QUOTED_PAIR.sub(r"\1", token["quoted"]) if kind == "quoted" else text
    return [*entries, (name, comment, angles)]
