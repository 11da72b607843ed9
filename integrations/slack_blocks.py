"""Cards as Block Kit: pure functions from a card to a message, always within Slack's limits.

The action ids and the keys of a button's value are read by handlers/slack_app.py; a test clicks every button there.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.card import ApprovalCard, CardLine, ReviewCard
from bot.domain.request import REQUEST_WORDS, RequestType
from integrations.slack_text import mrkdwn, plain, quoted

Block = dict[str, Any]

MESSAGE_CHARACTERS: Final = 10_000
"""The whole card; Slack answers `msg_blocks_too_long` somewhere above 13,000."""

LINES_SHOWN: Final = 12
TEXT_CHARACTERS: Final = 1_000
BUTTON_VALUE_CHARACTERS: Final = 2_000
URL_CHARACTERS: Final = 3_000

_SCALES: Final = (1.0, 0.6, 0.3, 0.1)


@dataclass(frozen=True, slots=True)
class SlackPost:
    """`text` is what notifications and screen readers say: one whole sentence, nothing of the customer's words."""

    text: str
    blocks: list[Block]


def approval_post(card: ApprovalCard) -> SlackPost:
    """The approval card: buttons while a decision can be taken, afterwards how it ended."""
    request = REQUEST_WORDS[card.request_type]
    what = f"{request}, {card.headline}, for {card.person or 'a person not known yet'}"
    news = card.ending or f"{card.time_left}. Please decide."
    return SlackPost(mrkdwn(f"{what}: {news}", TEXT_CHARACTERS), _fitting(lambda scale: _approval_blocks(card, scale)))


def review_post(card: ReviewCard) -> SlackPost:
    """The review card: one press names the request."""
    news = card.ending or "Please decide."
    text = mrkdwn(f"Is this a privacy request? Mail from {card.sender}, {card.age}. {news}", TEXT_CHARACTERS)
    return SlackPost(text, _fitting(lambda scale: _review_blocks(card, scale)))


def thread_text(line: str) -> str:
    """One line of the card's story."""
    return mrkdwn(line, 2_000) or "–"


def _approval_blocks(card: ApprovalCard, scale: float) -> list[Block]:
    def room(characters: int) -> int:
        return max(60, int(characters * scale))

    plan, answer = (
        ("What happens", "The answer that will be sent") if card.ending is None else ("The plan", "The answer")
    )
    blocks = [
        _header(f"{REQUEST_WORDS[card.request_type]} · {card.headline}"),
        _context(_bold(mrkdwn(card.time_left, 150)) if card.ending is None else ""),
        _section(quoted(card.excerpt, room(1_200))),
        _section(_labelled("Person", mrkdwn(card.person, room(300)))),
        *(_section(_labelled(mrkdwn(note.system, 40), mrkdwn(note.text, room(400)))) for note in card.notes[:4]),
        _section(_labelled(plan, _system_lines(card.lines, room(220)))),
        _section(_labelled(answer, quoted(card.answer, room(2_400)))),
    ]
    if card.ending is not None:
        return _seen([*blocks, _divider(), _section(mrkdwn(card.ending, room(800))), _actions([_open(card.open_url)])])
    return _seen(
        [
            *blocks,
            _section(_led("⚠️ ", mrkdwn(card.warning, room(600)))),
            _context(*(f"✓ {mrkdwn(name, 120)}" for name in card.given[:5])),
            _actions(_approval_buttons(card)),
        ]
    )


def _approval_buttons(card: ApprovalCard) -> list[Block]:
    value = _value({"c": card.case_id, "p": card.plan_hash})
    turn = f" · {min(len(card.given) + 1, card.approvals)} of {card.approvals}" if card.approvals > 1 else ""
    approve = _button("approval.approve", f"Approve{turn}", value) | {"style": "primary"}
    if card.is_irreversible or card.confirmation:
        approve["confirm"] = _confirm(card)
    decisions = [
        *([approve] if card.may_approve else []),
        _button("approval.deny", "Deny…", value) | {"style": "danger"},
        _button("approval.ask", "Ask for information…", value),
    ]
    return [
        *([_button("approval.withdraw", "Close as withdrawn", value)] if card.may_withdraw else []),
        *(decisions if card.plan_hash else []),
        _open(card.open_url),
    ]


