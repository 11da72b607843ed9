"""The file that lists our own people."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.domain.case import StaffId
from bot.domain.identity import EmailAddress, NotAnAddress
from bot.domain.staff import Role, StaffDirectory, StaffMember
from bot.settings.toml_file import WrongFile, only_known, read_toml, text_at

_KEYS: Final = ("id", "name", "email", "role", "slack_user")
_ID: Final = re.compile(r"[\w.-]{1,47}", re.ASCII)
"""Ids go into the audit log, which holds no blanks."""


def staff_of(text: str) -> StaffDirectory:
    """Nobody for an empty text; raises WrongFile."""
    if not text:
        return StaffDirectory(())
    rows = read_toml(Path(text)).get("staff")
    if not isinstance(rows, list):
        raise WrongFile("it lists nobody: it needs one [[staff]] table for each person")
    members = [_member(row, f"[[staff]] number {number}") for number, row in enumerate(rows, start=1)]
    _once("id", (member.staff_id for member in members))
    _once("slack_user", (member.slack_user for member in members))
    return StaffDirectory.of(members)


def _member(row: object, where: str) -> StaffMember:
    table = only_known(row, _KEYS, where)
    staff_id, role, email = (text_at(table, key, where) for key in ("id", "role", "email"))
    if not _ID.fullmatch(staff_id):
        raise WrongFile(f'{where}: "id" may have letters, digits, dots, dashes and underscores only, at most 47')
    if role not in set(Role):
        raise WrongFile(f'{where}: "role" must be one of {", ".join(Role)}')
    try:
        EmailAddress.parse(email)
    except NotAnAddress as error:
        raise WrongFile(f'{where}: "email" is {error}') from error
    return StaffMember(
        staff_id=StaffId(staff_id),
        name=text_at(table, "name", where),
        email=email,
        role=Role(role),
        slack_user=text_at(table, "slack_user", where) if table.get("slack_user") else "",
    )


def _once(key: str, values: Iterable[str]) -> None:
    """Two approvals have to be two people, so nobody may stand there twice."""
    doubled = [value for value, count in Counter(values).items() if value and count > 1]
    if doubled:
        raise WrongFile(f'"{key}" {doubled[0]} is given to more than one person')
