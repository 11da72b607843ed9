"""The SentFolder port on IMAP: many servers file what they send, and there a letter is found by its Message-ID."""

from dataclasses import dataclass, field
from threading import Lock

from integrations.imap_mailbox import ImapMailbox


@dataclass(frozen=True, slots=True)
class ImapSentFolder:
    """One folder, which threads may share."""

    folder: ImapMailbox
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def has(self, message_id: str) -> bool:
        """Whether a mail with that Message-ID was accepted. Raises TemporaryFailure or PermanentFailure."""
        with self._one_at_a_time:
            return self.folder.has(message_id)

    def check(self) -> str:
        """One sentence saying that it can be read; raises what `has` raises."""
        with self._one_at_a_time:
            return self.folder.check()
