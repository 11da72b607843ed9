"""Whether a line is somebody speaking, in six languages: such a line is never taken for a signature or small print."""

import re
from typing import Final

_ONESELF: Final = re.compile(
    r"\bI\b|\b[Mm]y (?!(?:account|orders?|profile|preferences)\b)|\b(?:[Ii]ch|[Mm]ich|[Mm]ir|[Mm]eine?[mnrs]?)\b"
    r"|\b(?:[Jj]e|[Mm]on|[Mm]es|[Mm]oi)\b|\b[JjMm]['’](?=\w)|\b(?:[Yy]o|[Mm]is?|[Mm]ío)\b"
    r"|\b(?:[Ii]o|[Mm]io|[Mm]ia|[Mm]iei|[Mm]ie)\b|\b(?:[Ii]k|[Mm]ijn)\b"
)
_ADDRESSED: Final = re.compile(
    r"\b(?:please|you|your|bitte|Sie|Ihnen|Ihre?[mnrs]?|s'il|merci de|veuillez|vous|votre|vos|por favor|usted(?:es)?"
    r"|quiero|per favore|vi prego|vorrei|alstublieft|alsjeblieft|graag|jullie|not|don't|nicht|kein\w*|ne|pas|não|niet"
    r"|non|can|could|will|kann|können|peut|pouvez|puede|pueden|potete|kunt|kunnen|delete|remove|stop|cancel|lösch\w*"
    r"|supprim\w*|borr\w+|cancell\w*|verwijder\w*)\b",
    re.IGNORECASE,
)


def speaks_of_oneself(text: str) -> bool:
    """Says I or my, as no disclaimer and no footer does."""
    return _ONESELF.search(text) is not None


def is_spoken(line: str) -> bool:
    """A sentence of somebody's, not a name, a title or an address."""
    words = line.split()
    if len(words) < 3 or "|" in line or "@" in line:
        return line.rstrip().endswith("?")
    if line.rstrip()[-1] in "?!" or _ADDRESSED.search(line) or speaks_of_oneself(line):
        return True
    small = sum(word[:1].islower() for word in words)
    return len(words) >= 7 and small * 2 >= len(words)
