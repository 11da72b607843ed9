"""Alert: whoever holds the address on file hears when somebody asks about them from elsewhere, and can stop it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.domain.authority import is_from_elsewhere
from bot.domain.case import Case
from bot.domain.letter import LetterKind
from bot.domain.link import LinkPurpose
from bot.domain.policy import POLICY
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import SYSTEM, Desk
from bot.workflow.one_time_link import new_link

_LIFE: Final = timedelta(days=120)
"""Longer than any law lets a case stay open, extensions included: until systems are touched the button works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One letter a case, from within the caller's unit of work; it says nothing about the person but that."""

    desk: Desk
    correspondence: Correspondence

    def send(self, unit: UnitOfWork, case: Case) -> None:
        """Tell the address on file. What the law wants at once comes without a button: it is done already."""
        if not is_from_elsewhere(case):
            return
        facts = base_facts(case)
        if not POLICY[case.request_type].may_be_automatic:
            until = self.desk.clock.now() + _LIFE
            _, address = new_link(self.desk, unit, case, LinkPurpose.STOP, until=until)
            facts = replace(facts, link=address)
        self.correspondence.write(unit, case, LetterKind.ALERT, facts)
        self.desk.record(unit, "address_on_file_alerted", by=SYSTEM, case=case)

    def was_sent(self, unit: UnitOfWork, case: Case) -> bool:
        """Whether somebody holds a button for this case already."""
        return any(link.purpose is LinkPurpose.STOP for link in unit.links.list_of(case.case_id))
