"""Authentication-Results (RFC 8601) of our own mail server, and of nobody else: senders can write the field too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.domain.identity import EmailAddress
from bot.domain.sender_check import SenderCheck
from integrations.rfc822.header import Header

_MOST_FIELDS: Final = 50
_COMMENT: Final = re.compile(r"\([^()]*\)")
_DEEPEST_COMMENT: Final = 10
_METHOD: Final = re.compile(r"\s*([a-z0-9-]+)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)\b(.*)", re.IGNORECASE | re.DOTALL)
_PROPERTY: Final = re.compile(r"([a-z]+\.[a-z]+)\s*=\s*(\"[^\"]*\"|[^\s;\"]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    method: str
    result: str
    properties: dict[str, str]


def sender_check(header: Header, sender: EmailAddress | None, *, authserv_id: str) -> SenderCheck:
    """The verdict on the one From address; of several DMARC findings the worst counts."""
    if not authserv_id or sender is None:
        return SenderCheck.UNCHECKED
    ours = next(_ours(header, authserv_id), None)
    if ours is None:
        return SenderCheck.UNCHECKED
    findings = list(_findings(ours))
    dmarc = [finding for finding in findings if finding.method == "dmarc" and finding.result != "none"]
    if any(finding.result in {"fail", "permerror"} for finding in dmarc):
        return SenderCheck.FORGED
    if dmarc:
        is_proved = all(finding.result == "pass" and _is_about(finding, sender.domain) for finding in dmarc)
    else:
        is_proved = any(_is_aligned_pass(finding, sender.domain) for finding in findings)
    return SenderCheck.PROVED if is_proved else SenderCheck.UNPROVED


def _ours(header: Header, authserv_id: str) -> Iterator[str]:
    """From the topmost down: servers write theirs above what came in."""
    for value in header.values("authentication-results")[:_MOST_FIELDS]:
        bare = _without_comments(value)
        name, _, rest = bare.partition(";")
        words = name.split()
        if words and words[0].strip('"').lower() == authserv_id.lower():
            yield rest


def _without_comments(value: str) -> str:
    for _ in range(_DEEPEST_COMMENT):
        value, count = _COMMENT.subn(" ", value)
        if not count:
            break
    return value


def _findings(rest: str) -> Iterator[_Finding]:
    for part in rest.split(";"):
        if found := _METHOD.match(part):
            properties = {name.lower(): value.strip('"').lower() for name, value in _PROPERTY.findall(found[3])}
            yield _Finding(method=found[1].lower(), result=found[2].lower(), properties=properties)


def _is_about(finding: _Finding, domain: str) -> bool:
    """A DMARC pass for another From field than the one we read proves nothing."""
    said = finding.properties.get("header.from", "")
    return said.rpartition("@")[2].rstrip(".") == domain.lower()


def _is_aligned_pass(finding: _Finding, domain: str) -> bool:
    """DKIM or SPF for the From domain itself or one above it."""
    wanted = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}.get(finding.method, ())
    if finding.result != "pass":
        return False
    said = next((finding.properties[name] for name in wanted if name in finding.properties), "")
    proved = said.rpartition("@")[2].rstrip(".")
    return "." in proved and (domain.lower() == proved or domain.lower().endswith(f".{proved}"))
