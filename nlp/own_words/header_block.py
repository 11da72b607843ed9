"""From, Sent, To, Subject above an earlier mail, in the words of mail programs."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_MOST_LINES: Final = 12
_LONGEST: Final = 300

_LABEL: Final = re.compile(
    r"^\s{0,8}[*_]{0,2}(?:"
    r"(?P<sender>from|von|de|da|van|发件人|kimden|gönderen|od|från)"
    r"|(?P<sent>sent|date|gesendet(?: am)?|datum|envoyé(?: le)?|envoye|enviado(?: el)?|fecha|inviato|data|verzonden"
    r"|gönderildi|发送时间|wysłano|tarih)"
    r"|(?P<to>to|an|à|a|para|aan|收件人|kime|do)"
    r"|(?P<subject>subject|betreff|objet|asunto|oggetto|ogg|onderwerp|主题|temat|konu)"
    r"|(?P<other>cc|bcc|kopie|copie à|copia|reply-to|importance|wichtigkeit|attachments|anlagen|priority)"
    r")\s{0,2}[*_]{0,2}\s?[::](?!//)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w")
_RULE: Final = re.compile(r"^\s*[_=–—-]{5,}\s*$")


def starts_header_block(lines: Sequence[str], index: int) -> bool:
    """An earlier mail's headers begin here, or the line that is drawn above them.

    People write “From: London, To: Paris” too: there must be a sender, and an address or a subject.
    """
    is_ruled = _RULE.match(lines[index]) is not None
    start = next((at for at in range(index + 1, len(lines)) if lines[at].strip()), index) if is_ruled else index
    if _label(lines[start]) is None:
        return False
    block = list(_block(lines, start))
    labels = {label for label, _ in block} - {None}
    is_mail = "subject" in labels or any(_ADDRESS.search(line) for _, line in block)
    if is_ruled and labels == {"sender"}:
        return start == index + 1
    return "sender" in labels and is_mail and len(labels - {"other"}) >= (2 if is_ruled else 3)


def _block(lines: Sequence[str], start: int) -> Iterator[tuple[str | None, str]]:
    """The headers from here on, with lines that go on with the one above."""
    for at in range(start, min(len(lines), start + _MOST_LINES)):
        label = _label(lines[at])
        is_blank_between = not lines[at].strip() and at + 1 < len(lines) and _label(lines[at + 1]) is not None
        is_folded = lines[at][:1] in {" ", "\t"} and bool(lines[at].strip())
        if label is None and not is_blank_between and not is_folded:
            return
        yield label, lines[at][:_LONGEST]


def _label(line: str) -> str | None:
    found = _LABEL.match(line[:60])
    return found.lastgroup if found else None
