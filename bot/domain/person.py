"""Somebody else than the writer, for whom a request is made."""

from dataclasses import dataclass, field, replace
from typing import Self

from bot.domain.agent import Agent
from bot.domain.identity import Identifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class AnotherPerson:
    """A person as the writer speaks of them: "my late father", "my client".

    `words` never hold a name. `identifiers` are those that the message gives for this person. `agent` is who speaks for
    them as a service or by mandate, None when a relative or a friend does.
    """

    words: str = field(repr=False)
    identifiers: Identifiers = Identifiers()
    agent: Agent | None = None

    def with_files(self, count: int) -> Self:
        """The same person; their agent's letter came with so many files."""
        return replace(self, agent=self.agent.with_files(count)) if self.agent else self


Concerned = tuple[AnotherPerson | None, ...]
"""The people a request is about, each of whom gets a case of their own; None is the writer."""

WRITER_ALONE: Concerned = (None,)
