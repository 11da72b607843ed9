"""Runs what a declaration says: locate, preview, act with the action's id as idempotency key, read back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.action import (
    Action,
    ActionKind,
    ActionOutcome,
    DataCategory,
    Instruction,
    Kept,
    OutcomeKind,
    Preview,
    SystemName,
)
from bot.domain.correction import CorrectableField
from bot.domain.identity import DataSubject, EmailAddress, Identifiers, NotAnAddress, PersonName
from bot.errors import PermanentFailure
from integrations.connectors.answer import at, counts_at, is_nothing, kept_at, list_at, text_at
from integrations.connectors.declaration import ActionRule, Declaration, SignInKind, Step
from integrations.connectors.stays import Stays
from integrations.connectors.template import filled, names_in_path
from integrations.http import HttpClient, HttpRequest, Json

_GONE = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What a step is about; `keep` names the records that have to stay."""

    rule: ActionRule
    instruction: Instruction
    subject: DataSubject
    keep: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredConnector:
    """One downstream system, driven by its declaration. Every method raises TemporaryFailure or PermanentFailure.

    `today` is the day on which is judged what still has to stay, where the system leaves that to us.
    """

    declaration: Declaration
    client: HttpClient
    today: Callable[[], date]
    token: str = field(repr=False)

    @property
    def system(self) -> SystemName:
        """The key under which plans and actions name it."""
        return self.declaration.system

    @property
    def title(self) -> str:
        """What people call it."""
        return self.declaration.title

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
        self._ask(self.declaration.check, {})
        return f"{self.title} answers and accepts our sign-in."

    def find_subject(self, identifiers: Identifiers) -> DataSubject | None:
        """Whom the system knows under any of the identifiers, tried in order: addresses, orders, telephone numbers.

        An identifier that fits several addresses names nobody.
        """
        for step, values in self._questions(identifiers):
            people = self._people(step, values)
            if len({text_at(person, self.declaration.locate.address).lower() for person in people}) == 1:
                return self._subject(people[0])
        return None

    def preview(self, instruction: Instruction, subject: DataSubject) -> Preview:
        """What the instruction would touch and what would stay; changes nothing."""
        question = self._question(instruction, subject)
        answer = self._ask_about(question.rule.preview, question)
        if answer is None:
            return Preview(counts={})
        if question.rule.is_decided_here:
            return self._stays(question.rule.preview, answer, instruction).preview
        counts, kept = self._told(question.rule.preview, answer)
        return Preview(counts=counts, kept=kept)

    def perform(self, action: Action, subject: DataSubject) -> ActionOutcome:
        """Do it, or find it done: calling twice with one action_id changes nothing more."""
        question = self._question(action.instruction, subject)
        if question.rule.is_decided_here:
            return self._perform_deciding(action, question)
        asked = replace(question, headers=self._idempotency(action.action_id))
        answer = self._ask_about(question.rule.act, asked)
        return _found_done(action) if answer is None else self._outcome(question.rule.act, answer, action.preview)

    def verify(self, action: Action, subject: DataSubject) -> bool:
        """Read back: whether the system now shows what the action promised."""
        question = self._question(action.instruction, subject)
        rule = question.rule
        if rule.verify is None:
            return True
        answer = self._ask_about(rule.verify, question)
        if answer is None:
            return True
        if rule.is_decided_here and self._stays(rule.verify, answer, action.instruction).counts:
            return False
        return self._shows(rule.verify, answer, self._values(question))

    def _perform_deciding(self, action: Action, question: _Question) -> ActionOutcome:
        """The system tells facts, we say which records stay, and it leaves exactly those."""
        told = self._ask_about(question.rule.preview, question)
        if told is None:
            return _found_done(action)
        stays = self._stays(question.rule.preview, told, action.instruction)
        asked = replace(question, keep=stays.refs, headers=self._idempotency(stays.key(action.action_id)))
        answer = self._ask_about(question.rule.act, asked)
        if answer is None:
            return _found_done(action)
        outcome = self._outcome(question.rule.act, answer, action.preview)
        return replace(outcome, kind=_outcome_kind(outcome.counts, stays.kept), kept=stays.kept)

    def _stays(self, step: Step, answer: Json, instruction: Instruction) -> Stays:
        with self._named():
            return Stays.read(self.declaration, step, answer, category=instruction.category, today=self.today())

    def _question(self, instruction: Instruction, subject: DataSubject) -> _Question:
        return _Question(rule=self._rule(instruction), instruction=instruction, subject=subject)

    def _rule(self, instruction: Instruction) -> ActionRule:
        rule = self.declaration.rules.get(instruction.kind)
        if rule is None or instruction.category not in rule.categories:
            raise PermanentFailure(f"{self.title} cannot {instruction.kind} {instruction.category}")
        if instruction.kind is ActionKind.CORRECT and instruction.correction is None:
            raise PermanentFailure(f"{self.title} cannot correct anything before it is known what is wrong")
        return rule

    def _ask_about(self, step: Step, question: _Question) -> Json:
        """The answer to one step, or None when the system does not know the person or the field."""
        correction = question.instruction.correction
        if correction is not None and correction.what not in question.rule.fields:
            return None
        values = self._values(question)
        if question.rule.needs_person:
            person_id = self._find_person_id(question.instruction, question.subject)
            if person_id is None:
                return None
            values["person_id"] = person_id
        return self._ask(step, values, question.headers)

    def _values(self, question: _Question) -> dict[str, Json]:
        instruction = question.instruction
        correction = instruction.correction
        return {
            "address": question.subject.address.value,
            "records": list(self.declaration.categories[instruction.category].values()),
            "keep": list(question.keep),
            "service_messages": instruction.scope.service_messages,
            "field": question.rule.fields.get(correction.what, "") if correction else "",
            "old": correction.old if correction else "",
            "new": correction.new if correction else "",
        }

    def _find_person_id(self, instruction: Instruction, subject: DataSubject) -> str | None:
        step = self.declaration.locate.by_email
        addresses = [subject.address.value, *_corrected_addresses(instruction)]
        people = [person for address in addresses for person in self._people(step, {"address": address})]
        with self._named():
            ids = {str(at(person, self.declaration.locate.person_id)) for person in people}
        if len(ids) > 1:
            raise PermanentFailure(f"{self.title} knows {len(ids)} people under that address: a person has to look")
        return next(iter(ids), None)

    def _people(self, step: Step, values: Mapping[str, Json]) -> list[dict[str, Json]]:
        answer = self._ask(step, values)
        with self._named():
            return list_at(answer, self.declaration.locate.people)

    def _questions(self, identifiers: Identifiers) -> Iterator[tuple[Step, Mapping[str, Json]]]:
        locate = self.declaration.locate
        yield from ((locate.by_email, {"address": email.value}) for email in identifiers.emails)
        if locate.by_order is not None:
            yield from ((locate.by_order, {"order": order}) for order in identifiers.orders)
        if locate.by_phone is not None:
            yield from ((locate.by_phone, {"phone": phone}) for phone in identifiers.phones)

    def _subject(self, person: dict[str, Json]) -> DataSubject:
        locate = self.declaration.locate
        name, since = text_at(person, locate.name), text_at(person, locate.since)[:4]
        try:
            address = EmailAddress.parse(text_at(person, locate.address))
        except NotAnAddress:
            raise PermanentFailure(f"{self.title} knows the person without a usable address") from None
        return DataSubject(
            address=address,
            name=PersonName(name) if name else None,
            customer_since=int(since) if since.isdecimal() else None,
            identifiers=Identifiers(emails=(address,)),
        )

    def _ask(self, step: Step, values: Mapping[str, Json], headers: Mapping[str, str] | None = None) -> Json:
        """One call; None when it was about a person who is no longer there."""
        may_be_gone = "person_id" in step.names
        request = HttpRequest(
            method=step.method,
            path=step.path,
            values={name: str(values[name]) for name in names_in_path(step.path)},
            headers={**self._sign_in(), **(headers or {})},
            body=filled(step.body, values),
            expected=frozenset({_GONE}) if may_be_gone else frozenset(),
        )
        answer = self.client.send(request)
        return None if answer.status == _GONE else answer.body

    def _sign_in(self) -> dict[str, str]:
        match self.declaration.sign_in:
            case SignInKind.BEARER:
                return {self.declaration.sign_in_header: f"Bearer {self.token}"}
            case SignInKind.HEADER:
                return {self.declaration.sign_in_header: self.token}

    def _idempotency(self, key: str) -> dict[str, str]:
        header = self.declaration.idempotency_header
        return {header: key} if header else {}

    def _told(self, step: Step, answer: Json) -> tuple[dict[str, int], tuple[Kept, ...]]:
        nouns = {own: noun for names in self.declaration.categories.values() for noun, own in names.items()}
        entry = self.declaration.kept
        with self._named():
            counts = counts_at(answer, step.counts, nouns) if step.counts else {}
            kept = kept_at(answer, step.kept, entry, nouns) if step.kept and entry else ()
        return counts, kept

    def _outcome(self, step: Step, answer: Json, preview: Preview) -> ActionOutcome:
        """What the system says it did; one that does not count did what its preview counted."""
        counts, kept = self._told(step, answer)
        counts = counts if step.counts else {what: count for what, count in preview.counts.items() if count}
        with self._named():
            records = list_at(answer, step.records) if step.records else []
        return ActionOutcome(
            kind=_outcome_kind(counts, kept),
            counts=counts,
            kept=kept,
            receipt=text_at(answer, step.receipt),
            records=tuple(records),
            before=text_at(answer, step.before) if counts else "",
            after=text_at(answer, step.after) if counts else "",
        )

    def _shows(self, step: Step, answer: Json, values: Mapping[str, Json]) -> bool:
        with self._named():
            is_empty = not step.is_empty or is_nothing(answer, step.is_empty)
            return is_empty and all(at(answer, path) == filled(want, values) for path, want in step.equals.items())

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Failures about an answer say whose answer it was."""
        try:
            yield
        except PermanentFailure as failure:
            raise PermanentFailure(f"{self.title}: {failure}") from None


def _corrected_addresses(instruction: Instruction) -> list[str]:
    """After an address was corrected, the person is known under the new one."""
    correction = instruction.correction
    is_address = correction is not None and correction.what is CorrectableField.EMAIL
    return [correction.new.strip().lower()] if correction is not None and is_address else []


def _outcome_kind(counts: Mapping[str, int], kept: tuple[Kept, ...]) -> OutcomeKind:
    if counts:
        return OutcomeKind.DONE
    return OutcomeKind.RETAINED if kept else OutcomeKind.NOTHING_FOUND


def _found_done(action: Action) -> ActionOutcome:
    """The person is not there: if the plan saw something to erase, an earlier try of ours has erased it."""
    if action.instruction.kind is ActionKind.ERASE and any(action.preview.counts.values()):
        return ActionOutcome(kind=OutcomeKind.DONE, counts=action.preview.counts)
    return ActionOutcome(kind=OutcomeKind.NOTHING_FOUND)
