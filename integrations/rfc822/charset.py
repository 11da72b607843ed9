"""Bytes to text: the declared charset as the field means it, else UTF-8, else Windows-1252."""

import codecs
import re
from functools import lru_cache
from typing import Final

_MEANT: Final = {
    # what senders write -> the superset they use (WHATWG Encoding Standard, and what mailers are seen to send)
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "ansi_x3.110-1983": "cp1252",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode-2-0-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "_iso-2022-jp$esc": "iso-2022-jp",
}
# Python's own escapes are no charsets of mails: they warn, or take quadratic time, on hostile bytes.
_NOT_FOR_MAIL: Final = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})
_UNWANTED: Final = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"  # controls other than tab, newline, next line
    "\xad\u034f\u200b\u2060\ufeff"  # invisible: they only hide words from whoever searches for them
    "\u202a-\u202e\u2066-\u2069"  # direction overrides: they show another text than is there
    "\ud800-\udfff"  # lone surrogates cannot be stored
    "]"
)


def decoded(content: bytes, declared: str) -> tuple[str, str]:
    """The text, and what had to be guessed ("" when nothing); never raises."""
    name = declared.strip().strip("\"'").lower()
    codec = _codec(name[:60]) if name else "utf-8"
    problem = "" if codec else "unknown charset"
    try:
        return content.decode(codec or "utf-8"), problem
    except (LookupError, ValueError):
        pass
    text = _as_utf8_with_gaps(content)
    if text is None:
        text = content.decode("cp1252", "replace")
    return text, problem or f"bytes do not fit the charset {codec}"


def scrubbed(text: str) -> str:
    """One kind of line end, no control characters, nothing invisible, nothing a database cannot hold."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))


@lru_cache(maxsize=256)
def _codec(name: str) -> str:
    """Python's name of a text codec, or ""."""
    try:
        found = codecs.lookup(_MEANT.get(name, name)).name
        b"".decode(found)
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in _NOT_FOR_MAIL else found


def _as_utf8_with_gaps(content: bytes) -> str | None:
    """UTF-8 with a few broken bytes (cut in the middle of a character), or None when it is something else."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(1 for character in text[:20_000] if character > "\x7f") - broken
    return text if broken * 2 <= foreign else None
