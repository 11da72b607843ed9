"""Domain values to bytes and back, by their own type hints (pydantic reads frozen dataclasses as they are)."""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def to_bytes(value: object) -> bytes:
    """JSON of a dataclass."""
    return _adapter(type(value)).dump_json(value)


def from_bytes(kind: type[T], content: bytes) -> T:
    """The dataclass again; unknown fields of a newer version are ignored, missing ones take their default."""
    value: T = _adapter(kind).validate_json(content)
    return value


def to_json(value: object) -> object:
    """Plain lists and dicts of a dataclass."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_json(kind: type[T], content: object) -> T:
    """The dataclass again."""
    value: T = _adapter(kind).validate_python(content)
    return value


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return _made_once(kind)


@cache
def _made_once(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
