"""Reading the TOML files that settings name; what is wrong is said with the place where it stands."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


class WrongFile(ValueError):
    """A file that a setting names cannot be used; the message says where in it and why, and holds no secret."""


def read_toml(path: Path) -> Mapping[str, Any]:
    """The file's tables; raises WrongFile."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongFile(f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise WrongFile("it is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise WrongFile(f"it is not TOML: {error}") from error


def text_at(table: Mapping[str, Any], key: str, where: str) -> str:
    """A text that must be there; raises WrongFile."""
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise WrongFile(f'{where}: "{key}" is missing' if value is None else f'{where}: "{key}" must be a text')
    return value.strip()


def only_known(table: object, known: Iterable[str], where: str) -> Mapping[str, Any]:
    """The table, if it has no other keys; raises WrongFile with the nearest known one."""
    if not isinstance(table, dict):
        raise WrongFile(f"{where}: must be a table")
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(known)}"
            raise WrongFile(f'{where}: "{key}" means nothing: {hint}')
    return table
