"""Somebody who asks for another person as a service or by mandate: never taken at their word."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Self

from bot.domain.identity import EmailAddress, PersonName


class Authority(StrEnum):
    """What an agent says gives it the right to ask (11 CCR 7063; power of attorney: Cal. Probate Code 4121-4130)."""

    NOT_SAID = "not_said"
    PERMISSION = "permission"
    POWER_OF_ATTORNEY = "power_of_attorney"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """An agent as its letter presents it.

    `name` is what it calls itself, empty where it does not say; without `is_organisation` it may be a
    person's. `reply_to` is where it wants its answers. `says_attached`: the letter speaks of an enclosed permission.
    `has_file`: a file did come with the letter; nobody here has opened it.
    """

    name: str = field(default="", repr=False)
    is_organisation: bool = False
    reply_to: EmailAddress | None = None
    authority: Authority = Authority.NOT_SAID
    says_attached: bool = False
    has_file: bool = False

    @property
    def is_permission_attached(self) -> bool:
        """Whether there is something a person can look at: a file, and words that say it is the permission."""
        return self.says_attached and self.has_file

    @property
    def masked(self) -> str:
        """What Slack may show of it: an organisation's name, of anybody else as much as of a customer."""
        if self.name:
            return self.name if self.is_organisation else PersonName(self.name).masked
        return self.reply_to.masked if self.reply_to else "no name given"

    @property
    def paper_words(self) -> str:
        """`permission attached`, `power of attorney not attached`."""
        paper = _PAPERS[self.authority]
        if self.says_attached and not self.has_file:
            return f"{paper} not attached, although the letter says so"
        return f"{paper} attached" if self.is_permission_attached else f"{paper} not attached"

    def with_files(self, count: int) -> Self:
        """The same agent, knowing how many files came with its letter."""
        return replace(self, has_file=count > 0)


_PAPERS: Final = {
    Authority.NOT_SAID: "permission",
    Authority.PERMISSION: "permission",
    Authority.POWER_OF_ATTORNEY: "power of attorney",
}