def _confirm(card: ApprovalCard) -> Block:
    asked = card.confirmation.strip() or f"Case {card.number}, {card.person}."
    question = f"{asked} {card.warning}"
    return {
        "title": _plain(f"Approve “{REQUEST_WORDS[card.request_type]}”?", 100),
        "text": _plain(question, 300),
        "confirm": _plain("Approve", 30),
        "deny": _plain("Not yet", 30),
        "style": "danger",
    }


def _review_blocks(card: ReviewCard, scale: float) -> list[Block]:
    blocks = [
        _header("Is this a privacy request?"),
        _context(f"mail from {mrkdwn(card.sender, 200)} · {mrkdwn(card.age, 100)}"),
        _section(quoted(card.excerpt, max(60, int(2_000 * scale)))),
        _section(mrkdwn(card.guess, max(60, int(1_000 * scale)))),
    ]
    if card.ending is not None:
        return _seen([*blocks, _divider(), _section(mrkdwn(card.ending, 800)), _actions([_open(card.open_url)])])
    return _seen([*blocks, _actions(_review_buttons(card))])


def _review_buttons(card: ReviewCard) -> list[Block]:
    bare = _value({"r": card.review_id})
    return [
        *(_suggestion(place, card, kind) for place, kind in enumerate(card.suggestions[:2])),
        _button("review.other", "Something else…", bare),
        _button("review.none", "Not privacy", bare),
        _open(card.open_url),
    ]


def _suggestion(place: int, card: ReviewCard, kind: RequestType) -> Block:
    return _button(f"review.pick.{place}", REQUEST_WORDS[kind], _value({"r": card.review_id, "t": kind.value}))


def _system_lines(lines: tuple[CardLine, ...], room: int) -> str:
    shown = lines if len(lines) <= LINES_SHOWN else lines[: LINES_SHOWN - 1]
    rows = [f"• *{mrkdwn(line.system, 40) or 'System'}*  {mrkdwn(line.text, room - 50)}" for line in shown]
    rest = len(lines) - len(shown)
    return "\n".join([*rows, f"• and {rest} more, see Open"] if rest else rows)


def _fitting(build: Callable[[float], list[Block]]) -> list[Block]:
    """The fullest rendering that Slack takes; the last one fits whatever the card says."""
    for scale in _SCALES:
        blocks = build(scale)
        if len(json.dumps(blocks, ensure_ascii=False)) <= MESSAGE_CHARACTERS:
            break
    return blocks


def _seen(blocks: list[Block | None]) -> list[Block]:
    return [block for block in blocks if block is not None]


def _labelled(label: str, text: str) -> str:
    return text and f"*{label}*\n{text}"


def _bold(text: str) -> str:
    return text and f"*{text}*"


def _led(mark: str, text: str) -> str:
    return text and mark + text


def _header(text: str) -> Block:
    return {"type": "header", "text": _plain(text, 150)}


def _section(text: str) -> Block | None:
    return {"type": "section", "text": _mrkdwn(text)} if text else None


def _context(*texts: str) -> Block | None:
    seen = [_mrkdwn(text) for text in texts if text]
    return {"type": "context", "elements": seen} if seen else None


def _divider() -> Block:
    return {"type": "divider"}


def _actions(elements: list[Block]) -> Block | None:
    seen = [element for element in elements if element]
    return {"type": "actions", "elements": seen} if seen else None


def _button(action_id: str, text: str, value: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": _plain(text, 75), "value": value}


def _open(url: str) -> Block:
    """A link button, or nothing when there is no web address to go to."""
    if not url.startswith(("https://", "http://")) or len(url) > URL_CHARACTERS:
        return {}
    return {"type": "button", "action_id": "card.open", "text": _plain("Open", 75), "url": url}


def _value(ids: dict[str, str]) -> str:
    """Opaque ids in compact JSON; ids are ours and short, so the limit is a promise kept by construction."""
    value = json.dumps(ids, separators=(",", ":"))
    if len(value) > BUTTON_VALUE_CHARACTERS:
        raise ValueError("an id of a card does not fit into a button")
    return value


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": plain(text, limit), "emoji": False}


def _mrkdwn(text: str) -> Block:
    """`verbatim` keeps Slack from turning the customer's words into links, channels and mentions."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}
