"""Parameters of a header field (RFC 2045), with their continuations and charsets (RFC 2231)."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

from integrations.rfc822.charset import decoded

_QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)


def parameter(value: str, name: str) -> str:
    """The parameter's text, "" when it is missing."""
    if name not in value.lower():
        return ""
    segments: dict[int, tuple[bool, str]] = {}
    for match in _pattern(name).finditer(value):
        quoted, plain = match["quoted"], match["plain"]
        text = _QUOTED_PAIR.sub(r"\1", quoted) if quoted is not None else (plain or "").strip()
        segments.setdefault(int(match["number"] or 0), (match["star"] is not None, text))
    if not any(is_encoded for is_encoded, _ in segments.values()):
        return "".join(text for _, (_, text) in sorted(segments.items()))
    return _unescaped([segment for _, segment in sorted(segments.items())])


def _unescaped(segments: list[tuple[bool, str]]) -> str:
    """`charset'language'percent-escaped`, the charset only in the first segment."""
    charset, content = "", b""
    for number, (is_encoded, text) in enumerate(segments):
        shown = text
        if is_encoded and not number and text.count("'") >= 2:
            charset, _, shown = text.split("'", 2)
        content += unquote_to_bytes(shown) if is_encoded else shown.encode("utf-8", "replace")
    return decoded(content, charset)[0]


@lru_cache(maxsize=16)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(
        rf'(?:^|[;\s]){name}(?:\*(?P<number>\d{{1,3}}))?(?P<star>\*)?\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^;\s]*))',
        re.IGNORECASE | re.DOTALL,
    )
