"""Finding one person in a system: exactly the one who was asked about, or nobody."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.action import Instruction
from bot.domain.correction import CorrectableField
from bot.domain.identity import DataSubject, EmailAddress, Identifiers, NotAnAddress, PersonName
from bot.domain.proof import DataPoint
from bot.errors import PermanentFailure
from integrations.connectors.answer import at, text_at, texts_at
from integrations.connectors.conversation import Conversation
from integrations.connectors.declaration import Locate
from integrations.connectors.step import Step
from integrations.http import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Locating:
    """Every method raises TemporaryFailure or PermanentFailure."""

    locate: Locate
    conversation: Conversation
    settings: Mapping[str, str] = field(repr=False)

    def values_of(self, address: str) -> dict[str, Json]:
        """What a step may name about an address."""
        # A fingerprint that a vendor asks for, no protection of anything.
        md5 = hashlib.md5(address.lower().encode(), usedforsecurity=False).hexdigest()
        return {**self.settings, "address": address, "address_md5": md5}

    def find_subjects(self, identifiers: Identifiers) -> tuple[DataSubject, ...]:
        """Everybody the system knows under any of the identifiers, each address once, in the order of asking."""
        if not self.locate.address:
            return ()
        people = [person for step, values in self._questions(identifiers) for person in self._people(step, values)]
        subjects = [self._subject(person) for person in people]
        return tuple({subject.address: subject for subject in reversed(subjects)}.values())[::-1]

    def data_points(self, subject: DataSubject) -> Mapping[DataPoint, frozenset[str]]:
        """What the person can be asked for, by the address on file; empty where the declaration names nothing."""
        if not self.locate.data_points:
            return {}
        address = subject.address.value
        people = [person for step in self.locate.by_email for person in self._named_exactly(step, address)]
        return {
            point: frozenset(text for person in people for text in texts_at(person, path))
            for point, path in self.locate.data_points.items()
        }

    def find_person_id(self, instruction: Instruction, subject: DataSubject) -> str | None:
        """The system's own id of the person; a person found twice needs a person to look."""
        ids = self._ids_by_email(instruction, subject) or self._ids_by_phone(subject)
        if len(ids) > 1:
            raise PermanentFailure(
                f"{self.conversation.title} knows {len(ids)} people under that address: a person has to look"
            )
        return next(iter(ids), None)

    def _ids_by_email(self, instruction: Instruction, subject: DataSubject) -> frozenset[str]:
        addresses = [subject.address.value, *_corrected_addresses(instruction)]
        for step in self.locate.by_email:
            people = [person for address in addresses for person in self._named_exactly(step, address)]
            if people:
                return self._ids(people)
        return frozenset()

    def _ids_by_phone(self, subject: DataSubject) -> frozenset[str]:
        step = self.locate.by_phone
        if self.locate.by_email or step is None:
            return frozenset()
        found: list[dict[str, Json]] = []
        for phone in subject.identifiers.phones:
            found += self._people(step, {**self.settings, "phone": phone})
        return self._ids(found)

    def _ids(self, people: list[dict[str, Json]]) -> frozenset[str]:
        with self.conversation.naming():
            return frozenset(str(at(person, self.locate.person_id)) for person in people)

    def _named_exactly(self, step: Step, address: str) -> Iterator[dict[str, Json]]:
        """A search that ignores what it was asked, or likes near misses, must never name anybody else."""
        for person in self._people(step, self.values_of(address)):
            with self.conversation.naming():
                is_them = (
                    not self.locate.address or str(at(person, self.locate.address)).strip().lower() == address.lower()
                )
            if is_them:
                yield person

    def _people(self, step: Step, values: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
        yield from self.conversation.entries(step, values, step.list or self.locate.people)

    def _questions(self, identifiers: Identifiers) -> Iterator[tuple[Step, Mapping[str, Json]]]:
        locate = self.locate
        yield from ((step, self.values_of(email.value)) for email in identifiers.emails for step in locate.by_email[:1])
        if locate.by_order is not None:
            yield from ((locate.by_order, {**self.settings, "order": order}) for order in identifiers.orders)
        if locate.by_phone is not None:
            yield from ((locate.by_phone, {**self.settings, "phone": phone}) for phone in identifiers.phones)

    def _subject(self, person: dict[str, Json]) -> DataSubject:
        locate = self.locate
        name, since = text_at(person, locate.name), text_at(person, locate.since)[:4]
        try:
            address = EmailAddress.parse(text_at(person, locate.address))
        except NotAnAddress:
            raise PermanentFailure(f"{self.conversation.title} knows the person without a usable address") from None
        return DataSubject(
            address=address,
            name=PersonName(name) if name else None,
            customer_since=int(since) if since.isdecimal() and len(since) == 4 else None,
            identifiers=Identifiers(emails=(address,)),
        )


def _corrected_addresses(instruction: Instruction) -> list[str]:
    """After an address was corrected, the person is known under the new one."""
    correction = instruction.correction
    is_address = correction is not None and correction.what is CorrectableField.EMAIL
    return [correction.new.strip().lower()] if correction is not None and is_address else []
