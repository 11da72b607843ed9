"""The small forms that open over a card, and how their answers are read."""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.domain.refusal import ProposedRefusal
from bot.domain.request import REQUEST_WORDS, DenialReason, RequestType

View = dict[str, Any]

DENY: Final = "approval.deny"
ASK: Final = "approval.ask"
OTHER: Final = "review.other"

REASON_BLOCK: Final = "reason"
WORDS_BLOCK: Final = "words"
LABELS_BLOCK: Final = "labels"
WORDS_CHARACTERS: Final = 1_500
QUOTE_CHARACTERS: Final = 600
"""Of the customer's words, carried along while the form changes; all that is carried has to fit into 3,000."""

REASON_WORDS: Final[dict[DenialReason, str]] = {
    DenialReason.SUSPECTED_FRAUD: "It looks like fraud",
    DenialReason.INSUFFICIENT_VERIFICATION: "They did not prove who they are",
    DenialReason.NO_MATCH: "We hold nothing about them",
    DenialReason.CLAIM_NOT_COVERED: "The law does not cover what they ask",
    DenialReason.OUTSIDE_JURISDICTION: "No privacy law of ours applies to them",
    DenialReason.TOO_MANY_REQUESTS: "They asked the same too often",
    DenialReason.OTHER: "Another reason",
}

NO_PROPOSAL: Final = ProposedRefusal(words="", in_english="")


def denial_form(
    ids: Mapping[str, str], headline: str, reason: DenialReason | None = None, proposal: ProposedRefusal = NO_PROPOSAL
) -> View:
    """Why, and the sentence the customer reads; choosing a reason proposes one in their language."""
    reasons = [_option(REASON_WORDS[known], known.value) for known in DenialReason]
    chosen = [option for option in reasons if reason is not None and option["value"] == reason.value]
    picker: View = {"type": "radio_buttons", "action_id": "pick", "options": reasons}
    if chosen:
        picker["initial_option"] = chosen[0]
    why = {**_input(REASON_BLOCK, "Why?", picker), "dispatch_action": True}
    meaning = f" In English: {proposal.in_english}" if proposal.is_foreign else ""
    # another block id for each reason: Slack keeps what stands in a field of the same name
    words = _words_input(
        f"{WORDS_BLOCK}.{reason.value if reason else ''}",
        "What the customer reads",
        proposal.words,
        f"They read this sentence as it stands here, with how to complain below it.{meaning}",
    )
    blocks = [_section(headline), *_quote(ids.get("q", "")), why, words]
    return _modal(DENY, "Deny this request", "Deny and tell them", blocks, {**ids, "h": headline})


def question_form(ids: Mapping[str, str], headline: str) -> View:
    """What is missing, in the words the customer reads."""
    words = _words_input(
        WORDS_BLOCK,
        "What do you need to know?",
        "",
        "The customer reads this as it stands here. The case waits for their answer; "
        "the clock stops only where the law lets it, and the card says by when.",
        "For example: Which of your two accounts do you mean, the one with the order from May or the newer one?",
    )
    return _modal(ASK, "Ask for information", "Send the question", [_section(headline), words], ids)


def labels_form(ids: Mapping[str, str]) -> View:
    """Every request type, several at once, for one mail can ask for more than one thing."""
    options = [_option(words, kind.value) for kind, words in REQUEST_WORDS.items()]
    picker = {"type": "checkboxes", "action_id": "pick", "options": options}
    blocks = [_input(LABELS_BLOCK, "What does this mail ask for? Tick all that apply.", picker)]
    return _modal(OTHER, "Something else", "Open a case for each", blocks, ids)


def chosen_reason(view: Mapping[str, Any]) -> DenialReason:
    """The reason picked in a submitted denial; raises KeyError or ValueError without one."""
    return DenialReason(_answer(view, REASON_BLOCK)["selected_option"]["value"])


def written_words(view: Mapping[str, Any]) -> str:
    """The sentence for the customer."""
    return str(_answer(view, _words_block(view)).get("value") or "").strip()


def chosen_labels(view: Mapping[str, Any]) -> tuple[RequestType, ...]:
    """The ticked request types."""
    return tuple(RequestType(option["value"]) for option in _answer(view, LABELS_BLOCK)["selected_options"])


def carried_ids(view: Mapping[str, Any]) -> dict[str, str]:
    """What the form was opened for."""
    found: dict[str, str] = json.loads(view["private_metadata"])
    return found


def has_own_words(view: Mapping[str, Any]) -> bool:
    """Whether somebody wrote a sentence of their own, which a change of the reason must not throw away."""
    written = written_words(view)
    proposed = [block["element"].get("initial_value", "") for block in view["blocks"] if _is_words(block)]
    return bool(written) and written not in proposed


def error_block(view: Mapping[str, Any]) -> str:
    """The field under which a refusal is shown: the last one, next to the button."""
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return str(inputs[-1])


def _is_words(block: Mapping[str, Any]) -> bool:
    return str(block.get("block_id", "")).startswith(WORDS_BLOCK)


def _words_block(view: Mapping[str, Any]) -> str:
    names: list[str] = list(view["state"]["values"])
    return next(name for name in names if name.startswith(WORDS_BLOCK))


def _answer(view: Mapping[str, Any], block_id: str) -> dict[str, Any]:
    fields: dict[str, dict[str, Any]] = view["state"]["values"][block_id]
    return next(iter(fields.values()))


def _modal(callback_id: str, title: str, submit: str, blocks: list[View], carried: Mapping[str, str]) -> View:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": _plain(title),
        "submit": _plain(submit),
        "close": _plain("Cancel"),
        "private_metadata": json.dumps(dict(carried), separators=(",", ":"), ensure_ascii=False),
        "blocks": blocks,
    }


def _words_input(block_id: str, label: str, value: str, hint: str, placeholder: str = "") -> View:
    field: View = {
        "type": "plain_text_input",
        "action_id": "write",
        "multiline": True,
        "min_length": 1,
        "max_length": WORDS_CHARACTERS,
    }
    if value:
        field["initial_value"] = value
    if placeholder:
        field["placeholder"] = _plain(placeholder)
    return {**_input(block_id, label, field), "hint": _plain(hint)}


def _input(block_id: str, label: str, element: View) -> View:
    return {"type": "input", "block_id": block_id, "label": _plain(label), "element": element}


def _option(text: str, value: str) -> View:
    return {"text": _plain(text), "value": value}


def _section(text: str) -> View:
    return {"type": "section", "text": _plain(text)}


def _quote(text: str) -> list[View]:
    """What the customer wrote, beside the decision to refuse it."""
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}] if text else []


def _plain(text: str) -> View:
    return {"type": "plain_text", "text": text, "emoji": False}
