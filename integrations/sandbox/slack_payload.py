"""What Slack sends when somebody presses, chooses or submits (docs.slack.dev, interaction payloads)."""

from collections.abc import Mapping
from typing import Any, Final

from bot.errors import NotFound
from integrations.sandbox.slack_workspace import TEAM, Json, SlackChannel, SlackMessage, SlackPerson, SlackView

Answer = str | list[str] | None
"""What somebody put into one field: a text, a choice's value, or several."""

_SINGLE_CHOICES: Final = frozenset({"static_select", "radio_buttons"})


def press(person: SlackPerson, channel: SlackChannel, message: SlackMessage, pressed: tuple[Json, str]) -> Json:
    """`block_actions` of a button in a message."""
    button, block_id = pressed
    action = {name: button[name] for name in ("action_id", "text", "value", "style", "url") if name in button}
    return {
        "type": "block_actions",
        **_envelope(person),
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": False,
        },
        "channel": {"id": channel.channel_id, "name": channel.name},
        "message": message.as_json(),
        "state": {"values": {}},
        "actions": [{**action, "type": "button", "block_id": block_id, "action_ts": message.ts}],
    }


def choice(person: SlackPerson, view: SlackView, block: Json) -> Json:
    """`block_actions` of a field in a modal that asked to hear of every change."""
    element = block["element"]
    value = view.values[block["block_id"]][element["action_id"]]
    action = {"action_id": element["action_id"], "block_id": block["block_id"], "action_ts": "0.000001", **value}
    return {
        "type": "block_actions",
        **_envelope(person),
        "container": {"type": "view", "view_id": view.view_id},
        "view": view.as_json(),
        "actions": [action],
    }


def submission(person: SlackPerson, view: SlackView) -> Json:
    """`view_submission`."""
    return {"type": "view_submission", **_envelope(person), "view": view.as_json(), "response_urls": []}


def fill_in(view: SlackView, block_id: str, answer: Answer) -> Json:
    """Put an answer into a field and return its block; raises NotFound for a field or choice that is not there."""
    block = next((block for block in view.inputs if block["block_id"] == block_id), None)
    if block is None:
        raise NotFound(f"the modal has no field {block_id}")
    element = block["element"]
    view.values[block_id] = {element["action_id"]: _value(element, answer)}
    return block


def missing_fields(view: SlackView) -> dict[str, str]:
    """The required fields left empty, as Slack's own client refuses them before anything is sent."""
    return {
        block["block_id"]: "Please complete this required field."
        for block in view.inputs
        if not block.get("optional") and not _is_filled(view.values.get(block["block_id"], {}))
    }


def _is_filled(values: Mapping[str, Any]) -> bool:
    return any(
        (value.get("value") or "").strip() or value.get("selected_option") or value.get("selected_options")
        for value in values.values()
    )


def _value(element: Json, answer: Answer) -> Json:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": str(answer or "") or None}
    wanted = answer if isinstance(answer, list) else [answer] if answer else []
    chosen = [option for option in element["options"] if option["value"] in wanted]
    if len(chosen) != len(wanted):
        raise NotFound("the field has no such choice")
    if kind in _SINGLE_CHOICES:
        return {"type": kind, "selected_option": chosen[0] if chosen else None}
    return {"type": kind, "selected_options": chosen}


def _envelope(person: SlackPerson) -> Json:
    return {
        "user": {"id": person.user_id, "username": person.handle, "name": person.handle, "team_id": TEAM["id"]},
        "team": {"id": TEAM["id"], "domain": TEAM["domain"]},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": "A0DESK",
    }
