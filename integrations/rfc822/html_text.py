"""HTML bodies to lines of text: what a reader sees, quotes marked as in plain mail."""

import html as entities
import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

CUT_MARK: Final = "\ue000"
"""A line of its own: all below it is an earlier mail, by the mail program's own markup."""

_LONGEST_HTML: Final = 3_000_000
_DEEPEST: Final = 400
_MOST_QUOTES: Final = 9
_TAGS_WORTH_MEASURING: Final = 1_500

_UNSEEN: Final = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "embed",
        "iframe",
        "select",
        "audio",
        "video",
        "canvas",
        "map",
        "-comment",
    }
)
_BLOCKS: Final = frozenset(
    {
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    }
)
_SPACED: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"})
_MAY_HIDE: Final = ("none", "hidden", "font-size:0", "font-size: 0", "mso-hide")
_HIDDEN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_MAY_QUOTE: Final = (
    "divrplyfwdmsg",
    "appendonsend",
    "yahoo_quoted",
    "protonmail_quote",
    "editor-reference",
    '="quote',
    "=quote",
)
_EARLIER_MAIL: Final = re.compile(
    r"divRplyFwdMsg|appendonsend|\byahoo_quoted|\bprotonmail_quote|mail-editor-reference-message-container",
    re.IGNORECASE,
)
_NESTING: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_NEVER_NESTED: Final = frozenset(
    {
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
        "area",
        "base",
        "col",
        "wbr",
    }
)
_ANY_TAG: Final = re.compile(r"<(?:!--.*?(?:-->|$)|[!/?]?[a-z][^<>]*>?)", re.IGNORECASE | re.DOTALL)


def readable_text(html: str) -> str:
    """The text a reader sees, one line per block; blockquotes carry "> "; never raises, whatever the markup."""
    source = html[:_LONGEST_HTML].replace(CUT_MARK, "")
    if _is_nested_too_deep(source):
        return " ".join(entities.unescape(_ANY_TAG.sub(" ", source)).split())
    tree = LexborHTMLParser(source)
    if tree.body is None:
        return ""
    lower = source.lower()
    page = _Page(may_hide=any(sign in lower for sign in _MAY_HIDE), may_quote=any(sign in lower for sign in _MAY_QUOTE))
    page.read(tree.body)
    return page.text()


def _is_nested_too_deep(source: str) -> bool:
    """The parser takes quadratic time on thousands of open elements, which no mail program writes."""
    if source.count("<") < _TAGS_WORTH_MEASURING:
        return False
    depth = 0
    for match in _NESTING.finditer(source):
        if match[2].lower() in _NEVER_NESTED:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


class _Page:
    """The lines so far, while the tree is walked without recursion."""

    __slots__ = ("_current", "_gap", "_is_verbatim", "_last_quotes", "_lines", "_may_hide", "_may_quote", "_quotes")

    def __init__(self, *, may_hide: bool, may_quote: bool) -> None:
        self._may_hide = may_hide
        self._may_quote = may_quote
        self._lines: list[str] = []
        self._current: list[str] = []
        self._quotes = 0
        self._last_quotes = 0
        self._gap = False
        self._is_verbatim = False

    def read(self, root: LexborNode) -> None:
        node: LexborNode | None = root
        depth = 0  # nodes are never compared: the library compares them by writing out their markup
        while node is not None:
            if (child := self._enter(node)) is not None:
                node = child
                depth += 1
                continue
            self._leave(node)
            while depth and node.next is None and node.parent is not None:
                node = node.parent
                depth -= 1
                self._leave(node)
            node = node.next if depth else None

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Take the node's own text in; answers its first child when it should be read."""
        tag = node.tag
        if tag == "-text":
            self._take(node.text_content or "")
            return None
        if tag in _UNSEEN or (self._may_hide and self._is_hidden(node)):
            return None
        if tag == "br":
            self._break_line()
        elif tag == "blockquote":
            self._end_line()
            self._quotes += 1
        elif tag in _BLOCKS:
            self._start_block(node, tag)
        elif tag in {"td", "th"}:
            self._current.append(" ")
        return node.child

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "blockquote":
            self._end_line()
            self._quotes = max(0, self._quotes - 1)
        elif tag in _BLOCKS:
            self._end_line()
            self._is_verbatim = False if tag == "pre" else self._is_verbatim
            if tag in _SPACED:
                self._gap = True

    def _start_block(self, node: LexborNode, tag: str) -> None:
        self._end_line()
        if tag in _SPACED:
            self._gap = True
        if tag == "li":
            self._current.append("- ")
        if tag == "pre":
            self._is_verbatim = True
        if self._may_quote and tag == "div" and _starts_earlier_mail(node):
            self._lines.append(CUT_MARK)

    def _take(self, text: str) -> None:
        if not self._is_verbatim:
            self._current.append(text)
            return
        first, *others = text.split("\n")
        self._current.append(first)
        for line in others:
            self._break_line()
            self._current.append(line)

    def _is_hidden(self, node: LexborNode) -> bool:
        attributes = node.attributes
        return "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or "") is not None

    def _break_line(self) -> None:
        content = "".join(self._current)
        line = content.rstrip() if self._is_verbatim else " ".join(content.split())
        quotes = min(self._quotes, _MOST_QUOTES)
        if self._gap and self._lines and self._lines[-1].strip("> "):
            self._lines.append("> " * min(quotes, self._last_quotes))
        self._lines.append("> " * quotes + line)
        self._last_quotes, self._gap = quotes, False
        self._current.clear()

    def _end_line(self) -> None:
        if self._current:
            content = "".join(self._current)
            if content.strip() and content.strip() != "-":
                self._break_line()
            self._current.clear()


def _starts_earlier_mail(node: LexborNode) -> bool:
    attributes = node.attributes
    if attributes.get("name") == "quote":
        return True
    return _EARLIER_MAIL.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}") is not None
