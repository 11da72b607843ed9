"""One-time links: a secret that lets its holder do one thing to one case."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.case import CaseId

LinkId = NewType("LinkId", str)


class LinkPurpose(StrEnum):
    """What a link is good for; each can also stop its case."""

    PROVE_IDENTITY = "prove_identity"
    CANCEL = "cancel"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeLink:
    """Only the token's hash is stored; `used_at` is set by the one POST that consumed it."""

    link_id: LinkId
    token_hash: str
    case_id: CaseId
    purpose: LinkPurpose
    expires_at: datetime
    used_at: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and now < self.expires_at
