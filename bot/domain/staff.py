"""Our own people: who may decide what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from bot.domain.case import StaffId
from bot.errors import NotFound


class Role(StrEnum):
    """What a person of ours may do: a reviewer reads unsure messages, an agent decides on cases too, and what cannot be
    undone takes a manager among those who say yes."""

    REVIEWER = "reviewer"
    AGENT = "agent"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One of our people; the same person on every surface, so that two approvals are two people."""

    staff_id: StaffId
    name: str
    email: str = field(repr=False)
    role: Role
    slack_user: str = ""


@dataclass(frozen=True, slots=True)
class StaffDirectory:
    """Everyone who may decide; anybody else is refused."""

    members: tuple[StaffMember, ...]

    @classmethod
    def of(cls, members: Iterable[StaffMember]) -> Self:
        """Collect them."""
        return cls(tuple(members))

    def get(self, staff_id: StaffId) -> StaffMember:
        """The person with that id; raises NotFound."""
        return self._first(lambda member: member.staff_id == staff_id, staff_id)

    def find(self, staff_id: StaffId) -> StaffMember | None:
        """The person with that id, if still on the list."""
        return next((member for member in self.members if member.staff_id == staff_id), None)

    def get_by_slack_user(self, slack_user: str) -> StaffMember:
        """The person behind a Slack user id; raises NotFound."""
        return self._first(lambda member: member.slack_user == slack_user and bool(slack_user), slack_user)

    def find_by_email(self, email: str) -> StaffMember | None:
        """The person who signs in with that address."""
        wanted = email.strip().lower()
        return next((member for member in self.members if member.email.lower() == wanted), None)

    def _first(self, matches: Callable[[StaffMember], bool], wanted: str) -> StaffMember:
        found = next((member for member in self.members if matches(member)), None)
        if found is None:
            raise NotFound(f"{wanted or 'nobody'} is not on the list of people who may decide privacy requests")
        return found
