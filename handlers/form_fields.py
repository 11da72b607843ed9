"""Reading what a person typed into a form: parsed at the door, refused with a sentence they can act on."""

import re
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from flask import request

from bot.domain.identity import EmailAddress, NotAnAddress
from bot.errors import UserError

_Choice = TypeVar("_Choice", bound=StrEnum)

_LONGEST_TEXT: Final = 10_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class IncompleteForm(UserError):
    """Something is missing from a form; the message says what to fill in."""


def optional_text(name: str) -> str:
    """What was typed, without control characters; empty when nothing was."""
    typed = request.form.get(name, "").replace("\r\n", "\n").strip()
    if len(typed) > _LONGEST_TEXT:
        raise IncompleteForm(f"That text is longer than {_LONGEST_TEXT} characters. Shorten it and send it again.")
    return _CONTROL.sub("", typed)


def required_text(name: str, *, missing: str) -> str:
    """What was typed; raises IncompleteForm(missing) when nothing was."""
    typed = optional_text(name)
    if not typed:
        raise IncompleteForm(missing)
    return typed


def required_address(name: str, *, missing: str) -> EmailAddress:
    """The e-mail address that was typed; raises IncompleteForm."""
    try:
        return EmailAddress.parse(required_text(name, missing=missing))
    except NotAnAddress:
        raise IncompleteForm(missing) from None


def choice(name: str, choices: type[_Choice], *, missing: str) -> _Choice:
    """The one that was picked; raises IncompleteForm(missing)."""
    picked = request.form.get(name, "")
    if picked not in set(choices):
        raise IncompleteForm(missing)
    return choices(picked)


def optional_date(name: str) -> date | None:
    """The day that was picked; raises IncompleteForm for a text that is none."""
    typed = optional_text(name)
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise IncompleteForm("Write the day as year-month-day, such as 2027-03-01.") from None


def choices_ticked(name: str, choices: type[_Choice]) -> tuple[_Choice, ...]:
    """The boxes that were ticked, in the order of the list; strangers are left out."""
    ticked = set(request.form.getlist(name))
    return tuple(one for one in choices if one.value in ticked)
