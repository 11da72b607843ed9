"""A process that can be killed around any commit."""

from dataclasses import dataclass

from bot.store.unit_of_work import SqlUnitOfWork


class Killed(BaseException):
    """The process is gone: nobody catches this."""


@dataclass
class KillSwitch:
    """Kills at the n-th commit, before or after it took effect; 0 never."""

    at_commit: int = 0
    is_after: bool = False
    commits: int = 0

    def strike(self, *, is_after: bool) -> None:
        if self.commits == self.at_commit and is_after is self.is_after:
            self.at_commit = 0
            raise Killed


class MortalUnit(SqlUnitOfWork):
    """A unit of work in such a process."""

    switch: KillSwitch

    def commit(self) -> None:
        self.switch.commits += 1
        self.switch.strike(is_after=False)
        super().commit()
        self.switch.strike(is_after=True)
