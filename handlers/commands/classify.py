"""`privacy-desk classify`: what the classifier says, one JSON line a message."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.domain.classification import Classification
from bot.errors import UnreadableMail, UserError
from bot.ports.mail import MessageParser
from bot.ports.understanding import Classifier


def count_lines(path: Path) -> int:
    """How many messages a file holds; 0 for what cannot be read twice, such as a pipe."""
    if not path.is_file():
        return 0
    try:
        with path.open("rb") as lines:
            return sum(not line.isspace() for line in lines)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error


def classify_jsonl(path: Path, classifier: Classifier) -> Iterator[str]:
    """One line of JSON for each line of the file: {"id", "subject", "body"} or {"id", "text"}."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    row = _row(line, f"{path}, line {number}")
                    found = classifier.classify(subject=_text(row, "subject"), body=_body(row))
                    yield _as_json(row.get("id", number), found)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error


def classify_eml(path: Path, parser: MessageParser, classifier: Classifier) -> str:
    """One line of JSON for a mail; the id is the file's name."""
    try:
        mail = parser.parse(path.read_bytes())
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
    except UnreadableMail as error:
        raise UserError(f"{path} is no mail: {error}") from error
    return _as_json(path.name, classifier.classify(subject=mail.subject, body=mail.text))


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UserError(f'{where}: not JSON; each line must be an object with "id" and "body" (or "text")') from error
    if not isinstance(row, dict):
        raise UserError(f'{where}: not a JSON object; each line must be one with "id" and "body" (or "text")')
    if not row.keys() & {"subject", "body", "text"}:
        raise UserError(f'{where}: there is no "subject", "body" or "text" in it, so there is nothing to read')
    return row


def _body(row: dict[str, Any]) -> str:
    return _text(row, "body") or _text(row, "text")


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _as_json(row_id: object, found: Classification) -> str:
    identifiers = found.identifiers
    answer = {
        "id": row_id,
        "decision": found.decision,
        "probability": round(found.probability, 4),
        "labels": [
            {"label": score.label, "confidence": round(score.confidence, 4), "evidence": list(score.evidence)}
            for score in found.labels
        ],
        "scope": {"service_messages": found.scope.service_messages},
        "language": found.language,
        "identifiers": {
            "emails": [address.value for address in identifiers.emails],
            "orders": list(identifiers.orders),
            "phones": list(identifiers.phones),
        },
    }
    return json.dumps(answer, ensure_ascii=False)
