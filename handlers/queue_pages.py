"""The managers' queue: every case by its legal date."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request

from bot.domain.request import REQUEST_WORDS, RequestType
from bot.domain.staff import StaffDirectory
from bot.ports.queue_view import QueueFilter, QueueGroup, QueueView
from handlers.case_words import ENDING_SENTENCES, STATE_WORDS, WAITS_WORDS
from handlers.steps import Reminders
from handlers.wall_clock import WallClock

GROUP_WORDS: Final[Mapping[QueueGroup, str]] = {
    QueueGroup.OPEN: "Open",
    QueueGroup.OVERDUE: "Overdue",
    QueueGroup.DUE_SOON: "Due in 7 days",
    QueueGroup.WAITING_FOR_US: "Waiting for us",
    QueueGroup.WAITING_FOR_CUSTOMER: "Waiting for customer",
    QueueGroup.FAILING: "Systems failing",
    QueueGroup.CLOSED: "Closed",
}

EMPTY_WORDS: Final[Mapping[QueueGroup, str]] = {
    QueueGroup.OPEN: "No case is open. A case appears here as soon as a customer’s message asks for a privacy right.",
    QueueGroup.OVERDUE: "No case is overdue. One would appear here the day after its legal date.",
    QueueGroup.DUE_SOON: "Nothing is due in the next 7 days. Cases appear here a week before their legal date.",
    QueueGroup.WAITING_FOR_US: "Nothing waits for us. Cases appear here when one of us has to decide or write.",
    QueueGroup.WAITING_FOR_CUSTOMER: "No customer has to do anything. Cases appear here while they prove who they are "
    "or answer a question.",
    QueueGroup.FAILING: "All systems do their work. Cases appear here while a system refuses its part.",
    QueueGroup.CLOSED: "No case is closed yet. Answered, refused and cancelled cases appear here.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePages:
    """One page of cases; filter and place are in the address, so that a view can be kept as a bookmark."""

    queue: QueueView
    reminders: Reminders
    staff: StaffDirectory
    clock: WallClock

    def blueprint(self) -> Blueprint:
        """The routes."""
        pages = Blueprint("queue", __name__)
        pages.add_url_rule("/", view_func=self.show_queue)
        return pages

    def show_queue(self) -> str:
        """List the cases asked for; a filter nobody knows shows the open ones."""
        wanted, today = _wanted(), self.clock.today()
        page = self.queue.list_cases(wanted, today=today, cursor=request.args.get("cursor", ""))
        return render_template(
            "queue.html",
            wanted=wanted,
            page=page,
            breaches=self.reminders.list_breaches() if _is_first_look(wanted) else (),
            counts=self.queue.count_by_group(today=today),
            to_read=len(self.queue.list_open_reviews()),
            unreadable=len(self.queue.list_dead_letters()),
            names={member.staff_id: member.name for member in self.staff.members},
            groups=GROUP_WORDS,
            empty=EMPTY_WORDS[wanted.group],
            requests=REQUEST_WORDS,
            states=STATE_WORDS,
            waits=WAITS_WORDS,
            endings=ENDING_SENTENCES,
        )


def _is_first_look(wanted: QueueFilter) -> bool:
    """Where people begin their day; further pages and searches do without the forecast."""
    is_whole = not (wanted.request_type or wanted.number or request.args.get("cursor"))
    return is_whole and wanted.group in {QueueGroup.OPEN, QueueGroup.DUE_SOON}


def _wanted() -> QueueFilter:
    group, kind = request.args.get("group", ""), request.args.get("type", "")
    return QueueFilter(
        group=QueueGroup(group) if group in set(QueueGroup) else QueueGroup.OPEN,
        request_type=RequestType(kind) if kind in set(RequestType) else None,
        number=request.args.get("number", "").strip()[:20],
    )
