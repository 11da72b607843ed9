"""Opening: one case per request found in a message, by the classifier or by a person."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.case import Case, CaseId, CasePayload, StaffId
from bot.domain.case_clock import with_dates
from bot.domain.classification import Classification
from bot.domain.identity import DataSubject, Identifiers
from bot.domain.job import JobName
from bot.domain.legal_clock import local_day
from bot.domain.letter import LetterBook, LetterKind
from bot.domain.message import ParsedMail
from bot.domain.person import AnotherPerson
from bot.domain.policy import POLICY
from bot.domain.regime import jurisdiction
from bot.domain.reply_turn import ReplyTurn
from bot.domain.request import Language, RequestType
from bot.domain.stored_message import StoredMessage
from bot.ports.understanding import CorrectionReader, FindDate, FindTopics
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.correspondence import Correspondence, base_facts
from bot.workflow.desk import CUSTOMER, Desk
from bot.workflow.later_words import NO_WAIT, WORDS_KEPT, Heard, Wait, add_words
from bot.workflow.one_time_link import IdentityLinks, may_look_again
from bot.workflow.reading import Reading
from bot.workflow.repeating import amended, answered_both_ways, note_duplicate, says_the_same
from bot.workflow.replies import Replies

_SHORTLY: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """One request of one message about one person; `place` counts the people this request is about."""

    reading: Reading
    found: Classification
    request_type: RequestType
    person: AnotherPerson | None
    place: int

    @property
    def identifiers(self) -> Identifiers:
        """What the message names for this person: what it names for others would lead to them."""
        if self.person is not None:
            return self.person.identifiers.without(Identifiers(emails=(self.reading.sender,)))
        return self.found.identifiers.without(*(each.identifiers for each in _others(self.found)))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The words that led to it."""
        return next((score.evidence for score in self.found.labels if score.label is self.request_type), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Opens cases inside the caller's unit of work; a message opens at most one case of each type for each person."""

    desk: Desk
    correspondence: Correspondence
    letters: LetterBook
    corrections: CorrectionReader
    find_topics: FindTopics
    find_date: FindDate

    def open(
        self, unit: UnitOfWork, reading: Reading, classification: Classification, request_type: RequestType, *, by: str
    ) -> Case:
        """Number, date, ticket, acknowledgement and the next step, all or nothing; the first person's case."""
        about = classification.about_for(request_type)
        # An answer goes to who asked, whomever they asked about.
        people = about[:1] if POLICY[request_type].needs_answer else about
        wishes = [
            _Wish(reading=reading, found=classification, request_type=request_type, person=person, place=place)
            for place, person in enumerate(people)
        ]
        first, *_ = [self._open(unit, wish, by=by) for wish in wishes]
        return first

    def hear(self, unit: UnitOfWork, case: Case, reading: Reading, found: Classification) -> Case:
        """Later words on a running case; if they repeat its request, whoever has to prove it gets a fresh link.

        Who only asks where it stands is told, and moves nothing.
        """
        takes_back = found.takes_back or (_shortly(reading.mail) if ReplyTurn.CANCEL in found.reply else "")
        repeats = not takes_back and any(score.label is case.request_type for score in found.labels)
        joined = case
        if ReplyTurn.STATUS_ALONE not in found.reply:
            wait = self._wait(found, case.request_type, case.language, reading)
            came_at = _believable(reading.stored, now=self.desk.clock.now())
            heard = Heard(wait=wait, takes_back=takes_back, repeats=repeats, at=came_at)
            joined = self._amend(unit, add_words(self.desk, unit, case, reading.mail, heard), reading, found, heard)
            others = (person.identifiers for person in _others(found))
            joined = self.replies.note_identifiers(unit, joined, found.identifiers.without(*others))
        links = IdentityLinks(desk=self.desk, correspondence=self.correspondence)
        is_sought = may_look_again(joined) and not links.is_any_good(unit, joined)
        if repeats and not is_sought:
            links.send_again(unit, joined)
        if ReplyTurn.STATUS in found.reply:
            self.replies.tell_status(unit, joined, reading.sender)
        return joined

    @property
    def replies(self) -> Replies:
        """What is answered at once."""
        return Replies(desk=self.desk, correspondence=self.correspondence)

    def _amend(self, unit: UnitOfWork, case: Case, reading: Reading, found: Classification, heard: Heard) -> Case:
        changed = answered_both_ways(case, reading) if heard.repeats else case
        if not heard.takes_back:
            correction = self.corrections.find_correction(_words(reading.mail)[:WORDS_KEPT])
            changed = amended(changed, correction=correction, scope=found.scope)
        if changed == case:
            return case
        return self.desk.change(unit, case, changed, by=CUSTOMER, event="request_amended")

    def _open(self, unit: UnitOfWork, wish: _Wish, *, by: str) -> Case:
        message_id = wish.reading.stored.message_id
        known = unit.cases.find_opened_from(message_id, wish.request_type, wish.place)
        if known is not None:
            return known
        repeated = self._find_repeated(unit, wish)
        if repeated is not None:
            return self._join(unit, repeated, wish, by=by)
        case = _filed(self._new_case(unit, wish), by)
        unit.cases.add(case)
        facts = {
            "message": message_id,
            "number": case.number,
            "type": case.request_type,
            "regime": case.regime,
            "due": case.due_on.isoformat(),
            "about": "another" if wish.person else "writer",
            "sender": wish.reading.mail.sender_check,
        }
        self.desk.record(unit, "case_opened", by=by, case=case, details=facts)
        self._acknowledge(unit, case)
        if case.ticket_id is None and self.desk.rules.has_portal:
            self.desk.enqueue(unit, JobName.OPEN_TICKET, case.case_id)
        has_systems = POLICY[case.request_type].action_kind is not None
        self.desk.enqueue(unit, JobName.FIND_SUBJECT if has_systems else JobName.BUILD_PLAN, case.case_id)
        return case

    def _find_repeated(self, unit: UnitOfWork, wish: _Wish) -> Case | None:
        """Asking again while the first case is open is the same request.

        Two questions or grievances are two, unless they are the same to the letter.
        """
        writer = self.desk.keyring.subject_key(wish.reading.sender)
        asked_before = unit.cases.list_open_requests(writer, wish.request_type)
        if POLICY[wish.request_type].needs_answer:
            return next((case for case in asked_before if says_the_same(case, wish.reading)), None)
        return next((case for case in asked_before if _is_about_the_same(case, wish)), None)

    def _join(self, unit: UnitOfWork, case: Case, wish: _Wish, *, by: str) -> Case:
        """The repetition's words go to the case; a message that belongs to it already has nothing new to say."""
        message_id = wish.reading.stored.message_id
        if not unit.cases.add_message(case.case_id, message_id):
            return case
        self.desk.record(unit, "request_repeated", by=by, case=case, details={"message": message_id})
        if says_the_same(case, wish.reading):
            noted = note_duplicate(self.desk, unit, case, wish.reading)
            IdentityLinks(desk=self.desk, correspondence=self.correspondence).send_again(unit, noted)
            return noted
        return self.hear(unit, case, wish.reading, wish.found)

    def _new_case(self, unit: UnitOfWork, wish: _Wish) -> Case:
        mail, requester, request_type = wish.reading.mail, wish.reading.sender, wish.request_type
        language = _language(wish.found)
        law = jurisdiction(f"{mail.subject}\n{_words(mail)}", language=language, domain=requester.domain)
        received_at = _believable(wish.reading.stored, now=self.desk.clock.now())
        received_on = local_day(received_at, self.desk.rules.zone)
        wait = self._wait(wish.found, request_type, language, wish.reading)
        case = Case(
            case_id=CaseId(self.desk.ids.new_id()),
            number=unit.cases.next_number(received_on.year),
            request_type=request_type,
            regime=law.regime,
            country=law.country,
            language=language,
            channel=wish.reading.stored.channel,
            received_at=received_at,
            due_on=received_on,
            waiting_since=self.desk.clock.now(),
            not_before=wait.not_before,
            opened_from=wish.reading.stored.message_id,
            place=wish.place,
            subject_key=self.desk.keyring.subject_key(requester),
            requester_key=self.desk.keyring.subject_key(requester),
            scope=wish.found.scope,
            ticket_id=wish.reading.ticket_id,
            payload=replace(self._payload(wish, language), condition=wait.condition),
        )
        return with_dates(case, self.desk.rules.zone)

    def _wait(self, found: Classification, request_type: RequestType, language: Language, reading: Reading) -> Wait:
        """Only what happens in a system can wait; an answer to a grievance or a question is due at once."""
        condition = found.condition_for(request_type)
        if not condition or POLICY[request_type].action_kind is None:
            return NO_WAIT
        received_on = local_day(_believable(reading.stored, now=self.desk.clock.now()), self.desk.rules.zone)
        return Wait(
            condition=condition, not_before=self.find_date(condition, language=language, received_on=received_on)
        )

    def _payload(self, wish: _Wish, language: Language) -> CasePayload:
        mail, requester = wish.reading.mail, wish.reading.sender
        words = _words(mail)[:WORDS_KEPT]
        name = mail.sender_name if wish.person is None else None
        payload = CasePayload(
            requester=requester,
            subject=DataSubject(address=requester, name=name, identifiers=wish.identifiers),
            about=wish.person.with_files(len(mail.attachments)) if wish.person else None,
            subject_line=mail.subject,
            evidence=wish.evidence,
            sender_check=mail.sender_check,
            words=words,
            thread=(mail.rfc_message_id,) if mail.rfc_message_id else (),
        )
        match wish.request_type:
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
            received_on = local_day(case.received_at, self.desk.rules.zone)
            facts = replace(facts, agent_name=self.desk.rules.complaints_person, received_on=received_on)
            self.correspondence.write(unit, case, LetterKind.COMPLAINT_ACKNOWLEDGED, facts)
        else:
            self.correspondence.write(unit, case, LetterKind.ACKNOWLEDGEMENT, facts)


def _filed(case: Case, by: str) -> Case:
    """Whoever opened it by hand is remembered: they do not approve it too."""
    kind, _, own_id = by.partition(":")
    return replace(case, payload=replace(case.payload, filed_by=StaffId(own_id))) if kind == "staff" else case


def _is_about_the_same(case: Case, wish: _Wish) -> bool:
    """A repetition names nobody new; a case that may be about somebody else must not swallow a request."""
    payload, named = case.payload, wish.identifiers
    if _relation(payload.about) != _relation(wish.person):
        return False
    if payload.about is None and payload.is_on_file and payload.subject.address == payload.requester:
        return True
    if wish.person and wish.person.agent and named == Identifiers():
        # An agent writes for many, and a letter that names nobody we can tell from others may be for anyone.
        return False
    before = payload.subject.identifiers
    return named.without(before, Identifiers(emails=(payload.requester,))) == Identifiers()


def _others(found: Classification) -> tuple[AnotherPerson, ...]:
    """Everybody but the writer whom some request of the message is about."""
    about = [found.about, *(score.about for score in found.labels)]
    return tuple(person for people in about for person in people if person is not None)


def _relation(person: AnotherPerson | None) -> str:
    """ "My late father" and "my father" are one; of nobody else it is empty."""
    return person.words.split()[-1].lower() if person else ""


def _words(mail: ParsedMail) -> str:
    """What the sender wrote now; a mail that only forwards something says it all in the forwarded part."""
    return mail.reply_text or mail.text


def _shortly(mail: ParsedMail) -> str:
    """The words by which somebody takes a request back, for a person to read."""
    return _words(mail).strip()[:_SHORTLY]


def _language(classification: Classification) -> Language:
    return Language(classification.language) if classification.language in set(Language) else Language.EN


def _believable(stored: StoredMessage, *, now: datetime) -> datetime:
    """The server's time of receipt; one from the future, or from before the rules, can only be a broken clock."""
    return stored.arrived_at if stored.arrived_at.year >= 2018 and stored.arrived_at <= now else now
