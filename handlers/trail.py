"""Who did what, as the trail on a case page names them."""

import re
from collections.abc import Iterable
from typing import Final

from bot.domain.audit import AuditEvent
from bot.domain.staff import StaffDirectory

_LONG_ID: Final = re.compile(r"[0-9a-f]{16,}")
_KINDS: Final = {"system": "The desk", "customer": "The customer", "sender": "The customer"}


def actor_names(events: Iterable[AuditEvent], staff: StaffDirectory) -> dict[str, str]:
    """A name for every actor of the events; an id nobody knows stays as it is."""
    people = {str(member.staff_id): member.name for member in staff.members}
    by_slack = {member.slack_user: member.name for member in staff.members if member.slack_user}
    known = people | by_slack
    return {one.actor: _name(one.actor, known) for one in events}


def short_id(value: str) -> str:
    """The first eight digits of a long id: enough to tell two apart by eye."""
    return f"{value[:8]}…" if _LONG_ID.fullmatch(value) else value


def _name(actor: str, known: dict[str, str]) -> str:
    kind, _, own_id = actor.partition(":")
    return known.get(own_id) or _KINDS.get(kind, actor)
