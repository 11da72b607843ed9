"""The regulator's pack of a case, for managers to download."""

from dataclasses import dataclass

from flask import Blueprint, Response, request

from bot.domain.case import CaseId
from bot.domain.staff import Role, StaffDirectory
from bot.errors import DecisionRefused
from bot.ports.queue_view import QueueView
from handlers.case_pack import case_pack, pack_json
from handlers.gate import current_member
from handlers.pack_page import pack_html
from handlers.steps import Disclosure
from handlers.wall_clock import WallClock


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPages:
    """It opens all personal data of a case, so who took it is written down first."""

    queue: QueueView
    disclosure: Disclosure
    staff: StaffDirectory
    clock: WallClock

    def blueprint(self) -> Blueprint:
        """The route."""
        pages = Blueprint("pack", __name__)
        pages.add_url_rule("/cases/<case_id>/pack", view_func=self.download, methods=["POST"])
        return pages

    def download(self, case_id: CaseId) -> Response:
        """One file: a page to print, or JSON when that button was pressed."""
        member = current_member()
        if member.role is not Role.MANAGER:
            raise DecisionRefused("Only a manager may take a pack out of the desk: ask one of yours.", code="role")
        self.disclosure.open_case(case_id, by=member)
        story = self.queue.get_story(case_id)
        names = {str(each.staff_id): each.name for each in self.staff.members}
        pack = case_pack(story, names, made_at=self.clock.clock.now(), zone=self.clock.zone)
        is_json = request.form.get("as") == "json"
        content, kind = (pack_json(pack), "json") if is_json else (pack_html(pack), "html")
        answer = Response(content, mimetype="application/json" if is_json else "text/html")
        answer.headers["Content-Disposition"] = f'attachment; filename="pack-{story.case.number}.{kind}"'
        return answer
