"""How the text of a setting becomes a value; every reader raises ValueError or KeyError for what is wrong."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.domain.case import StaffId
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from bot.domain.staff import Role, StaffDirectory, StaffMember


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemSettings:
    """Where one downstream system is and how it knows us."""

    url: str
    token: str = field(repr=False)


def master_key(text: str) -> bytes:
    key = bytes.fromhex(text)
    if len(key) != 32:
        raise ValueError
    return key


def port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError
    return port


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    return read


def url_of(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError
    return text.rstrip("/")


def hours(text: str) -> timedelta:
    hours = timedelta(hours=float(text))
    if hours < timedelta(0):
        raise ValueError
    return hours


def seconds(text: str) -> timedelta:
    seconds = timedelta(seconds=float(text))
    if seconds <= timedelta(0):
        raise ValueError
    return seconds


def automatic_of(text: str) -> frozenset[RequestType]:
    chosen = frozenset(RequestType(word.strip()) for word in text.split(",") if word.strip())
    if not all(POLICY[kind].may_be_automatic for kind in chosen):
        raise ValueError
    return chosen


def staff_of(text: str) -> StaffDirectory:
    if not text:
        return StaffDirectory(())
    rows = tomllib.loads(Path(text).read_text(encoding="utf-8"))["staff"]
    members = [
        StaffMember(
            staff_id=StaffId(row["id"]),
            name=row["name"],
            email=row["email"],
            role=Role(row["role"]),
            slack_user=row.get("slack_user", ""),
        )
        for row in rows
    ]
    if len({member.staff_id for member in members}) != len(members):
        raise ValueError
    slack_users = [member.slack_user for member in members if member.slack_user]
    if len(set(slack_users)) != len(slack_users):
        raise ValueError
    return StaffDirectory.of(members)


def systems_of(text: str) -> Mapping[str, SystemSettings]:
    if not text:
        return {}
    tables = tomllib.loads(Path(text).read_text(encoding="utf-8"))["systems"]
    return {name: SystemSettings(url=url_of(row["url"]), token=token_of(row)) for name, row in tables.items()}


def token_of(row: Mapping[str, str]) -> str:
    path = row.get("token_file")
    return Path(path).read_text(encoding="utf-8").strip() if path else row["token"]
