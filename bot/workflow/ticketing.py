"""Ticketing: the support portal shows what the desk is doing, and is never asked what is true."""

from dataclasses import dataclass, replace

from bot.domain.case import Case, CaseId, CaseState
from bot.domain.job import JobName
from bot.domain.request import REQUEST_WORDS
from bot.domain.ticket import NewTicket
from bot.ports.portal import Portal
from bot.workflow.desk import SYSTEM, Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticketing:
    """A ticket for every case that came by mail; solved when the case is over."""

    desk: Desk
    portal: Portal

    def open_ticket(self, case_id: CaseId) -> None:
        """Open a ticket, or find the one opened before."""
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
        if case.ticket_id is not None:
            return
        ticket_id = self.portal.open_ticket(_ticket(case))
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            if case.ticket_id is None:
                linked = replace(case, ticket_id=ticket_id)
                self.desk.change(unit, case, linked, by=SYSTEM, event="ticket_opened", details={"ticket": ticket_id})
                if not case.is_open:
                    # The case ended while the portal was away, and found no ticket to close.
                    self.desk.enqueue(unit, JobName.CLOSE_TICKET, case_id)
            unit.commit()

    def close_ticket(self, case_id: CaseId) -> None:
        """Leave a note saying how it ended, and solve the ticket once no other case of it is open."""
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            beside = unit.cases.list_by_ticket(case.ticket_id) if case.ticket_id else ()
        if case.is_open:
            return
        for other in case.payload.other_tickets:
            self.portal.add_note(other, _ending(case), key=f"{case.case_id}-{other}-closed")
            self.portal.solve(other)
        if case.ticket_id is None:
            return
        self.portal.add_note(case.ticket_id, _ending(case), key=f"{case.case_id}-closed")
        if not any(each.is_open for each in beside):
            self.portal.solve(case.ticket_id)


def _ticket(case: Case) -> NewTicket:
    words = REQUEST_WORDS[case.request_type]
    return NewTicket(
        case_id=case.case_id,
        number=case.number,
        requester=case.payload.requester,
        subject=case.payload.subject_line or f"{words} ({case.number})",
        body=case.payload.words,
        tags=("privacy", str(case.request_type)),
    )


def _ending(case: Case) -> str:
    match case.state:
        case CaseState.FULFILLED:
            return f"Privacy case {case.number}: done, and the customer has been told."
        case CaseState.DENIED:
            return f"Privacy case {case.number}: refused, and the customer has been told why."
        case _:
            return f"Privacy case {case.number}: withdrawn by the customer."
