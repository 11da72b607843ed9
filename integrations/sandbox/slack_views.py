"""Modals: opened by a trigger, stacked up to three, changed only by who saw their latest hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.ports.clock import Clock, IdSource
from integrations.sandbox.slack_limits import refusal_of_view
from integrations.sandbox.slack_refused import SlackRefused
from integrations.sandbox.slack_workspace import Json, SlackView, SlackWorkspace, Ticket

MODALS_DEEP: Final = 3

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackViews:
    """The `views.*` methods; raises SlackRefused."""

    workspace: SlackWorkspace
    clock: Clock
    ids: IdSource

    def open(self, arguments: Arguments) -> Json:
        """Show a modal instead of any other."""
        body = _checked(arguments)
        trigger = self._use_trigger(arguments)
        view = self._new_view(body, trigger.user)
        self.workspace.views[trigger.user] = [view]
        return {"view": view.as_json()}

    def push(self, arguments: Arguments) -> Json:
        """Show a modal on top of another."""
        body = _checked(arguments)
        trigger = self._use_trigger(arguments)
        stack = self.workspace.views.get(trigger.user, [])
        if not stack or len(stack) >= MODALS_DEEP:
            raise SlackRefused("push_limit_reached")
        view = self._new_view(body, trigger.user)
        view.root_id = stack[0].view_id
        stack.append(view)
        return {"view": view.as_json()}

    def update(self, arguments: Arguments) -> Json:
        """Replace what a modal says; what was typed stays where block and action keep their names."""
        body = _checked(arguments)
        view = self.workspace.find_view(str(arguments.get("view_id", "")))
        if view is None:
            raise SlackRefused("not_found")
        if arguments.get("hash") not in {None, view.hash}:
            raise SlackRefused("hash_conflict")
        self.replace(view, body)
        return {"view": view.as_json()}

    def replace(self, view: SlackView, body: Json) -> None:
        """The same modal with another content."""
        kept = view.values
        view.body, view.hash, view.errors = body, self.ids.new_id(), {}
        view.values = {name: kept.get(name) or value for name, value in initial_values(view).items()}
        self.workspace.version += 1

    def _new_view(self, body: Json, user: str) -> SlackView:
        view_id = "V" + self.ids.new_id()
        view = SlackView(view_id=view_id, user=user, body=body, hash=self.ids.new_id(), root_id=view_id)
        view.values = initial_values(view)
        self.workspace.version += 1
        return view

    def _use_trigger(self, arguments: Arguments) -> Ticket:
        trigger = self.workspace.triggers.get(str(arguments.get("trigger_id", "")))
        if trigger is None:
            raise SlackRefused("invalid_trigger_id")
        if trigger.uses_left < 1:
            raise SlackRefused("exchanged_trigger_id")
        if self.clock.now() > trigger.good_until:
            raise SlackRefused("expired_trigger_id")
        trigger.uses_left -= 1
        return trigger


def initial_values(view: SlackView) -> dict[str, Json]:
    """The state of a modal nobody has touched."""
    return {block["block_id"]: {block["element"]["action_id"]: _initial(block["element"])} for block in view.inputs}


def _initial(element: Json) -> Json:
    kind = element["type"]
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": element.get("initial_value")}
        case "checkboxes":
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        case _:
            return {"type": kind, "selected_option": element.get("initial_option")}


def _checked(arguments: Arguments) -> Json:
    body = arguments.get("view")
    if not isinstance(body, dict):
        raise SlackRefused("invalid_arguments")
    refusal = refusal_of_view(body)
    if refusal is not None:
        raise SlackRefused(refusal)
    blocks = [{"block_id": f"v{place}", **block} for place, block in enumerate(body["blocks"])]
    return {**body, "blocks": blocks}
