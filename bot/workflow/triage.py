"""Triage: every message ends in exactly one outcome, and no request is lost on the way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, assert_never

from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.identity import EmailAddress
from bot.domain.job import JobName
from bot.domain.message import MessageId, MessageOutcome, ParsedMail
from bot.domain.redaction import excerpt
from bot.domain.reply_turn import ReplyTurn
from bot.domain.request import DenialReason
from bot.domain.review import Review
from bot.errors import UnreadableMail
from bot.ports.mail import MessageParser
from bot.ports.understanding import Classifier
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import CUSTOMER, SYSTEM, Desk
from bot.workflow.opening import Opening
from bot.workflow.reading import Reading, read
from bot.workflow.tallying import tally_reading

_ONLY_FILES: Final = "there are no words to read, only an attachment"
_TOO_LARGE: Final = "it was too large to be taken in, so its words stand only in the mailbox"
_PERHAPS_MORE: Final = "a case was opened for another request in it, and this may be a further one"
_FLOOD: Final = "the same address has made ten requests within the hour"
_FLOOD_CASES: Final = 10
_FLOOD_WITHIN: Final = timedelta(hours=1)
_SURE: Final = 0.95
_LIKELY: Final = 0.5
_FURTHER: Final = "it belongs to a running case, and this may be a further request"
_CLOSED: Final = "it answers a case that is closed"
_IN_OUR_NAME: Final = "it carries our own address as its sender, as a web form's mail or a forged one does"
_BY_A_MACHINE: Final = "it was sent by a machine or a list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """Parse → classify → open cases, ask a person, or leave alone."""

    desk: Desk
    parser: MessageParser
    classifier: Classifier
    opening: Opening
    help_address: EmailAddress

    def triage(self, message_id: MessageId) -> None:
        """Decide what a stored message is; once decided, doing it again changes nothing."""
        with self.desk.new_unit() as unit:
            stored = unit.messages.get(message_id)
        if stored.outcome is not MessageOutcome.RECEIVED:
            return
        try:
            reading = read(stored, self.parser)
            classification = self._classify(reading)
            if classification.decision is not Decision.NONE:
                _ = reading.sender
        except UnreadableMail as error:
            self._bury(message_id, reason=str(error))
            return
        with self.desk.new_unit() as unit:
            if unit.messages.get_outcome(message_id) is not MessageOutcome.RECEIVED:
                return
            outcome = self._settle(unit, reading, classification)
            unit.messages.settle(
                message_id, outcome, rfc_message_id=reading.mail.rfc_message_id, classification=classification
            )
            tally_reading(self.desk, unit, classification, outcome)
            facts = {"message": message_id, "outcome": outcome, "model": classification.model_version}
            self.desk.record(unit, "message_triaged", by=SYSTEM, details=facts)
            unit.commit()

    def _classify(self, reading: Reading) -> Classification:
        mail = reading.mail
        found = self.classifier.classify(subject=mail.subject, body=mail.text)
        has_words = bool(mail.text.strip())
        if not has_words and mail.attachments and found.decision is Decision.NONE:
            # A scanned letter is a request nobody can read but a person.
            return replace(found, decision=Decision.UNSURE, reasons=(_ONLY_FILES,))
        if mail.is_cut and found.decision is Decision.NONE:
            return replace(found, decision=Decision.UNSURE, reasons=(_TOO_LARGE,))
        return found

    def _settle(self, unit: UnitOfWork, reading: Reading, found: Classification) -> MessageOutcome:
        mail = reading.mail
        case = self._find_case(unit, reading)
        if case is not None:
            self._add_to_case(unit, case, reading, found)
            return MessageOutcome.ADDED_TO_CASE
        if self._is_ours(mail) or (mail.automatic and found.decision is not Decision.PRIVACY):
            return MessageOutcome.AUTOMATIC
        if running := self._list_meant(unit, reading, found):
            self._add_to_cases(unit, running, reading, found)
            return MessageOutcome.ADDED_TO_CASE
        match found.decision:
            case Decision.NONE:
                return MessageOutcome.LEFT_ALONE
            case Decision.UNSURE:
                return self._ask(unit, reading, found)
            case Decision.PRIVACY if mail.sender == self.help_address:
                return self._ask(unit, reading, replace(found, reasons=(_IN_OUR_NAME, *found.reasons)))
            case Decision.PRIVACY if mail.automatic:
                return self._ask(unit, reading, replace(found, reasons=(_BY_A_MACHINE, *found.reasons)))
            case Decision.PRIVACY if self._is_flood(unit, reading):
                return self._ask(unit, reading, replace(found, reasons=(_FLOOD, *found.reasons)))
            case Decision.PRIVACY:
                self._open_all(unit, reading, found)
                return MessageOutcome.CASES_OPENED
            case _ as never:
                assert_never(never)

    def _open_all(self, unit: UnitOfWork, reading: Reading, found: Classification) -> None:
        """Open what is sure; a person is asked about a further request that is only likely."""
        likeliest, *others = found.labels
        sure = [likeliest, *(score for score in others if score.confidence >= _SURE)]
        likely = tuple(score for score in others if _LIKELY <= score.confidence < _SURE)
        for score in sure:
            self.opening.open(unit, reading, found, score.label, by=SYSTEM)
        if likely:
            self._ask(unit, reading, replace(found, labels=likely, reasons=(_PERHAPS_MORE,)))

    def _is_ours(self, mail: ParsedMail) -> bool:
        """A letter of ours that came back: by the signature in its Message-ID, which nobody else can make."""
        is_signed = self.desk.keyring.find_case_id(mail.rfc_message_id) is not None
        return is_signed and mail.sender == self.help_address

    def _is_flood(self, unit: UnitOfWork, reading: Reading) -> bool:
        """The last guard against two machines answering each other (RFC 3834): nobody is refused, a person looks."""
        key = self.desk.keyring.subject_key(reading.sender)
        return unit.cases.count_requested(key, since=self.desk.clock.now() - _FLOOD_WITHIN) >= _FLOOD_CASES

    def _ask(self, unit: UnitOfWork, reading: Reading, found: Classification) -> MessageOutcome:
        mail = reading.mail
        evidence = [words for score in found.labels for words in score.evidence]
        names = (mail.sender_name.value,) if mail.sender_name else ()
        review = Review(
            review_id=ReviewId(self.desk.ids.new_id()),
            message_id=reading.stored.message_id,
            sender=reading.sender,
            asked_at=self.desk.clock.now(),
            classification=found,
            excerpt=excerpt(f"{mail.subject}\n{mail.reply_text or mail.text}", evidence, names=names),
        )
        unit.reviews.add(review)
        self.desk.record(unit, "review_asked", by=SYSTEM, details={"review": review.review_id})
        self.desk.enqueue(unit, JobName.POST_REVIEW, review.review_id)
        return MessageOutcome.IN_REVIEW

    def _find_case(self, unit: UnitOfWork, reading: Reading) -> Case | None:
        """The case a message continues: by our signed Message-ID and from a participant, or by the portal's ticket."""
        if reading.ticket_id is not None:
            return next(iter(unit.cases.list_by_ticket(reading.ticket_id)), None)
        for reference in reading.mail.references:
            case_id = self.desk.keyring.find_case_id(reference)
            case = unit.cases.find(case_id) if case_id else None
            if case and reading.mail.sender in {case.payload.requester, case.payload.subject.address}:
                return case
        return None

    def _add_to_case(self, unit: UnitOfWork, case: Case, reading: Reading, found: Classification) -> None:
        """Words on a running case; a further request in them becomes a case of its own."""
        unit.cases.add_message(case.case_id, reading.stored.message_id)
        self.desk.record(unit, "message_added", by=CUSTOMER, case=case, details={"message": reading.stored.message_id})
        if reading.mail.automatic or _says_nothing(case, found):
            return
        if case.is_open:
            self.opening.hear(unit, case, reading, found)
            self._open_further(unit, [case], reading, found)
        else:
            self._hear_on_closed(unit, case, reading, found)

    def _hear_on_closed(self, unit: UnitOfWork, case: Case, reading: Reading, found: Classification) -> None:
        """Whoever surely asks anew gets a new case; all else is for a person to read, and the writer is told so."""
        if found.decision is Decision.PRIVACY and _asks_anew(case, found) and not self._is_flood(unit, reading):
            self._open_all(unit, reading, found)
            return
        is_question = ReplyTurn.STATUS_ALONE in found.reply
        if not is_question:
            labels = found.labels or (LabelScore(label=case.request_type, confidence=0.0),)
            self._ask(unit, reading, replace(found, labels=labels, reasons=(_CLOSED, *found.reasons)))
        self.opening.replies.tell_closed(unit, case, reading.sender, person_reads=not is_question)

    def _list_meant(self, unit: UnitOfWork, reading: Reading, found: Classification) -> Sequence[Case]:
        """The running cases that a mail of its own asks about or, where nobody is sure what it asks, takes back."""
        asked_about = self._list_asked_about(unit, reading, found)
        if asked_about or found.decision is not Decision.UNSURE:
            return asked_about
        return self._list_taken_back(unit, reading, found)

    def _list_asked_about(self, unit: UnitOfWork, reading: Reading, found: Classification) -> Sequence[Case]:
        """The running cases of whoever asks, in a mail of its own, where a privacy request stands."""
        if not found.reply >= {ReplyTurn.STATUS_ALONE, ReplyTurn.OF_A_REQUEST}:
            return ()
        running = unit.cases.list_open_requests(self.desk.keyring.subject_key(reading.sender))
        words = f"{reading.mail.subject}\n{reading.mail.text}"
        return [case for case in running if case.number in words] or running

    def _list_taken_back(self, unit: UnitOfWork, reading: Reading, found: Classification) -> Sequence[Case]:
        """The running cases that a mail of its own ("please ignore my last mail") may take back.

        People see the words on each before anything runs: that an address can be forged does no more than put off.
        """
        if not found.takes_back:
            return ()
        running = unit.cases.list_open_requests(self.desk.keyring.subject_key(reading.sender))
        stoppable = [case for case in running if case.may_be_withdrawn]
        named = {score.label for score in found.labels}
        return [case for case in stoppable if case.request_type in named] or stoppable

    def _add_to_cases(self, unit: UnitOfWork, running: Sequence[Case], reading: Reading, found: Classification) -> None:
        for case in running:
            unit.cases.add_message(case.case_id, reading.stored.message_id)
            facts = {"message": reading.stored.message_id}
            self.desk.record(unit, "message_added", by=CUSTOMER, case=case, details=facts)
            self.opening.hear(unit, case, reading, found)
        self._open_further(unit, running, reading, found)

    def _open_further(self, unit: UnitOfWork, running: Sequence[Case], reading: Reading, found: Classification) -> None:
        if ReplyTurn.STATUS_ALONE in found.reply:
            return
        known = {case.request_type for case in running}
        further = [score for score in found.labels if score.label not in known]
        least = _SURE if found.decision is Decision.PRIVACY else math.inf
        for score in further:
            if score.confidence >= least:
                self.opening.open(unit, reading, found, score.label, by=SYSTEM)
        likely = tuple(score for score in further if _LIKELY <= score.confidence < least)
        if likely:
            self._ask(unit, reading, replace(found, labels=likely, reasons=(_FURTHER,)))

    def _bury(self, message_id: MessageId, *, reason: str) -> None:
        now = self.desk.clock.now()
        with self.desk.new_unit() as unit:
            unit.messages.bury(message_id, reason=reason, at=now)
            self.desk.record(unit, "message_unreadable", by=SYSTEM, details={"message": message_id}, at=now)
            unit.commit()


def _says_nothing(case: Case, found: Classification) -> bool:
    """Thanks and notices of absence move nothing; "ok, thanks" may answer a question of ours."""
    if found.decision is not Decision.NONE:
        return False
    is_thanks = ReplyTurn.THANKS in found.reply and case.waits_for is not WaitsFor.INFORMATION
    return is_thanks or ReplyTurn.AWAY in found.reply


def _asks_anew(case: Case, found: Classification) -> bool:
    """Not who insists on what was refused: that goes to somebody who did not refuse it."""
    is_refused = case.state is CaseState.DENIED and case.denial_reason is not DenialReason.INSUFFICIENT_VERIFICATION
    return not is_refused or found.labels[0].label is not case.request_type
