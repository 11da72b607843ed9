"""Which of our posts already stand in a channel, found by the key each carries in its metadata.

Slack has no idempotency key of its own, and a post whose answer was lost may stand there all the same. So before
every post the channel's news are read: only what came since the last look, hence one light call. The first look of a
process goes back PAGES_BACK pages, which covers what a killed process left behind; a post whose answer was lost takes
the next look back to where that post began. That is sound with several processes, needs no state of ours, and costs
one `conversations.history` (tier 3, 50 and more a minute) beside each `chat.postMessage` (about one a second).
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

EVENT_TYPE: Final = "privacy_desk_card"
PAGE: Final = 200
PAGES_BACK: Final = 5
MARGIN_SECONDS: Final = 1
KEYS_REMEMBERED: Final = 20_000

Message = Mapping[str, Any]
ReadPage = Callable[[str, str], tuple[Sequence[Message], str]]
"""(oldest, cursor) → a page of a channel's messages, newest first, and the next page's cursor or ""."""


def metadata(key: str) -> dict[str, Any]:
    """What a post carries so that it is found again."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def key_of(message: Message) -> str | None:
    """The key a message carries, if it is one of ours."""
    found = message.get("metadata") or {}
    if found.get("event_type") != EVENT_TYPE:
        return None
    return (found.get("event_payload") or {}).get("key")


@dataclass(slots=True)
class ChannelLedger:
    """The posts known to stand in one channel: key → timestamp."""

    posts: OrderedDict[str, str] = field(default_factory=OrderedDict)
    read_up_to: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, key: str, read_page: ReadPage) -> str | None:
        """The timestamp of the post with that key, after reading the channel's news where it is not known yet."""
        known = self._known(key)
        if known is not None:
            return known
        self._read_news(read_page)
        return self._known(key)

    def note(self, key: str, timestamp: str) -> None:
        """Remember a post of our own."""
        with self.lock:
            self.posts.setdefault(key, timestamp)
            self._forget_oldest()

    def _known(self, key: str) -> str | None:
        with self.lock:
            return self.posts.get(key)

    def doubt(self, since: float) -> None:
        """A post begun when the channel was read up to `since` may stand there although its answer was lost."""
        with self.lock:
            self.read_up_to = min(self.read_up_to, since)

    def _read_news(self, read_page: ReadPage) -> None:
        """The margin: a post may become visible just after a later one, and the next look must still see it."""
        seen = self.read_up_to
        oldest = f"{max(0.0, seen - MARGIN_SECONDS):.6f}"
        newest, cursor, pages = seen, "", 0
        while pages == 0 or (cursor and (seen or pages < PAGES_BACK)):
            messages, cursor = read_page(oldest, cursor)
            self._note_all(messages)
            newest = max([newest, *(float(message["ts"]) for message in messages)])
            pages += 1
        with self.lock:
            self.read_up_to = max(self.read_up_to, newest)

    def _note_all(self, messages: Iterable[Message]) -> None:
        # oldest last, so that the first of two posts with one key is the one that counts
        for message in messages:
            key = key_of(message)
            if key is not None:
                with self.lock:
                    self.posts[key] = message["ts"]
                    self._forget_oldest()

    def _forget_oldest(self) -> None:
        while len(self.posts) > KEYS_REMEMBERED:
            self.posts.popitem(last=False)
