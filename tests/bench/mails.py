"""The rows of a JSONL file as mails from people who do not know each other."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[2]
_VALIDATION: Final = REPOSITORY.parent / "shared" / "eval" / "validation.jsonl"
CORPUS: Final = REPOSITORY / "nlp" / "corpus"
_HELP: Final = "help@retailops.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What the mails will say, and where it is from in words."""

    source: str
    rows: Sequence[Mapping[str, object]]


def find_texts(path: Path | None) -> Texts:
    """The file (or folder) asked for, else the validation texts beside the repository, else the committed corpus."""
    chosen = path or (_VALIDATION if _VALIDATION.exists() else CORPUS)
    files = sorted(chosen.glob("*.jsonl")) if chosen.is_dir() else [chosen]
    why = ", for no other texts were given or found" if chosen == CORPUS else ""
    return Texts(source=f"{chosen.parent.name}/{chosen.name}{why}", rows=[row for file in files for row in _rows(file)])


def as_mails(texts: Texts, *, newest_at: datetime) -> list[bytes]:
    """One mail a row, a minute apart, each from its own address; the first is the oldest."""
    count = len(texts.rows)
    return [
        _mail(row, number, sent_at=newest_at - timedelta(minutes=count - number))
        for number, row in enumerate(texts.rows, 1)
    ]


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _mail(row: Mapping[str, object], number: int, *, sent_at: datetime) -> bytes:
    address = f"customer-{number}@example.test"
    mail = EmailMessage(policy=SMTP)
    mail["Return-Path"] = f"<{address}>"
    mail["Received"] = f"from mx.example.test by mail.retailops.test; {format_datetime(sent_at)}"
    mail["Date"] = format_datetime(sent_at)
    mail["From"] = f"Customer {number} <{address}>"
    mail["To"] = _HELP
    mail["Subject"] = " ".join(str(row.get("subject") or "").split())
    mail["Message-ID"] = f"<mail-{number}@example.test>"
    mail["User-Agent"] = "Mozilla Thunderbird"
    mail.set_content(str(row.get("text") or row.get("body") or ""), cte="quoted-printable")
    return mail.as_bytes()
