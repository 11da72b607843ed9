"""Log lines: an event and its ids as `key=value`, never prose about people."""

import json
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from typing import Any, Final

from bot.errors import PrivacyDeskError

_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class LineFormatter(logging.Formatter):
    """`2026-11-23T10:00:00Z INFO bot.workflow case approved case_id=…`, in UTC."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%SZ")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        """The line, with what was given as `extra`."""
        extras = [f"{key}={_quoted(value)}" for key, value in vars(record).items() if key not in _OWN]
        return " ".join([super().formatMessage(record), *extras])

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Where it happened and its type; only our own errors are known to carry no personal data in their words."""
        return "\n".join(reversed(list(_told(ei[1]))))


def _told(error: BaseException | None) -> Iterator[str]:
    """The error, then what led to it; an error may not be told twice, so that a circle ends."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = "".join(traceback.format_tb(error.__traceback__))
        words = f": {error}" if isinstance(error, PrivacyDeskError) else ""
        yield f"{frames}{type(error).__name__}{words}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _quoted(value: object) -> str:
    """As it is, or in quotes when it has blanks or line ends, so that one event stays one line."""
    text = str(value)
    return text if text and text.isprintable() and not set(text) & set(' "=') else json.dumps(text, ensure_ascii=False)


def start_logging(level: int = logging.INFO) -> None:
    """To standard error; libraries only speak up when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("bot", "handlers", "integrations", "nlp"):
        logging.getLogger(name).setLevel(level)
