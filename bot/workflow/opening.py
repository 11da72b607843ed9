"""Opening: one case per request found in a message, by the classifier or by a person."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.case import Case, CaseId, CasePayload
from bot.domain.classification import Classification
from bot.domain.deadline import earliest_deadline
from bot.domain.identity import DataSubject, Identifiers
from bot.domain.job import JobName
from bot.domain.legal_clock import ClockFacts, local_day
from bot.domain.letter import LetterBook, LetterKind
from bot.domain.message import ParsedMail
from bot.domain.policy import POLICY
from bot.domain.regime import jurisdiction
from bot.domain.request import Language, RequestType
from bot.domain.stored_message import StoredMessage
from bot.ports.understanding import CorrectionReader, FindDate, FindTopics
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import Desk
from bot.workflow.later_words import NO_WAIT, WORDS_KEPT, Wait, add_words
from bot.workflow.one_time_link import IdentityLinks
from bot.workflow.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Opens cases inside the caller's unit of work; a message opens at most one case of each type."""

    desk: Desk
    correspondence: Correspondence
    letters: LetterBook
    corrections: CorrectionReader
    find_topics: FindTopics
    find_date: FindDate

    def open(
        self, unit: UnitOfWork, reading: Reading, classification: Classification, request_type: RequestType, *, by: str
    ) -> Case:
        """Number, date, ticket, acknowledgement and the next step, all or nothing."""
        stored = reading.stored
        known = unit.cases.find_opened_from(stored.message_id, request_type)
        if known is not None:
            return known
        repeated = self._find_repeated(unit, reading, classification, request_type)
        if repeated is not None:
            return self._join(unit, repeated, reading, classification, by=by)
        case = self._new_case(unit, reading, classification, request_type)
        unit.cases.add(case)
        facts = {
            "message": stored.message_id,
            "number": case.number,
            "type": request_type,
            "regime": case.regime,
            "due": case.due_on.isoformat(),
        }
        self.desk.record(unit, "case_opened", by=by, case=case, details=facts)
        self._acknowledge(unit, case)
        if case.ticket_id is None and self.desk.rules.has_portal:
            self.desk.enqueue(unit, JobName.OPEN_TICKET, case.case_id)
        has_systems = POLICY[request_type].action_kind is not None
        self.desk.enqueue(unit, JobName.FIND_SUBJECT if has_systems else JobName.BUILD_PLAN, case.case_id)
        return case

    def hear(self, unit: UnitOfWork, case: Case, reading: Reading, found: Classification) -> Case:
        """Later words on a running case; if they repeat its request, whoever has to prove it gets a fresh link."""
        wait = self._wait(found, case.request_type, case.language, reading)
        joined = add_words(self.desk, unit, case, reading.mail, wait)
        if any(score.label is case.request_type for score in found.labels):
            IdentityLinks(desk=self.desk, correspondence=self.correspondence).send_again(unit, joined)
        return joined

    def _find_repeated(
        self, unit: UnitOfWork, reading: Reading, classification: Classification, request_type: RequestType
    ) -> Case | None:
        """Asking again while the first case is open is the same request; two questions or grievances are two."""
        if POLICY[request_type].needs_answer:
            return None
        asked_before = unit.cases.list_open_requests(self.desk.keyring.subject_key(reading.sender), request_type)
        return next((case for case in asked_before if _is_about_the_same(case, classification.identifiers)), None)

    def _join(self, unit: UnitOfWork, case: Case, reading: Reading, found: Classification, *, by: str) -> Case:
        """The repetition's words go to the case; a message that belongs to it already has nothing new to say."""
        message_id = reading.stored.message_id
        if not unit.cases.add_message(case.case_id, message_id):
            return case
        self.desk.record(unit, "request_repeated", by=by, case=case, details={"message": message_id})
        return self.hear(unit, case, reading, found)

    def _new_case(
        self, unit: UnitOfWork, reading: Reading, classification: Classification, request_type: RequestType
    ) -> Case:
        mail, requester = reading.mail, reading.sender
        language = _language(classification)
        law = jurisdiction(f"{mail.subject}\n{_words(mail)}", language=language, domain=requester.domain)
        received_at = _believable(reading.stored, now=self.desk.clock.now())
        received_on = local_day(received_at, self.desk.rules.zone)
        wait = self._wait(classification, request_type, language, reading)
        dates = earliest_deadline([law.regime], request_type, ClockFacts(received_on=received_on, country=law.country))
        return Case(
            case_id=CaseId(self.desk.ids.new_id()),
            number=unit.cases.next_number(received_on.year),
            request_type=request_type,
            regime=law.regime,
            country=law.country,
            language=language,
            channel=reading.stored.channel,
            received_at=received_at,
            due_on=dates.due_on,
            ack_due_on=dates.ack_due_on,
            not_before=wait.not_before,
            opened_from=reading.stored.message_id,
            subject_key=self.desk.keyring.subject_key(requester),
            requester_key=self.desk.keyring.subject_key(requester),
            scope=classification.scope,
            ticket_id=reading.ticket_id,
            payload=replace(
                self._payload(mail, reading, classification, request_type, language), condition=wait.condition
            ),
        )

    def _wait(self, found: Classification, request_type: RequestType, language: Language, reading: Reading) -> Wait:
        """Only what happens in a system can wait; an answer to a grievance or a question is due at once."""
        condition = found.condition_for(request_type)
        if not condition or POLICY[request_type].action_kind is None:
            return NO_WAIT
        received_on = local_day(_believable(reading.stored, now=self.desk.clock.now()), self.desk.rules.zone)
        return Wait(
            condition=condition, not_before=self.find_date(condition, language=language, received_on=received_on)
        )

    def _payload(
        self,
        mail: ParsedMail,
        reading: Reading,
        classification: Classification,
        request_type: RequestType,
        language: Language,
    ) -> CasePayload:
        words = _words(mail)[:WORDS_KEPT]
        subject = DataSubject(address=reading.sender, name=mail.sender_name, identifiers=classification.identifiers)
        evidence = next((found.evidence for found in classification.labels if found.label is request_type), ())
        payload = CasePayload(
            requester=reading.sender,
            subject=subject,
            subject_line=mail.subject,
            evidence=evidence,
            words=words,
            thread=(mail.rfc_message_id,) if mail.rfc_message_id else (),
        )
        match request_type:
            case RequestType.RECTIFICATION:
                return replace(payload, correction=self.corrections.find_correction(words))
            case RequestType.NOTICE_QUESTION:
                topics = self.find_topics(f"{mail.subject}\n{words}", language)
                drafts = (self.letters.notice_answer(topic, language) for topic in topics)
                return replace(payload, answer="\n\n".join(drafts))
            case RequestType.COMPLAINT:
                return replace(payload, answer=self.letters.complaint_draft(language), is_draft=True)
            case _:
                return payload

    def _acknowledge(self, unit: UnitOfWork, case: Case) -> None:
        facts = base_facts(case)
        if case.request_type is RequestType.COMPLAINT:
            facts = replace(facts, agent_name=self.desk.rules.complaints_person)
            self.correspondence.write(unit, case, LetterKind.COMPLAINT_ACKNOWLEDGED, facts)
        else:
            self.correspondence.write(unit, case, LetterKind.ACKNOWLEDGEMENT, facts)


def _is_about_the_same(case: Case, named: Identifiers) -> bool:
    """A repetition names nobody new; a case that may be about somebody else must not swallow a request."""
    payload = case.payload
    if payload.is_on_file and payload.subject.address == payload.requester:
        return True
    before = payload.subject.identifiers
    return (
        set(named.emails) <= {payload.requester, *before.emails}
        and set(named.orders) <= set(before.orders)
        and set(named.phones) <= set(before.phones)
    )


def _words(mail: ParsedMail) -> str:
    """What the sender wrote now; a mail that only forwards something says it all in the forwarded part."""
    return mail.reply_text or mail.text


def _language(classification: Classification) -> Language:
    return Language(classification.language) if classification.language in set(Language) else Language.EN


def _believable(stored: StoredMessage, *, now: datetime) -> datetime:
    """The server's time of receipt; one from the future, or from before the rules, can only be a broken clock."""
    return stored.arrived_at if stored.arrived_at.year >= 2018 and stored.arrived_at <= now else now
