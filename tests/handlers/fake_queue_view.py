"""The pages' read model in memory, built from whole stories."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.card import ReviewId
from bot.domain.case import CaseId, WaitsFor
from bot.domain.message import ParsedMail
from bot.domain.review import Review
from bot.errors import NotFound
from bot.ports.queue_view import CaseStory, DeadLetter, QueueFilter, QueueGroup, QueuePage, QueueRow

_CUSTOMER = {WaitsFor.IDENTITY_PROOF, WaitsFor.INFORMATION}
_US = {WaitsFor.APPROVAL, WaitsFor.SECOND_APPROVAL, WaitsFor.CORRECTION_DETAILS}


@dataclass
class FakeQueueView:
    """Groups, filters and pages as the port promises; the cursor is a place in the list."""

    stories: list[CaseStory] = field(default_factory=list)
    reviews: list[tuple[Review, ParsedMail | None]] = field(default_factory=list)
    dead_letters: list[DeadLetter] = field(default_factory=list)

    def count_by_group(self, *, today: date) -> dict[QueueGroup, int]:
        return {group: sum(_is_in(story, group, today) for story in self.stories) for group in QueueGroup}

    def list_cases(self, wanted: QueueFilter, *, today: date, limit: int = 20, cursor: str = "") -> QueuePage:
        fitting = [story for story in self.stories if _fits(story, wanted, today)]
        fitting.sort(key=lambda story: (story.case.due_on, story.case.number))
        start = int(cursor or 0)
        rest = str(start + limit) if len(fitting) > start + limit else ""
        return QueuePage(rows=tuple(_row(story) for story in fitting[start : start + limit]), next_cursor=rest)

    def get_story(self, case_id: CaseId) -> CaseStory:
        found = next((story for story in self.stories if story.case.case_id == case_id), None)
        if found is None:
            raise NotFound("There is no such case.")
        return found

    def list_open_reviews(self, *, limit: int = 50) -> tuple[Review, ...]:
        return tuple(review for review, _ in self.reviews if review.labels is None)[:limit]

    def get_review(self, review_id: ReviewId) -> tuple[Review, ParsedMail | None]:
        found = next((pair for pair in self.reviews if pair[0].review_id == review_id), None)
        if found is None:
            raise NotFound("There is no such message to read.")
        return found

    def list_dead_letters(self, *, limit: int = 200) -> tuple[DeadLetter, ...]:
        return tuple(self.dead_letters[:limit])


def _fits(story: CaseStory, wanted: QueueFilter, today: date) -> bool:
    case = story.case
    is_wanted_type = wanted.request_type in {None, case.request_type}
    return is_wanted_type and case.number.startswith(wanted.number) and _is_in(story, wanted.group, today)


def _is_in(story: CaseStory, group: QueueGroup, today: date) -> bool:
    case = story.case
    groups = {
        QueueGroup.OPEN: True,
        QueueGroup.OVERDUE: case.is_overdue(today),
        QueueGroup.DUE_SOON: today <= case.due_on <= today + timedelta(days=7),
        QueueGroup.WAITING_FOR_US: case.waits_for in _US,
        QueueGroup.WAITING_FOR_CUSTOMER: case.waits_for in _CUSTOMER,
        QueueGroup.FAILING: case.waits_for is WaitsFor.FAILING_SYSTEM,
    }
    return not case.is_open if group is QueueGroup.CLOSED else case.is_open and groups[group]


def _row(story: CaseStory) -> QueueRow:
    case = story.case
    return QueueRow(
        case_id=case.case_id,
        number=case.number,
        request_type=case.request_type,
        person=case.payload.subject.address.masked,
        regime=case.regime,
        state=case.state,
        waits_for=case.waits_for,
        received_at=case.received_at,
        due_on=case.due_on,
        owner=case.owner,
        actions_done=sum(action.outcome is not None for action in story.actions),
        actions_total=len(story.actions),
    )
