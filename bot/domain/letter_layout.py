"""A letter's blocks as plain text and as small, accessible HTML; everything in them is escaped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, assert_never

from bot.domain.request import Language

_PAGE: Final = (
    '<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>'
)
_BODY: Final = (
    "</title>\n</head>\n"
    '<body style="margin:0;background:#f6f7f9">\n'
    '<main style="max-width:36em;margin:0 auto;padding:24px;background:#ffffff;color:#1c2430;'
    'font:16px/1.55 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">\n'
)
_BUTTON: Final = (
    "display:inline-block;padding:12px 20px;border-radius:6px;background:#0b5cab;color:#ffffff;"
    "font-weight:600;text-decoration:none"
)
_QUOTE: Final = "margin:16px 0;padding:4px 0 4px 14px;border-left:4px solid #0b5cab;white-space:pre-line"
_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SMALL: Final = "margin:28px 0 0;padding-top:14px;border-top:1px solid #d5dae1;color:#4a5462;font-size:14px"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences of ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a person, kept as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """What one of us wrote for this letter, with its own line breaks."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A heading and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """One link to follow."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Footer:
    """Who writes."""

    lines: tuple[str, ...]


Block = Paragraph | Quote | Words | Listing | Button | Footer


def as_text(blocks: Sequence[Block]) -> str:
    """For mail programs that show no HTML; nothing needs escaping in plain text."""
    return _readable("\n\n".join(_text(block) for block in blocks)) + "\n"


def as_html(blocks: Sequence[Block], *, title: str, language: Language) -> str:
    """A whole page with inline styles, since mail programs drop style sheets."""
    head = _PAGE.replace("{lang}", language)
    body = _readable("\n".join(_html(block) for block in blocks))
    return head + escape(_readable(title)) + _BODY + body + "\n</main>\n</body>\n</html>\n"


def _readable(text: str) -> str:
    """Without signs that steer a terminal, turn our sentences round (bidi controls) or cannot be sent."""
    return _STEERING.sub("", text)


def _text(block: Block) -> str:
    match block:
        case Paragraph(text) | Words(text):
            return text
        case Quote(text):
            return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
        case Listing(title, lines):
            return "\n".join([title, *(f"  - {line}" for line in lines)])
        case Button(label, url):
            return f"{label}:\n{url}"
        case Footer(lines):
            return "\n".join(["-- ", *lines])
        case _:
            assert_never(block)


def _html(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f'<p style="margin:16px 0">{escape(text)}</p>'
        case Words(text):
            return f'<div style="margin:16px 0;white-space:pre-line">{escape(text)}</div>'
        case Quote(text):
            return f'<blockquote style="{_QUOTE}">{escape(text)}</blockquote>'
        case Listing(title, lines):
            items = "".join(f'<li style="margin:2px 0">{escape(line)}</li>' for line in lines)
            heading = f'<h2 style="margin:20px 0 4px;font-size:16px">{escape(title)}</h2>'
            return f'{heading}\n<ul style="margin:0;padding-left:20px">{items}</ul>'
        case Button(label, url):
            return f'<p style="margin:24px 0"><a href="{escape(url)}" style="{_BUTTON}">{escape(label)}</a></p>'
        case Footer(lines):
            return f'<p style="{_SMALL}">{"<br>".join(escape(line) for line in lines)}</p>'
        case _:
            assert_never(block)
