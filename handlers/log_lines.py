"""Log lines: an event and its ids as `key=value`, never prose about people."""

import logging
import sys
import traceback
from typing import Any, Final

from bot.errors import PrivacyDeskError

_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class LineFormatter(logging.Formatter):
    """`2026-11-23T10:00:00 INFO bot.workflow case approved case_id=…`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        """The line, with what was given as `extra`."""
        extras = " ".join(f"{key}={value}" for key, value in vars(record).items() if key not in _OWN)
        line = super().formatMessage(record)
        return f"{line} {extras}" if extras else line

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Where it happened and its type; only our own errors are known to carry no personal data in their words."""
        kind, error, trace = ei
        frames = "".join(traceback.format_tb(trace))
        words = f": {error}" if isinstance(error, PrivacyDeskError) else ""
        return f"{frames}{kind.__name__ if kind else ''}{words}"


def start_logging(level: int = logging.INFO) -> None:
    """To standard error; libraries only speak up when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("bot", "handlers", "integrations", "nlp"):
        logging.getLogger(name).setLevel(level)
