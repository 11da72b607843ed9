"""Relabelling: a case was opened for something its message does not ask; a person says what it asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.case import Case, CaseId, CaseState, WaitsFor
from bot.domain.classification import Classification, Decision
from bot.domain.decision import PlanDecision, Verdict
from bot.domain.job import JobName
from bot.domain.letter import LetterKind
from bot.domain.request import DenialReason, RequestType
from bot.domain.staff import StaffMember
from bot.domain.tally import DecidedOn
from bot.errors import DecisionRefused, KeyDestroyed, StaleVersion, UnreadableMail
from bot.ports.mail import MessageParser
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import Desk
from bot.workflow.opening import Opening
from bot.workflow.reading import Reading, read
from bot.workflow.tallying import tally_decision
from bot.workflow.teaching import keep_example

_GONE: Final = "The words of this message are gone: the time to keep them ended. Nobody can read it differently now."
_RACE: Final = "Somebody else changed this case at the same moment. Look at it again and decide."
_SAME: Final = "That is what the case says already. Tick what else the message asks for, or something else instead."
_NO_WORDS: Final = "Please write what the customer will read: nothing else will tell them how we understand them now."


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabelling:
    """What is missing opens, what nobody asked ends with an apology unless it has begun, and the classifier learns."""

    desk: Desk
    parser: MessageParser
    opening: Opening
    correspondence: Correspondence

    def relabel(self, case_id: CaseId, *, labels: Sequence[RequestType], words: str, by: StaffMember) -> Case:
        """`labels` is all that the message asks; none: it is ordinary mail, and `words` tell the customer.

        Returns the case as it is then; raises DecisionRefused or NotFound.
        """
        try:
            return self._relabel(case_id, frozenset(labels), words.strip(), by)
        except (KeyDestroyed, UnreadableMail) as error:
            raise DecisionRefused(_GONE) from error
        except StaleVersion as error:
            raise DecisionRefused(_RACE) from error

    def _relabel(self, case_id: CaseId, labels: frozenset[RequestType], words: str, by: StaffMember) -> Case:
        with self.desk.new_unit() as unit:
            case = unit.cases.get(case_id)
            stored = unit.messages.get(case.opened_from)
        if labels == {case.request_type}:
            raise DecisionRefused(_SAME)
        if not labels and not words and _may_end(case):
            raise DecisionRefused(_NO_WORDS)
        reading = read(stored, self.parser)
        actor = f"staff:{by.staff_id}"
        with self.desk.new_unit() as unit:
            found = _as_read(unit, case)
            for label in RequestType:
                if label in labels and label is not case.request_type:
                    self._open(unit, reading, found, label, by=actor)
            facts = {"labels": ",".join(sorted(labels)) or "none"}
            self.desk.record(unit, "case_relabelled", by=actor, case=case, details=facts)
            if case.request_type not in labels and _may_end(case):
                case = self._end(unit, case, words, by)
            tally_decision(self.desk, unit, found, labels, decided_on=DecidedOn.CASE)
            taught = (_taught_before(unit, case) - {case.request_type}) | labels
            keep_example(self.desk, unit, reading, found, labels=taught, by=by.staff_id)
            unit.commit()
        return case

    def _open(self, unit: UnitOfWork, reading: Reading, found: Classification, label: RequestType, *, by: str) -> None:
        """A message opens one case a request: one that is closed already cannot open again."""
        known = unit.cases.find_opened_from(reading.stored.message_id, label)
        if known is not None and not known.is_open:
            raise DecisionRefused(
                f"Case {known.number} was opened for this from the same message and is closed. "
                "Ask the customer to write again."
            )
        self.opening.open(unit, reading, found, label, by=by)

    def _end(self, unit: UnitOfWork, case: Case, words: str, by: StaffMember) -> Case:
        now = self.desk.clock.now()
        if case.plan_hash is not None:
            unit.decisions.add(
                PlanDecision(
                    case_id=case.case_id,
                    plan_hash=case.plan_hash,
                    by=by.staff_id,
                    verdict=Verdict.DENIED,
                    decided_at=now,
                )
            )
        ended = replace(
            case.move_to(CaseState.DENIED),
            waits_for=WaitsFor.NOTHING,
            denial_reason=DenialReason.OTHER,
            closed_at=now,
        )
        saved = self.desk.change(unit, case, ended, by=f"staff:{by.staff_id}", event="case_misread")
        facts = replace(base_facts(saved), reason_words=words)
        self.correspondence.write(unit, saved, LetterKind.MISREAD, facts)
        self.desk.enqueue(unit, JobName.EDIT_CARD, case.case_id)
        self.desk.enqueue(unit, JobName.CLOSE_TICKET, case.case_id)
        return saved


def _may_end(case: Case) -> bool:
    """What has begun cannot be taken back; it still teaches."""
    return case.is_open and case.state is not CaseState.IN_FULFILMENT


def _as_read(unit: UnitOfWork, case: Case) -> Classification:
    """What the classifier had said, with the words and identifiers that the case kept of it."""
    found = unit.messages.find_classification(case.opened_from)
    plain = found or Classification(decision=Decision.PRIVACY, probability=1.0, language=case.language)
    about, condition = (case.payload.about,), case.payload.condition
    labels = tuple(
        replace(
            score,
            evidence=case.payload.evidence if score.label is case.request_type else score.evidence,
            about=about,
            condition=condition,
        )
        for score in plain.labels
    )
    return replace(
        plain,
        labels=labels,
        scope=case.scope,
        identifiers=case.payload.subject.identifiers,
        about=about,
        condition=condition,
    )


def _taught_before(unit: UnitOfWork, case: Case) -> frozenset[RequestType]:
    """What people said of the message before, else what it opened."""
    taught = unit.examples.find_labels(case.opened_from)
    if taught is not None:
        return taught
    return frozenset(each for each in RequestType if unit.cases.find_opened_from(case.opened_from, each))
