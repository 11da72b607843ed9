"""Downstream systems that hold personal data."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.action import Action, ActionKind, ActionOutcome, DataCategory, Instruction, Preview, SystemName
from bot.domain.identity import DataSubject, Identifiers
from bot.domain.proof import DataPoint


class Connector(Protocol):
    """One downstream system. Every method raises TemporaryFailure or PermanentFailure, nothing else."""

    @property
    def system(self) -> SystemName:
        """The key under which plans and actions name it."""
        ...

    @property
    def title(self) -> str:
        """What people call it: `Storefront`."""
        ...

    @property
    def abilities(self) -> Mapping[ActionKind, frozenset[DataCategory]]:
        """What can be asked of it, for which categories."""
        ...

    def is_irreversible(self, kind: ActionKind) -> bool:
        """Whether that action cannot be undone there."""
        ...

    def find_subjects(self, identifiers: Identifiers) -> tuple[DataSubject, ...]:
        """Everybody this system knows under any of the identifiers, with the address on file there, each once."""
        ...

    def data_points(self, subject: DataSubject) -> Mapping[DataPoint, frozenset[str]]:
        """What this system holds that the person can be asked for as proof; empty where it holds none of it."""
        ...

    def preview(self, instruction: Instruction, subject: DataSubject) -> Preview:
        """What the instruction would touch and what would stay; changes nothing."""
        ...

    def perform(self, action: Action, subject: DataSubject) -> ActionOutcome:
        """Do it, or find it done: calling twice with one action_id changes nothing more."""
        ...

    def verify(self, action: Action, subject: DataSubject) -> bool:
        """Read back: whether the system now shows what the action promised."""
        ...
