"""A downstream system in memory."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.action import (
    Action,
    ActionId,
    ActionKind,
    ActionOutcome,
    DataCategory,
    Instruction,
    Kept,
    OutcomeKind,
    Preview,
    SystemName,
)
from bot.domain.identity import DataSubject, EmailAddress, Identifiers, PersonName
from bot.domain.proof import DataPoint
from tests.fakes.faults import Faults

EVERYTHING: Mapping[ActionKind, frozenset[DataCategory]] = {kind: frozenset(DataCategory) for kind in ActionKind}


@dataclass
class FakePerson:
    """What one system holds about somebody: records by category, what must stay, and what was asked for since."""

    records: dict[DataCategory, int] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    name: str = "Juniper Quillfeather"
    orders: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    postcode: str = ""
    asked: list[Instruction] = field(default_factory=list)

    def release(self, category: DataCategory) -> None:
        """The grounds have ended: what was kept is an ordinary record again."""
        self.records[category] = sum(item.count for item in self.kept)
        self.kept = ()


@dataclass
class FakeConnector:
    """Does every deed once an action id; `effects` counts deeds, not calls."""

    system: SystemName
    faults: Faults
    abilities: Mapping[ActionKind, frozenset[DataCategory]] = field(default_factory=lambda: EVERYTHING)
    people: dict[str, FakePerson] = field(default_factory=dict)
    effects: Counter[ActionId] = field(default_factory=Counter)
    read_backs_that_lag: int = 0
    _answers: dict[ActionId, ActionOutcome] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.system.title()

    def is_irreversible(self, kind: ActionKind) -> bool:
        return kind is ActionKind.ERASE

    def find_subjects(self, identifiers: Identifiers) -> tuple[DataSubject, ...]:
        found: list[DataSubject] = []
        with self.faults.call():
            for address, person in self.people.items():
                mine = {address, *person.orders, *person.phones}
                asked = {*(email.value for email in identifiers.emails), *identifiers.orders, *identifiers.phones}
                if mine & asked:
                    known = EmailAddress.parse(address)
                    found.append(DataSubject(address=known, name=PersonName(person.name), customer_since=2021))
            return tuple(found)

    def data_points(self, subject: DataSubject) -> Mapping[DataPoint, frozenset[str]]:
        with self.faults.call():
            person = self.people.get(subject.address.value, FakePerson())
            known = {
                DataPoint.ORDER_NUMBER: frozenset(person.orders),
                DataPoint.PHONE_ENDING: frozenset(person.phones),
                DataPoint.POSTCODE: frozenset(filter(None, [person.postcode])),
            }
            return {point: values for point, values in known.items() if values}

    def preview(self, instruction: Instruction, subject: DataSubject) -> Preview:
        with self.faults.call():
            person = self.people.get(subject.address.value, FakePerson())
            return Preview(counts=_counts(person, instruction), kept=person.kept if _erases(instruction) else ())

    def perform(self, action: Action, subject: DataSubject) -> ActionOutcome:
        with self.faults.call():
            if action.action_id not in self._answers:
                self.effects[action.action_id] += 1
                self._answers[action.action_id] = self._do(action.instruction, subject)
            return self._answers[action.action_id]

    def verify(self, action: Action, subject: DataSubject) -> bool:
        with self.faults.call():
            if self.read_backs_that_lag:
                self.read_backs_that_lag -= 1
                return False
            return True

    def _do(self, instruction: Instruction, subject: DataSubject) -> ActionOutcome:
        person = self.people.get(subject.address.value)
        if person is None:
            return ActionOutcome(kind=OutcomeKind.NOTHING_FOUND)
        counts = _counts(person, instruction)
        person.asked.append(instruction)
        correction = instruction.correction
        if _erases(instruction):
            person.records.pop(instruction.category, None)
        return ActionOutcome(
            kind=OutcomeKind.RETAINED if person.kept and _erases(instruction) else OutcomeKind.DONE,
            counts=counts,
            kept=person.kept if _erases(instruction) else (),
            records=[{"record": what, "count": count} for what, count in counts.items()]
            if instruction.kind is ActionKind.EXPORT
            else (),
            before=correction.old if correction else "",
            after=correction.new if correction else "",
        )


def _erases(instruction: Instruction) -> bool:
    return instruction.kind is ActionKind.ERASE


def _counts(person: FakePerson, instruction: Instruction) -> dict[str, int]:
    count = person.records.get(instruction.category, 0)
    return {"profile": count} if count else {}
