"""How one kind of action is done in a system: preview, act, poll, verify."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.domain.action import ActionKind, DataCategory
from bot.domain.correction import CorrectableField
from integrations.connectors.step import Step, read_step, read_steps
from integrations.connectors.toml_table import TomlTable

_LOOK_EVERY: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule:
    """`fields` maps what can be corrected to the system's own field names.

    A rule with `by_hand` tells a person what to do there instead of doing it. `already` shows that an earlier try was
    accepted. `asynchronous`: accepted now, done within `done_within_days`, looked at every `look_every_hours`.
    `needs_hold_days` says that the system itself holds records back for so long.
    """

    categories: frozenset[DataCategory]
    is_reversible: bool
    previews: tuple[Step, ...]
    acts: tuple[Step, ...]
    verify: Step | None
    poll: Step | None = None
    already: Step | None = None
    fields: Mapping[CorrectableField, str] = field(default_factory=dict)
    by_hand: str = ""
    is_asynchronous: bool = False
    leaves_suppression: bool = False
    needs_hold_days: int = 0
    done_within_days: int = 0
    look_every_hours: int = _LOOK_EVERY

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every call of it."""
        others = tuple(step for step in (self.already, self.poll, self.verify) if step)
        return self.previews + self.acts + others

    @property
    def is_decided_here(self) -> bool:
        """Whether the system tells facts and we work out what has to stay; else it says so itself."""
        return any(step.facts for step in self.previews)

    @property
    def needs_person(self) -> bool:
        """Whether the person has to be located first; an opt-out list takes an address nobody knows."""
        return any(step.needs_person for step in self.steps)


def read_rule(table: TomlTable, kind: ActionKind, settings: frozenset[str]) -> ActionRule:
    """Raises WrongDeclaration."""
    by_hand = table.text("by_hand", "")
    rule = ActionRule(
        categories=table.choices("categories", DataCategory),
        is_reversible=table.flag("reversible", default=False),
        is_asynchronous=table.flag("asynchronous", default=False),
        leaves_suppression=table.flag("leaves_suppression", default=False),
        needs_hold_days=table.number("needs_hold_days", 0),
        done_within_days=table.number("done_within_days", 0),
        look_every_hours=table.number("look_every_hours", _LOOK_EVERY),
        by_hand=by_hand,
        previews=read_steps(table, "preview", settings),
        acts=() if by_hand else read_steps(table, "act", settings),
        already=read_step(table.table("already"), settings) if table.has("already") else None,
        poll=read_step(table.table("poll"), settings) if table.has("poll") else None,
        verify=_verify(table, kind, settings),
        fields=_fields(table) if kind is ActionKind.CORRECT else {},
    )
    _check(table, kind, rule)
    table.end()
    return rule


def _verify(table: TomlTable, kind: ActionKind, settings: frozenset[str]) -> Step | None:
    if kind is ActionKind.EXPORT and not table.has("verify"):
        return None
    return read_step(table.table("verify"), settings)


def _check(table: TomlTable, kind: ActionKind, rule: ActionRule) -> None:
    for name, step in (("verify", rule.verify), ("poll", rule.poll), ("already", rule.already)):
        if step and not (step.is_empty or step.equals or step.is_gone or step.list or step.facts):
            table.refuse(name, "needs is_empty or equals, list or is_gone: else it would believe anything")
    if kind is ActionKind.EXPORT and not any(act.records for act in rule.acts) and not rule.by_hand:
        table.refuse("act", "needs records: where the exported records stand in the answer")
    if rule.needs_hold_days and not any(step.hold_days for step in rule.previews):
        table.refuse("needs_hold_days", "needs a preview with hold_days that counts what is held back")


def _fields(table: TomlTable) -> Mapping[CorrectableField, str]:
    return {table.one_of("fields", name, CorrectableField): own for name, own in table.texts("fields").items()}
