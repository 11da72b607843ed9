"""Two independent readings of Slack's limits, neither of them ours."""

from typing import Any

import slackblocks
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slackblocks.objects import ConfirmationDialogue, Option, Text

Json = dict[str, Any]


def validate_message(blocks: list[Json]) -> None:
    """Raises for what either would not send."""
    for block in blocks:
        _validate_with_sdk(block)
    validate_with_slackblocks(blocks)


def validate_with_slackblocks(blocks: list[Json]) -> None:
    """The second reading alone."""
    slackblocks.Message(channel="C0", text="-", blocks=[_slackblock(block) for block in blocks]).to_dict()


def validate_modal(view: Json) -> None:
    """The same for a modal."""
    View(**view).validate_json()
    for block in view["blocks"]:
        _validate_with_sdk(block)
    slackblocks.ModalView(
        title=Text.from_dict(view["title"]),
        submit=Text.from_dict(view["submit"]),
        close=Text.from_dict(view["close"]),
        private_metadata=view["private_metadata"],
        callback_id=view["callback_id"],
        blocks=[_slackblock(block) for block in view["blocks"]],
    ).to_dict()


def _validate_with_sdk(block: Json) -> None:
    parsed = Block.parse(block)
    if parsed is None:
        raise ValueError(block["type"])
    parsed.validate_json()
    parts: list[Any] = [
        *getattr(parsed, "elements", []),
        getattr(parsed, "text", None),
        getattr(parsed, "element", None),
    ]
    for part in [*parts, *(getattr(part, "confirm", None) for part in parts)]:
        if hasattr(part, "validate_json"):
            part.validate_json()


def _slackblock(block: Json) -> slackblocks.Block:
    match block["type"]:
        case "actions":
            return slackblocks.ActionsBlock(elements=[_button(element) for element in block["elements"]])
        case "input":
            return slackblocks.InputBlock(
                label=Text.from_dict(block["label"]),
                element=_field(block["element"]),
                dispatch_action=block.get("dispatch_action", False),
                block_id=block["block_id"],
                hint=Text.from_dict(block["hint"]) if "hint" in block else None,
            )
        case _:
            return slackblocks.Block.from_dict(block)


def _button(element: Json) -> slackblocks.Button:
    confirm = element.get("confirm")
    return slackblocks.Button(
        text=Text.from_dict(element["text"]),
        action_id=element["action_id"],
        url=element.get("url"),
        value=element.get("value"),
        style=element.get("style"),
        confirm=ConfirmationDialogue.from_dict(confirm) if confirm else None,
    )


def _field(element: Json) -> slackblocks.Element:
    options = [Option.from_dict(option) for option in element.get("options", [])]
    match element["type"]:
        case "plain_text_input":
            return slackblocks.PlainTextInput(
                action_id=element["action_id"],
                initial_value=element.get("initial_value"),
                multiline=element["multiline"],
                min_length=element["min_length"],
                max_length=element["max_length"],
                placeholder=Text.from_dict(element["placeholder"]) if "placeholder" in element else None,
            )
        case "radio_buttons":
            return slackblocks.RadioButtonGroup(action_id=element["action_id"], options=options)
        case _:
            return slackblocks.CheckboxGroup(action_id=element["action_id"], options=options)
