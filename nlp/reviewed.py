"""Reviewed messages as training mails, and as lines of a file in the corpus's own format."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from bot.domain.example import ReviewedExample
from bot.errors import UserError
from nlp.classifier import SpacyClassifier, evidence_for
from nlp.reading import read_message
from nlp.scorer import scores_of
from nlp.training_mail import TrainingMail, read_mails

META: Final = Path("pipeline") / "meta.json"
"""Where spaCy keeps a model's name and version."""

_WRONG_ROW: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def training_mail(example: ReviewedExample) -> TrainingMail:
    """One example; what was decided in one month is one brief, as if one hand had written it."""
    message = example.message
    return TrainingMail(
        mail_id=example.example_id,
        brief=_brief(example),
        subject=message.subject,
        body=message.body,
        labels=frozenset(example.labels),
        evidence=message.evidence,
        may_be_reviewed=True,
        language=example.suggestion.language,
    )


def as_line(example: ReviewedExample) -> str:
    """JSON in the corpus's fields, with the model and the suggestion that were corrected; not who decided."""
    message, suggestion = example.message, example.suggestion
    row: dict[str, Any] = {
        "id": example.example_id,
        "brief": _brief(example),
        "lang": suggestion.language,
        "subject": message.subject,
        "body": message.body,
        "labels": list(example.labels),
        "evidence": [{"label": label, "text": words} for label, words in message.evidence],
        "service_messages": False,
        "must": "review_ok",
        "note": "",
        "suggested": list(suggestion.labels),
        "model": suggestion.model_version,
        "decided_on": example.decided_at.date().isoformat(),
    }
    return json.dumps(row, ensure_ascii=False)


def read_reviewed(path: Path) -> list[TrainingMail]:
    """The mails of a file that `privacy-desk model export` wrote; raises UserError naming what is wrong."""
    try:
        mails = read_mails([path])
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
    except _WRONG_ROW as error:
        raise UserError(
            f"{path} is no file of reviewed messages: each line must be a JSON object with body and labels"
        ) from error
    if not mails:
        raise UserError(f"{path} holds no reviewed message")
    return mails


def fingerprint(mails: Sequence[TrainingMail]) -> str:
    """SHA-256 over what they teach, in whatever order they come."""
    taught = sorted(json.dumps(_taught(mail), sort_keys=True) for mail in mails)
    return hashlib.sha256("\n".join(taught).encode()).hexdigest()


def with_evidence(mail: TrainingMail, teacher: SpacyClassifier) -> TrainingMail:
    """A label that nobody showed words for is shown by the sentences that speak for it most.

    Without, every sentence of such a mail would be taught as one that asks for nothing.
    """
    missing = mail.labels - {label for label, _ in mail.evidence}
    reading = read_message(mail.subject, mail.body)
    if not missing or reading.is_empty:
        return mail
    with teacher.pipeline.memory_zone():
        scores = scores_of(teacher.pipeline(reading.text))
    shown = [(label, words) for label in sorted(missing) for words in evidence_for(label, reading, scores)]
    return replace(mail, evidence=(*mail.evidence, *shown))


def sign(folder: Path, reviewed: Sequence[TrainingMail]) -> None:
    """Put into a fresh model the version that every classification of it will bear."""
    path = folder / META
    meta = json.loads(path.read_text("utf-8"))
    version = reviewed_version(meta["version"], reviewed)
    meta |= {"name": "privacy_requests_reviewed", "version": version, "reviewed": len(reviewed)}
    path.write_text(json.dumps(meta, indent=2), "utf-8")


def reviewed_version(version: str, reviewed: Sequence[TrainingMail]) -> str:
    """The corpus's model with so many reviewed mails, and which."""
    return f"{version}.r{len(reviewed)}-{fingerprint(reviewed)[:8]}"


def _brief(example: ReviewedExample) -> str:
    return f"reviewed_{example.decided_at:%Y_%m}"


def _taught(mail: TrainingMail) -> list[object]:
    evidence: Iterable[tuple[str, str]] = mail.evidence
    return [mail.mail_id, mail.subject, mail.body, sorted(mail.labels), sorted(evidence)]
