"""Slack's markup as HTML for the page of our Slack stand-in; everything not markup is escaped."""

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

from integrations.sandbox.slack_workspace import Json

_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_MARKED: Final = re.compile(
    r"<(?P<link>https?://[^|>\s]+)(?:\|(?P<label>[^>]*))?>"
    r"|<(?P<mention>[@!#][^>|]*)(?:\|(?P<name>[^>]*))?>"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|`(?P<code>[^`\n]+)`"
)


def rich(text: Json) -> Markup:
    """A text object: markup where it is `mrkdwn`, plain otherwise."""
    if text.get("type") != "mrkdwn":
        return escape(text.get("text", ""))
    return Markup("").join(_paragraphs(text.get("text", "")))


def rich_line(text: str) -> Markup:
    """A message's bare text, which Slack reads as markup."""
    return rich({"type": "mrkdwn", "text": text})


def _paragraphs(text: str) -> Iterator[Markup]:
    """Runs of lines: quoted ones, list items, others."""
    for kind, lines in _runs(text.split("\n")):
        inner = Markup("<br>").join(_inline(line) for line in lines)
        yield Markup("<{0}>{1}</{0}>").format("blockquote" if kind == "quote" else "p", inner)


def _runs(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    run: list[str] = []
    kind = ""
    for line in lines:
        found, bare = ("quote", line[1:].lstrip(" ")) if line.startswith(">") else ("plain", line)
        if found != kind and run:
            yield kind, run
            run = []
        kind = found
        run.append(bare)
    yield kind, run


def _inline(line: str) -> Markup:
    pieces, end = [], 0
    for found in _MARKED.finditer(line):
        pieces += [_words(line[end : found.start()]), _marked(found)]
        end = found.end()
    return Markup("").join([*pieces, _words(line[end:])])


def _marked(found: re.Match[str]) -> Markup:
    match found.groupdict():
        case {"link": str(url), "label": label}:
            link = Markup('<a href="{}" rel="noreferrer noopener" target="_blank">{}</a>')
            return link.format(_decoded(url), _decoded(label or url))
        case {"mention": str(mention), "name": name}:
            return Markup('<span class="mention">{}</span>').format(_decoded(name or mention))
        case {"bold": str(words)}:
            return Markup("<strong>{}</strong>").format(_inline(words))
        case {"italic": str(words)}:
            return Markup("<em>{}</em>").format(_inline(words))
        case groups:
            return Markup("<code>{}</code>").format(_decoded(groups["code"]))


def _words(text: str) -> Markup:
    return escape(_decoded(text))


def _decoded(text: str) -> str:
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text
