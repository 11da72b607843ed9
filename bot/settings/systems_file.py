"""The file that says where the downstream systems are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.settings.readers import url_of
from bot.settings.toml_file import WrongFile, only_known, read_toml, text_at

_KEYS: Final = ("url", "token", "token_file", "user", "connector", "settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemSettings:
    """Where one downstream system is and how it knows us; `connector` is empty when its name says it."""

    url: str
    token: str = field(repr=False)
    user: str = field(default="", repr=False)
    connector: str = ""
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)


def systems_of(text: str) -> Mapping[str, SystemSettings]:
    """None for an empty text; raises WrongFile."""
    if not text:
        return {}
    tables = read_toml(Path(text)).get("systems")
    if not isinstance(tables, dict):
        raise WrongFile("it names no system: it needs one [systems.NAME] table for each")
    return {name: _system(table, f"[systems.{name}]") for name, table in tables.items()}


def _system(row: object, where: str) -> SystemSettings:
    table = only_known(row, _KEYS, where)
    try:
        url = url_of(text_at(table, "url", where))
    except WrongFile:
        raise
    except ValueError as error:
        raise WrongFile(f'{where}: "url" must begin with http:// or https:// and name a host') from error
    return SystemSettings(
        url=url,
        token=_token(table, where),
        user=text_at(table, "user", where) if "user" in table else "",
        connector=text_at(table, "connector", where) if "connector" in table else "",
        settings=_particulars(table, where),
    )


def _particulars(table: Mapping[str, Any], where: str) -> Mapping[str, str]:
    settings = table.get("settings", {})
    if not isinstance(settings, dict) or not all(isinstance(value, str) and value for value in settings.values()):
        raise WrongFile(f'{where}: "settings" must be a table of texts')
    return settings


def _token(table: Mapping[str, Any], where: str) -> str:
    if "token" in table and "token_file" in table:
        raise WrongFile(f'{where}: give "token" or "token_file", not both')
    if "token_file" not in table:
        if "token" not in table:
            raise WrongFile(f'{where}: "token" or "token_file" is missing')
        return text_at(table, "token", where)
    path = Path(text_at(table, "token_file", where))
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFile(f'{where}: "token_file" {path} cannot be read') from error
    if not token:
        raise WrongFile(f'{where}: "token_file" {path} is empty')
    return token
