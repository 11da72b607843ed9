"""Secrets derived from one master key: keyed hashes, link tokens, thread tokens."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

from bot.domain.case import CaseId
from bot.domain.identity import EmailAddress, SubjectKey
from bot.domain.proof import DataPoint

_TAG_LENGTH: Final = 24


@dataclass(frozen=True, slots=True)
class Keyring:
    """Derives every secret by HMAC-SHA256 over a purpose, so that no two uses share a key.

    `master` is 32 bytes; Keyring never gives it away.
    """

    master: bytes = field(repr=False)

    def derive(self, purpose: str) -> bytes:
        """32 bytes that belong to one purpose only."""
        return hmac.digest(self.master, f"privacy-desk/{purpose}".encode(), "sha256")

    def subject_key(self, address: EmailAddress) -> SubjectKey:
        """The keyed hash under which a person's records find each other."""
        return SubjectKey(self._tag("subject", address.value))

    def link_token(self, link_id: str) -> str:
        """The secret part of a one-time link; derived, so it never has to be stored."""
        return self._tag("link", link_id)

    def message_id(self, case_id: CaseId, letter_id: str, *, domain: str) -> str:
        """A Message-ID of ours that names the case and proves it was ours (with angle brackets)."""
        return f"<{case_id}.{letter_id}.{self._thread_tag(case_id, letter_id)}@{domain}>"

    def find_case_id(self, message_id: str) -> CaseId | None:
        """The case a Message-ID of ours belongs to; None for anybody else's, however alike."""
        parts = message_id.strip("<> \t").partition("@")[0].split(".")
        if len(parts) != 3:
            return None
        case_id, letter_id, tag = parts
        is_ours = hmac.compare_digest(tag.encode(), self._thread_tag(CaseId(case_id), letter_id).encode())
        return CaseId(case_id) if is_ours else None

    def data_point_tag(self, case_id: CaseId, point: DataPoint, value: str) -> str:
        """What is kept of a data point: useless in any other case."""
        return self._tag("data-point", f"{case_id}.{point}.{value}")

    def _thread_tag(self, case_id: CaseId, letter_id: str) -> str:
        return self._tag("thread", f"{case_id}.{letter_id}")[:_TAG_LENGTH]

    def _tag(self, purpose: str, value: str) -> str:
        return hmac.new(self.derive(purpose), value.encode(), "sha256").hexdigest()


def token_hash(token: str) -> str:
    """What is stored of a secret token: its SHA-256; a 256-bit token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
