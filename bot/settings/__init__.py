"""Every setting, read once at start: from the environment, or for secrets also from a file named by NAME_FILE."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.identity import EmailAddress, NotAnAddress
from bot.domain.request import RequestType
from bot.domain.staff import StaffDirectory
from bot.errors import SettingsError
from bot.settings.readers import SystemSettings
from bot.settings.table import PREFIX, SETTINGS, VARIABLES, Setting

__all__ = ["SETTINGS", "Setting", "Settings", "SystemSettings", "read_settings"]


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
    complaints_person: str
    automatic: frozenset[RequestType]
    cool_off: timedelta
    link_life: timedelta
    poll_every: timedelta
    portal_poll_every: timedelta
    worker_threads: int


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """All settings, or SettingsError naming the first one that is missing or wrong and what to set."""
    given = os.environ if environment is None else environment  # noqa: TID251 (the one place that may look)
    strangers = sorted(name for name in given if name.startswith(PREFIX) and _base(name) not in VARIABLES)
    if strangers:
        raise SettingsError(f"{strangers[0]} is not a setting: see the settings table in README.md")
    return Settings(**{setting.name: _read(setting, given) for setting in SETTINGS})


def _read(setting: Setting, given: Mapping[str, str]) -> Any:
    text = _text(setting, given)
    try:
        return setting.read(text)
    except (ValueError, KeyError, TypeError, NotAnAddress, OSError, ZoneInfoNotFoundError) as error:
        shown = "" if setting.is_secret else f" (now: {text!r})"
        raise SettingsError(f"{setting.variable} is wrong{shown}: set {setting.meaning}") from error


def _text(setting: Setting, given: Mapping[str, str]) -> str:
    path = given.get(f"{setting.variable}_FILE", "")
    if path and setting.is_secret:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{setting.variable}_FILE names a file that cannot be read: {path}") from error
    text = given.get(setting.variable, "").strip() or setting.default
    if text is None:
        also = f" (or {setting.variable}_FILE)" if setting.is_secret else ""
        raise SettingsError(f"{setting.variable}{also} is not set: set {setting.meaning}")
    return text


def _base(name: str) -> str:
    return name.removesuffix("_FILE") if name not in VARIABLES else name
