"""Every setting, read once at start: from the environment, or for secrets also from a file named by NAME_FILE."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.identity import EmailAddress, NotAnAddress
from bot.domain.request import RequestType
from bot.domain.staff import StaffDirectory
from bot.errors import SettingsError
from bot.settings.systems_file import SystemSettings
from bot.settings.table import NEEDS, PREFIX, SETTINGS, VARIABLES, Setting
from bot.settings.toml_file import WrongFile

__all__ = ["SETTINGS", "Setting", "Settings", "SystemSettings", "read_models_folder", "read_settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `read_settings` found; empty strings mean "not set" for the optional servers."""

    database_url: str = field(repr=False)
    master_key: bytes = field(repr=False)
    host: str
    port: int
    public_url: str
    zone: ZoneInfo
    help_address: EmailAddress
    help_name: str
    imap_host: str
    imap_port: int
    imap_user: str
    imap_password: str = field(repr=False)
    imap_encryption: str
    imap_folder: str
    imap_sent_folder: str
    authserv_id: str
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_encryption: str
    slack_bot_token: str = field(repr=False)
    slack_signing_secret: str = field(repr=False)
    slack_channel: str
    slack_review_channel: str
    slack_api_url: str
    portal_url: str
    portal_client_id: str
    portal_client_secret: str = field(repr=False)
    portal_agent_id: int
    staff: StaffDirectory
    systems: Mapping[str, SystemSettings]
    models: Path
    metrics_token: str = field(repr=False)
    complaints_person: str
    automatic: frozenset[RequestType]
    cool_off: timedelta
    link_life: timedelta
    keep_contents: timedelta
    keep_messages: timedelta
    keep_records: int
    poll_every: timedelta
    portal_poll_every: timedelta
    worker_threads: int


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """All settings, or SettingsError naming the first one that is missing or wrong and what to set."""
    given = os.environ if environment is None else environment  # noqa: TID251 (the one place that may look)
    _refuse_strangers(given)
    read = {setting.name: _read(setting, given) for setting in SETTINGS}
    for name, needed in NEEDS.items():
        for other in needed:
            if read[name] and not read[other]:
                wanted = _BY_NAME[other]
                because = f"{_BY_NAME[name].variable} is set, which needs it"
                raise SettingsError(f"{_names_of(wanted)} is not set: set {wanted.meaning} ({because})")
    return Settings(**read)


def read_models_folder(environment: Mapping[str, str] | None = None) -> Path:
    """That one setting, for commands that need neither a key nor a database."""
    given = os.environ if environment is None else environment  # noqa: TID251 (the one place that may look)
    folder: Path = _read(_BY_NAME["models"], given)
    return folder


def _refuse_strangers(given: Mapping[str, str]) -> None:
    allowed = [*VARIABLES, *(f"{setting.variable}_FILE" for setting in SETTINGS if setting.is_secret)]
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in allowed:
            near = difflib.get_close_matches(name, allowed, 3)
            hint = f"did you mean {' or '.join(near)}?" if near else "see the settings table in README.md"
            raise SettingsError(f"{name} is not a setting: {hint}")


def _read(setting: Setting, given: Mapping[str, str]) -> Any:
    text = _text(setting, given)
    try:
        return setting.read(text)
    except WrongFile as error:
        raise SettingsError(f"{setting.variable} names {text}, which cannot be used: {error}") from error
    except (ValueError, OverflowError, NotAnAddress, OSError, ZoneInfoNotFoundError) as error:
        shown = "" if setting.is_secret else f" (now: {text!r})"
        raise SettingsError(f"{setting.variable} is wrong{shown}: set {setting.meaning}") from error


def _text(setting: Setting, given: Mapping[str, str]) -> str:
    text = given.get(setting.variable, "").strip()
    path = given.get(f"{setting.variable}_FILE", "").strip()
    if text and path:
        raise SettingsError(f"{setting.variable} and {setting.variable}_FILE are both set: set one of them")
    if path:
        text = _secret_in(path, setting)
    if text or setting.default is not None:
        return text or setting.default or ""
    raise SettingsError(f"{_names_of(setting)} is not set: set {setting.meaning}")


def _secret_in(path: str, setting: Setting) -> str:
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        words = f"names {path}, which cannot be read ({error.strerror})"
    except ValueError:
        words = f"names {path}, which is no UTF-8 text"
    else:
        words = "" if text else f"names {path}, which is empty"
    if words:
        raise SettingsError(f"{setting.variable}_FILE {words}: set {setting.meaning}")
    return text


def _names_of(setting: Setting) -> str:
    return f"{setting.variable} (or {setting.variable}_FILE)" if setting.is_secret else setting.variable


_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}
