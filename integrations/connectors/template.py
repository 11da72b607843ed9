"""Bodies and questions with named values, put in so that no value can ever be read as anything but itself."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Final

from bot.errors import PermanentFailure
from integrations.http import Json

VALUE_NAMES: Final = frozenset(
    {
        "address",
        "address_md5",
        "order",
        "phone",
        "person_id",
        "item_id",
        "action_id",
        "receipt",
        "records",
        "keep",
        "field",
        "old",
        "new",
        "service_messages",
    }
)
"""What a declaration may name beside its own settings; `person_id` is what the locate step found, `item_id` the entry
of an `each`, `receipt` what the act step gave, `keep` lists the
references of the records that have to stay, `address_md5` what Mailchimp calls the subscriber's hash."""

_IN_TEXT: Final = re.compile(r"\{([a-z_0-9]+)\}")
_UNSAFE: Final = re.compile(r"[\"\\\x00-\x1f\x7f]")


def names_in_body(body: Json) -> frozenset[str]:
    """The values a body asks for."""
    return frozenset(_names(body))


def names_in_path(path: str) -> frozenset[str]:
    """The values a path asks for; raises ValueError when its braces do not match."""
    return frozenset(name for _, name, _, _ in Formatter().parse(path) if name is not None)


def names_in_text(text: str) -> frozenset[str]:
    """The values a text asks for in braces."""
    return frozenset(_IN_TEXT.findall(text))


def filled(body: Json, values: Mapping[str, Json]) -> Json:
    """The body with its values in place; `$$` at the start of a text stands for a real dollar sign."""
    match body:
        case dict():
            return {key: filled(item, values) for key, item in body.items()}
        case list():
            return [filled(item, values) for item in body]
        case str() if body.startswith("$$"):
            return body[1:]
        case str() if body.startswith("$"):
            return values[body[1:]]
        case str():
            return filled_text(body, values)
        case _:
            return body


def filled_text(text: str, values: Mapping[str, Json]) -> str:
    """The text with `{address}` and its like in place: once, and never with a value that could end a quotation."""

    def put(match: re.Match[str]) -> str:
        if match[1] not in values:
            return match[0]
        value = str(values[match[1]])
        if _UNSAFE.search(value):
            raise PermanentFailure(f"the person's {match[1]} does not fit into a question: a person has to look")
        return value

    return _IN_TEXT.sub(put, text)


def _names(body: Json) -> Iterator[str]:
    match body:
        case dict():
            for item in body.values():
                yield from _names(item)
        case list():
            for item in body:
                yield from _names(item)
        case str() if body.startswith("$") and not body.startswith("$$"):
            yield body[1:]
        case str() if not body.startswith("$$"):
            yield from _IN_TEXT.findall(body)
        case _:
            return
