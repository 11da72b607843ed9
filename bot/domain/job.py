"""Work to do after a commit: a name and an id, nothing personal."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

JobId = NewType("JobId", int)


class JobName(StrEnum):
    """Every kind of job; each has exactly one worker entry."""

    TRIAGE = "triage"
    POST_REVIEW = "post_review"
    EDIT_REVIEW = "edit_review"
    OPEN_TICKET = "open_ticket"
    SEND_LETTER = "send_letter"
    FIND_SUBJECT = "find_subject"
    BUILD_PLAN = "build_plan"
    POST_CARD = "post_card"
    EDIT_CARD = "edit_card"
    START = "start"
    PERFORM = "perform"
    CONCLUDE = "conclude"
    ERASE_KEPT = "erase_kept"
    END_OWN_DATA = "end_own_data"
    CLOSE_TICKET = "close_ticket"
    EXPIRE_LINK = "expire_link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`argument` is the id of the thing to work on. `run_at` None means at once."""

    name: JobName
    argument: str
    run_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedJob:
    """A job handed to one runner until its lease ends."""

    job_id: JobId
    job: Job
    attempts: int
