"""Proving: what our systems hold of a person, kept as hashes, and the answers on their page held against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from bot.domain.action import DataCategory
from bot.domain.candidate import Candidate
from bot.domain.case import Case
from bot.domain.identity_check import MOST_TRIES, Verdict, judged, level_of
from bot.domain.identity_level import SENSITIVE_CATEGORIES, Sensitivity, identity_level
from bot.domain.proof import Declaration, HeldPoint, ProofAnswers, ProofRecord
from bot.errors import OutsideFailure, ProofIncomplete
from bot.ports.connector import Connector
from bot.workflow.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Proving:
    """Collects before the link goes out, so that no answer waits for a system and all take the same time."""

    desk: Desk
    connectors: Sequence[Connector]

    def collect(self, case: Case, candidate: Candidate) -> ProofRecord:
        """What can be asked of this person; asks the systems that know them, and only where the law wants it."""
        touched = {*candidate.systems, *candidate.unanswered}
        is_sensitive = any(
            each.system in touched and _categories(each) & SENSITIVE_CATEGORIES for each in self.connectors
        )
        sensitivity = Sensitivity.SENSITIVE if is_sensitive else Sensitivity.ORDINARY
        if not identity_level(case.request_type, case.regime, sensitivity).data_points:
            return ProofRecord(is_sensitive=is_sensitive)
        asked = [each for each in self.connectors if each.system in candidate.systems]
        held = {point: None for connector in asked for point in self._held(case, connector, candidate)}
        return ProofRecord(is_sensitive=is_sensitive, held=tuple(held))

    def check(self, case: Case, answers: ProofAnswers) -> Case | None:
        """The case with what was proved, or None for a wrong answer; raises ProofIncomplete, which counts as no try."""
        tag = partial(self.desk.keyring.data_point_tag, case.case_id)
        verdict, points = judged(case, answers, tag)
        if verdict is Verdict.INCOMPLETE:
            raise ProofIncomplete("Fill in what the page asks for, and sign where it says so.")
        if verdict is Verdict.WRONG:
            return None
        record = replace(case.payload.proof_record, points=points, declaration=self._declaration(case, answers))
        return replace(case, payload=replace(case.payload, proof_record=record))

    @staticmethod
    def is_locked(case: Case) -> bool:
        """Whether there have been as many wrong answers as one case may have, whichever link they came by."""
        return case.payload.proof_record.tries >= MOST_TRIES

    def _declaration(self, case: Case, answers: ProofAnswers) -> Declaration | None:
        if not level_of(case).is_signed:
            return None
        name = answers.signed_name.strip()
        return Declaration(words=answers.declaration, name=name, signed_at=self.desk.clock.now())

    def _held(self, case: Case, connector: Connector, candidate: Candidate) -> Iterator[HeldPoint]:
        try:
            known = connector.data_points(candidate.subject)
        except OutsideFailure:
            # Fewer can be asked, and a person sees on the card how many are missing.
            return
        for point, values in known.items():
            for value in filter(None, map(point.normalised, sorted(values))):
                yield HeldPoint(point=point, tag=self.desk.keyring.data_point_tag(case.case_id, point, value))


def _categories(connector: Connector) -> frozenset[DataCategory]:
    return frozenset(chain.from_iterable(connector.abilities.values()))
