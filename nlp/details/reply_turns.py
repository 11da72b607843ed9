"""Short replies: thanks, notices of absence, "any news?", "cancel that", in six languages."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bot.domain.reply_turn import ReplyTurn

_TABLE: Final[dict[str, dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "reply_turns.toml").read_text("utf-8")
)
_SHORT: Final = 600
"""Characters: a longer text is read by people, not by its turns."""

_PIECES_AT_MOST: Final = 14
_LONGEST_PIECE: Final = 140
_PIECE_END: Final = re.compile(r"[.!?;:,…\n]+(?=\s|$|\w)|\s[-–—]\s")
_DOTTED: Final = re.compile(r"\ba\.u\.b\.?|\bn[.º°]+(?=\s?\d)", re.IGNORECASE)
_AROUND: Final = re.compile(r"^\W+|\W+$")
_NAME: Final = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*)(?: [A-ZÀ-Þ][\w'’.-]*){0,2}")
_CASE_NUMBER: Final = re.compile(r"\b\d\d-\d{4,6}\b")
_SPACE: Final = re.compile(r"\s+")


def reply_turns(subject: str, text: str) -> frozenset[ReplyTurn]:
    """What the writer's own words do, by the whole of each piece; nothing where the text is long."""
    if len(text) > _SHORT:
        return _away(subject, text[:_SHORT])
    raw = [each for each in _PIECE_END.split(_DOTTED.sub(" ", text)) if _plain(each)]
    if not raw or len(raw) > _PIECES_AT_MOST:
        return _away(subject, text)
    kinds = [_kinds(each, is_last=number == len(raw) - 1) for number, each in enumerate(raw)]
    turns = _turns(kinds)
    if ReplyTurn.STATUS in turns and _CASE_NUMBER.search(f"{subject}\n{text}"):
        turns |= {ReplyTurn.OF_A_REQUEST}
    return turns or _away(subject, text)


def _turns(kinds: Sequence[str]) -> frozenset[ReplyTurn]:
    said = set(kinds)
    turns = set()
    if "cancel" in said:
        turns.add(ReplyTurn.CANCEL)
    if said & {"status", "named"}:
        turns.add(ReplyTurn.STATUS)
        if said <= {"status", "named", "polite", "thanks"}:
            turns.add(ReplyTurn.STATUS_ALONE)
    if "named" in said:
        turns.add(ReplyTurn.OF_A_REQUEST)
    if "thanks" in said and said <= {"thanks", "polite"}:
        turns.add(ReplyTurn.THANKS)
    return frozenset(turns)


def _kinds(piece: str, *, is_last: bool) -> str:
    """What one piece says; a name at the end says nothing."""
    plain = _plain(piece)
    for kind, pattern in _WHOLE.items():
        if len(plain) <= _LONGEST_PIECE and pattern.fullmatch(plain):
            return kind
    return "polite" if is_last and _NAME.fullmatch(_AROUND.sub("", piece)) else "other"


def _away(subject: str, text: str) -> frozenset[ReplyTurn]:
    """A notice says so in its subject, or that somebody is away and what happens until they are back."""
    said = _SPACE.sub(" ", text.replace("’", "'"))
    is_notice = _NOTICE.search(_AROUND.sub("", subject)) or (_AWAY.search(said) and _BACK.search(said))
    return frozenset({ReplyTurn.AWAY}) if is_notice else frozenset()


def _plain(piece: str) -> str:
    return _SPACE.sub(" ", _AROUND.sub("", piece.replace("’", "'"))).lower()


def _any(name: str) -> re.Pattern[str]:
    patterns = (
        pattern.replace("{request}", f"(?:{table['request']})").replace("{it}", table["it"])
        for table in _TABLE.values()
        for pattern in table[name]
    )
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_WHOLE: Final = {name: _any(name) for name in ("thanks", "polite", "named", "status", "cancel")}
_AWAY, _BACK, _NOTICE = _any("away"), _any("back"), _any("notice")
