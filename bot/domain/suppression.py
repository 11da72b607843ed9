"""Who must stay out: keyed hashes of people who were erased or opted out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.case import CaseId
from bot.domain.identity import SubjectKey


class SuppressionKind(StrEnum):
    """What must not happen to that person again."""

    RE_IMPORT = "re_import"
    MARKETING = "marketing"
    ADVERTISING = "advertising"
    SERVICE_MESSAGES = "service_messages"
    PROCESSING = "processing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One entry; kept after the case's data is gone."""

    subject_key: SubjectKey
    kind: SuppressionKind
    since: datetime
    case_id: CaseId
