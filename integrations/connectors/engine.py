"""Runs what a declaration says: locate, preview, act with the action's id as idempotency key, poll, read back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.domain.action import (
    Action,
    ActionId,
    ActionKind,
    ActionOutcome,
    DataCategory,
    Instruction,
    OutcomeKind,
    Preview,
    SystemName,
)
from bot.domain.identity import DataSubject, Identifiers
from bot.domain.proof import DataPoint
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.connectors.answer import at, is_nothing, list_at, text_at
from integrations.connectors.conversation import Conversation
from integrations.connectors.declaration import Declaration
from integrations.connectors.locating import Locating
from integrations.connectors.rule import ActionRule
from integrations.connectors.stays import Stays
from integrations.connectors.step import Step
from integrations.connectors.telling import Told, told
from integrations.connectors.template import filled
from integrations.http import Json

_GONE = frozenset({404, 410})
_MOST_RECEIPTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredConnector:
    """One downstream system, driven by its declaration. Every method raises TemporaryFailure or PermanentFailure."""

    declaration: Declaration
    conversation: Conversation
    today: Callable[[], date]
    system: SystemName
    title: str
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    _receipts: dict[ActionId, str] = field(default_factory=dict, init=False, repr=False)

    @property
    def abilities(self) -> Mapping[ActionKind, frozenset[DataCategory]]:
        """What can be asked of it, for which categories."""
        return {kind: rule.categories for kind, rule in self.declaration.rules.items()}

    def is_irreversible(self, kind: ActionKind) -> bool:
        """Whether that action cannot be undone there."""
        rule = self.declaration.rules.get(kind)
        return rule is not None and not rule.is_reversible

    def check(self) -> str:
        """One sentence when the system answers and accepts our sign-in; raises with one when not."""
        self.conversation.ask(self.declaration.check, dict(self.settings))
        return f"{self.title} answers and accepts our sign-in."

    def find_subjects(self, identifiers: Identifiers) -> tuple[DataSubject, ...]:
        """Everybody the system knows under any of the identifiers, each address once, in the order of asking."""
        return self._locating.find_subjects(identifiers)

    def data_points(self, subject: DataSubject) -> Mapping[DataPoint, frozenset[str]]:
        """What the person can be asked for, by the address on file; empty where the declaration names nothing."""
        return self._locating.data_points(subject)

    def preview(self, instruction: Instruction, subject: DataSubject) -> Preview:
        """What the instruction would touch and what would stay; changes nothing."""
        rule = self._rule(instruction)
        values = self._values(rule, instruction, subject)
        if values is None:
            return Preview(counts={})
        if rule.is_decided_here:
            stays = self._stays(rule.previews[0], instruction, values)
            return stays.preview if stays else Preview(counts={})
        counted = Told()
        for step in rule.previews:
            counted = counted.with_more(self._counted(step, values))
        return Preview(counts=counted.counts, kept=counted.kept)

    def perform(self, action: Action, subject: DataSubject) -> ActionOutcome:
        """Do it, or find it done: calling twice with one action_id changes nothing more."""
        rule = self._rule(action.instruction)
        values = self._values(rule, action.instruction, subject, action.preview)
        if values is None:
            return _found_done(action)
        values["action_id"] = action.action_id
        if rule.is_decided_here:
            return self._perform_deciding(rule, action, values)
        if rule.by_hand:
            return self._done_by_hand(rule, action, values)
        if rule.already and self._shows(rule.already, values):
            return self._outcome(rule, action, Told())
        known = self._receipts.get(action.action_id, "") if rule.poll else ""
        done = Told(receipt=known) if known else self._act(rule, action, values)
        if done is None:
            return _found_done(action)
        if rule.poll:
            self._poll(rule.poll, rule, {**values, "receipt": done.receipt})
        return self._outcome(rule, action, done)

    def verify(self, action: Action, subject: DataSubject) -> bool:
        """Read back: whether the system now shows what the action promised; TemporaryFailure while it may take time."""
        rule = self._rule(action.instruction)
        if rule.verify is None:
            return True
        values = self._values(rule, action.instruction, subject, action.preview)
        if values is None:
            return True
        values["receipt"] = self._receipts.get(action.action_id, "")
        if rule.is_decided_here:
            left = self._stays(rule.verify, action.instruction, values)
            return left is None or not left.counts
        if self._shows(rule.verify, values):
            return True
        if rule.needs_hold_days and any(kept.until for kept in action.preview.kept):
            # The system itself finishes when its hold ends; our timer on that day asks again.
            return True
        if rule.is_asynchronous:
            raise TemporaryFailure(
                f"{self.title} has accepted it and takes up to {rule.done_within_days} days",
                retry_after=timedelta(hours=rule.look_every_hours),
            )
        return False

    def _perform_deciding(self, rule: ActionRule, action: Action, values: dict[str, Json]) -> ActionOutcome:
        """The system tells facts, we say which records stay, and it leaves exactly those."""
        stays = self._stays(rule.previews[0], action.instruction, values)
        if stays is None:
            return _found_done(action)
        header = self.declaration.idempotency_header
        key = {header: stays.key(action.action_id)} if header else {}
        done = self._act_once(rule.acts[0], {**values, "keep": list(stays.refs)}, key)
        if done is None:
            return _found_done(action)
        return self._outcome(rule, action, replace(done, kept=stays.kept))

    def _stays(self, step: Step, instruction: Instruction, values: Mapping[str, Json]) -> Stays | None:
        """What can go and what stays today; None when the person is not there."""
        answer = self.conversation.ask(step, values)
        if answer.status in _GONE:
            return None
        with self.conversation.naming():
            return Stays.read(self.declaration, step, answer.body, category=instruction.category, today=self.today())

    @property
    def _locating(self) -> Locating:
        return Locating(locate=self.declaration.locate, conversation=self.conversation, settings=self.settings)

    def _rule(self, instruction: Instruction) -> ActionRule:
        rule = self.declaration.rules.get(instruction.kind)
        if rule is None or instruction.category not in rule.categories:
            raise PermanentFailure(f"{self.title} cannot {instruction.kind} {instruction.category}")
        if instruction.kind is ActionKind.CORRECT and instruction.correction is None:
            raise PermanentFailure(f"{self.title} cannot correct anything before it is known what is wrong")
        return rule

    def _values(
        self, rule: ActionRule, instruction: Instruction, subject: DataSubject, seen: Preview | None = None
    ) -> dict[str, Json] | None:
        """What the steps may name, or None when the system does not know the person or the field.

        Where nobody found proves nothing, it does after the plan has `seen` them under the same identifier.
        """
        correction = instruction.correction
        if correction is not None and correction.what not in rule.fields:
            return None
        values: dict[str, Json] = {
            **self._locating.values_of(subject.address.value),
            "keep": [],
            "records": list(self.declaration.categories[instruction.category].values()),
            "service_messages": instruction.scope.service_messages,
            "field": rule.fields.get(correction.what, "") if correction else "",
            "old": correction.old if correction else "",
            "new": correction.new if correction else "",
        }
        if rule.needs_person:
            person_id = self._locating.find_person_id(instruction, subject)
            unsearchable = self.declaration.locate.unsearchable
            if person_id is None and unsearchable and not (seen and any(seen.counts.values())):
                raise PermanentFailure(f"{self.title}: {unsearchable}")
            if person_id is None:
                return None
            values["person_id"] = person_id
        return values

    def _counted(self, step: Step, values: Mapping[str, Json]) -> Told:
        if not step.is_call:
            return Told(counts={step.noun: 1})
        if step.list:
            entries = tuple(self.conversation.entries(step, values, step.list))
            return Told.of_entries(step, entries, self.today())
        answer = self.conversation.ask(step, values)
        if answer.status in _GONE:
            return Told()
        with self.conversation.naming():
            return told(self.declaration, step, answer.body)

    def _act(self, rule: ActionRule, action: Action, values: dict[str, Json]) -> Told | None:
        """What all steps told; None when the only one said that there is nobody."""
        done: Told | None = None
        for number, step in enumerate(rule.acts, start=1):
            for sent in self._sent(step, values):
                one = self._act_once(step, sent, self._idempotency(action, step, number))
                done = one if done is None else done.with_more(one or Told())
        if done is None and len(rule.acts) == 1 and not rule.acts[0].each:
            return None
        done = done or Told()
        if done.receipt and len(self._receipts) < _MOST_RECEIPTS:
            self._receipts[action.action_id] = done.receipt
        return done

    def _sent(self, step: Step, values: Mapping[str, Json]) -> Iterator[Mapping[str, Json]]:
        """The values of each call; all entries are listed first, for deleting would move the pages under us."""
        if step.each is None:
            yield values
            return
        entries = tuple(self.conversation.entries(step.each, values, step.each.list))
        with self.conversation.naming():
            ids = [str(at(entry, step.each.id)) for entry in entries]
        yield from ({**values, "item_id": item_id} for item_id in ids)

    def _act_once(self, step: Step, values: Mapping[str, Json], headers: Mapping[str, str]) -> Told | None:
        if step.records and self.declaration.pages is not None:
            return Told(records=tuple(self.conversation.entries(step, values, step.records)))
        answer = self.conversation.ask(step, values, headers)
        if answer.status in _GONE:
            return None
        with self.conversation.naming():
            records = tuple(list_at(answer.body, step.records)) if step.records else ()
            return replace(told(self.declaration, step, answer.body), records=records)

    def _poll(self, step: Step, rule: ActionRule, values: Mapping[str, Json]) -> None:
        answer = self.conversation.ask(step, values).body
        if any(text_at(answer, path) in _listed(bad) for path, bad in step.fails_when.items()):
            raise PermanentFailure(f"{self.title} accepted it and could not do it: a person has to look")
        if not self._matches(step, answer, values):
            wait = timedelta(hours=rule.look_every_hours)
            raise TemporaryFailure(f"{self.title} has accepted it and is still at work", retry_after=wait)

    def _done_by_hand(self, rule: ActionRule, action: Action, values: Mapping[str, Json]) -> ActionOutcome:
        """A person does it; when they say so, the system itself has to show it."""
        if rule.verify and self._shows(rule.verify, values):
            return self._outcome(rule, action, Told())
        raise PermanentFailure(f"{self.title}: {rule.by_hand}")

    def _shows(self, step: Step, values: Mapping[str, Json]) -> bool:
        if step.is_gone and not step.is_call:
            # The person was located a moment ago, or there would be no values.
            return False
        if step.list:
            entries = self.conversation.entries(step, values, step.list)
            return next(entries, None) is None
        answer = self.conversation.ask(step, values)
        return answer.status in _GONE or (not step.is_gone and self._matches(step, answer.body, values))

    def _matches(self, step: Step, answer: Json, values: Mapping[str, Json]) -> bool:
        with self.conversation.naming():
            is_empty = not step.is_empty or is_nothing(answer, step.is_empty)
            return is_empty and all(at(answer, path) == filled(want, values) for path, want in step.equals.items())

    def _idempotency(self, action: Action, step: Step, number: int) -> dict[str, str]:
        """One key a call: the same key with another body would be refused, or worse, answered from memory."""
        header = self.declaration.idempotency_header
        if not header or step.each:
            return {}
        return {header: action.action_id if number == 1 else f"{action.action_id}-{number}"}

    def _outcome(self, rule: ActionRule, action: Action, done: Told) -> ActionOutcome:
        """What the system says it did; one that does not count did what its preview counted."""
        is_counting = any(step.counts or step.total for step in rule.acts)
        planned = {what: count for what, count in action.preview.counts.items() if count}
        counts = dict(done.counts) if is_counting else planned
        kept = done.kept if rule.is_decided_here or any(step.kept for step in rule.acts) else action.preview.kept
        retained = OutcomeKind.RETAINED if kept else OutcomeKind.NOTHING_FOUND
        return ActionOutcome(
            kind=OutcomeKind.DONE if counts else retained,
            counts=counts,
            kept=kept,
            receipt=done.receipt,
            records=done.records,
            before=done.before if counts else "",
            after=done.after if counts else "",
        )


def _listed(words: Json) -> list[str]:
    return [str(word) for word in (words if isinstance(words, list) else [words])]


def _found_done(action: Action) -> ActionOutcome:
    """The person is not there: if the plan saw something to erase, an earlier try of ours has erased it."""
    if action.instruction.kind is ActionKind.ERASE and any(action.preview.counts.values()):
        return ActionOutcome(kind=OutcomeKind.DONE, counts=action.preview.counts, kept=action.preview.kept)
    return ActionOutcome(kind=OutcomeKind.NOTHING_FOUND)
