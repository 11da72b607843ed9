"""Bodies with named values: `"$address"` stands for the address, and nothing is ever pasted into a text."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Final

from integrations.http import Json

VALUE_NAMES: Final = frozenset(
    {
        "address",
        "order",
        "phone",
        "person_id",
        "action_id",
        "records",
        "keep",
        "field",
        "old",
        "new",
        "service_messages",
    }
)
"""What a declaration may name; `person_id` is what the locate step found, `keep` lists the
references of the records that have to stay."""


def names_in_body(body: Json) -> frozenset[str]:
    """The values a body asks for."""
    return frozenset(_names(body))


def names_in_path(path: str) -> frozenset[str]:
    """The values a path asks for; raises ValueError when its braces do not match."""
    return frozenset(name for _, name, _, _ in Formatter().parse(path) if name is not None)


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
        case _:
            return body


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
        case _:
            return
