"""Reviewed messages as training mails, and as lines of a file in the corpus's own format."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.domain.example import ReviewedExample
from bot.errors import UserError
from nlp.training_mail import TrainingMail, read_mails

_WRONG_ROW = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def training_mail(example: ReviewedExample) -> TrainingMail:
    """One example; what was decided in one month is one brief, so that a wave of like letters is held back together."""
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


def _brief(example: ReviewedExample) -> str:
    return f"reviewed_{example.decided_at:%Y_%m}"


def _taught(mail: TrainingMail) -> list[object]:
    evidence: Iterable[tuple[str, str]] = mail.evidence
    return [mail.mail_id, mail.subject, mail.body, sorted(mail.labels), sorted(evidence)]
