"""The corpus: whole mails with their labels and the words that led to each."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.domain.request import RequestType

CORPUS: Final = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingMail:
    """One labelled message; `brief` names the independent brief it was written from."""

    mail_id: str
    brief: str
    subject: str = field(repr=False)
    body: str = field(repr=False)
    labels: frozenset[RequestType]
    also_right: frozenset[RequestType] = frozenset()
    evidence: tuple[tuple[RequestType, str], ...] = field(default=(), repr=False)
    may_be_reviewed: bool = False
    language: str = "und"

    @property
    def is_privacy(self) -> bool:
        """Whether it makes any request."""
        return bool(self.labels)


def read_mails(paths: Iterable[Path]) -> list[TrainingMail]:
    """Every row of these JSONL files, in order; rows of the stratum `borderline` are left out."""
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]
    rows = [json.loads(line) for line in lines]
    return [_mail(row) for row in rows if row.get("stratum") != "borderline"]


def read_corpus() -> list[TrainingMail]:
    """The mails the model is trained from."""
    return read_mails(corpus_files())


def corpus_files() -> list[Path]:
    """The committed files, sorted."""
    return sorted(CORPUS.glob("*.jsonl"))


def corpus_fingerprint() -> str:
    """SHA-256 over the committed files: the model's meta names the one it was trained from."""
    digest = hashlib.sha256()
    for path in corpus_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _mail(row: dict[str, Any]) -> TrainingMail:
    return TrainingMail(
        mail_id=str(row.get("id", "")),
        brief=str(row.get("brief", row.get("source", ""))),
        subject=str(row.get("subject", "")),
        body=str(row.get("body", row.get("text", ""))),
        labels=frozenset(RequestType(label) for label in row.get("labels", ())),
        also_right=frozenset(RequestType(label) for label in row.get("also_ok", ()) if label in set(RequestType)),
        evidence=tuple((RequestType(found["label"]), found["text"]) for found in row.get("evidence", ())),
        may_be_reviewed=row.get("must") == "review_ok",
        language=str(row.get("lang", "und")),
    )
