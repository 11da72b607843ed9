"""Slack's limits on blocks and views, refused here as Slack refuses them (docs.slack.dev, Block Kit reference)."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

Json = dict[str, Any]

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_CHARACTERS: Final = 13_000
PRIVATE_METADATA_CHARACTERS: Final = 3_000

TEXT_LIMITS: Final[dict[str, int]] = {"header": 150, "section": 3_000, "button": 75, "option": 75, "title": 24}
LIST_LIMITS: Final[dict[str, int]] = {"actions": 25, "context": 10, "checkboxes": 10, "radio_buttons": 10}
KNOWN_BLOCKS: Final = frozenset({"header", "section", "context", "actions", "divider", "input", "image"})
KNOWN_ELEMENTS: Final = frozenset({"button", "static_select", "radio_buttons", "checkboxes", "plain_text_input"})


def refusal_of_message(blocks: Sequence[Json]) -> str | None:
    """`invalid_blocks`, `msg_blocks_too_long`, or None for a message Slack would take."""
    if len(json.dumps(blocks, ensure_ascii=False)) > MESSAGE_CHARACTERS:
        return "msg_blocks_too_long"
    faults = [*_faults(blocks, MESSAGE_BLOCKS), *("input" for block in blocks if block.get("type") == "input")]
    return "invalid_blocks" if faults else None


def refusal_of_view(view: Json) -> str | None:
    """`invalid_arguments` or None for a modal Slack would show."""
    faults = [
        *_faults(view.get("blocks", []), VIEW_BLOCKS),
        *_text_faults(view.get("title"), TEXT_LIMITS["title"], "title"),
        *(fault for name in ("submit", "close") if name in view for fault in _text_faults(view[name], 24, name)),
    ]
    if view.get("type") != "modal" or len(view.get("private_metadata", "")) > PRIVATE_METADATA_CHARACTERS:
        faults.append("view")
    return "invalid_arguments" if faults else None


def _faults(blocks: Sequence[Json], most: int) -> list[str]:
    if len(blocks) > most:
        return ["too many blocks"]
    return [fault for block in blocks for fault in _block_faults(block)]


def _elements(block: Json) -> list[Json]:
    if block.get("type") == "actions":
        return list(block.get("elements", []))
    return [block["element"]] if "element" in block else []


def _block_faults(block: Json) -> Iterator[str]:
    kind = block.get("type")
    if kind not in KNOWN_BLOCKS:
        yield f"unknown block {kind}"
        return
    yield from _BLOCK_RULES.get(kind, _no_faults)(block)
    for element in _elements(block):
        yield from _element_faults(element)


def _section_faults(block: Json) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" in block:
        yield from _text_faults(block["text"], TEXT_LIMITS["section"], "section")
    if ("text" not in block and not fields) or len(fields) > 10:
        yield "section"
    for text in fields:
        yield from _text_faults(text, 2_000, "field")


def _header_faults(block: Json) -> Iterator[str]:
    yield from _text_faults(block.get("text"), TEXT_LIMITS["header"], "header")
    if block.get("text", {}).get("type") != "plain_text":
        yield "header is not plain"


def _context_faults(block: Json) -> Iterator[str]:
    yield from _list_faults(block.get("elements"), "context")
    for text in block.get("elements", []):
        yield from _text_faults(text, TEXT_LIMITS["section"], "context")


def _actions_faults(block: Json) -> Iterator[str]:
    yield from _list_faults(block.get("elements"), "actions")
    action_ids = [element.get("action_id") for element in _elements(block)]
    if len(action_ids) != len(set(action_ids)):
        yield "action_id twice in one block"


def _input_faults(block: Json) -> Iterator[str]:
    yield from _text_faults(block.get("label"), 2_000, "label")
    if "element" not in block:
        yield "input without element"


def _element_faults(element: Json) -> Iterator[str]:
    kind = element.get("type")
    if kind not in KNOWN_ELEMENTS or not 0 < len(element.get("action_id", "")) <= 255:
        yield f"element {kind}"
    if kind == "button":
        yield from _button_faults(element)
    if "options" in element:
        yield from _list_faults(element["options"], kind or "")
        for option in element["options"]:
            yield from _text_faults(option.get("text"), TEXT_LIMITS["option"], "option")


def _button_faults(button: Json) -> Iterator[str]:
    yield from _text_faults(button.get("text"), TEXT_LIMITS["button"], "button")
    if len(button.get("value", "")) > 2_000 or len(button.get("url", "")) > 3_000:
        yield "button value or url"
    if not button.get("url", "https://").startswith(("https://", "http://")):
        yield "button url"
    if button.get("style") not in {None, "primary", "danger"}:
        yield "button style"
    for name, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if "confirm" in button:
            yield from _text_faults(button["confirm"].get(name), limit, f"confirm {name}")


def _text_faults(text: object, limit: int, where: str) -> Iterator[str]:
    kind, words = (text.get("type"), text.get("text")) if isinstance(text, dict) else (None, None)
    if kind not in {"plain_text", "mrkdwn"} or not isinstance(words, str) or not 0 < len(words) <= limit:
        yield f"text of {where}"


def _list_faults(items: object, kind: str) -> Iterator[str]:
    if not isinstance(items, list) or not 0 < len(items) <= LIST_LIMITS.get(kind, 100):
        yield f"items of {kind}"


def _no_faults(_block: Json) -> Iterator[str]:
    return iter(())


_BLOCK_RULES: Final[dict[str, Callable[[Json], Iterator[str]]]] = {
    "section": _section_faults,
    "header": _header_faults,
    "context": _context_faults,
    "actions": _actions_faults,
    "input": _input_faults,
}
