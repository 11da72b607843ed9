"""Somebody else's rows in every table."""

from datetime import timedelta

from bot.domain.card import CardRef
from bot.domain.case import CaseId, StaffId
from bot.domain.identity import SubjectKey
from bot.domain.job import Job, JobName
from bot.domain.message import MailKey, MessageId, MessageOutcome
from bot.domain.suppression import Suppression, SuppressionKind
from tests.domain.tallies import decided, read
from tests.store.desk_store import DeskStore
from tests.store.samples import (
    NOW,
    a_case,
    a_decision,
    a_hold,
    a_letter,
    a_link,
    a_review,
    an_action,
    an_event,
    an_example,
)

NOISE_MESSAGES = ("noise-mail", "noise-dead", "from-case-noise")


def make_noise(store: DeskStore) -> None:
    """One row of another person, at least, everywhere."""
    for message_id in NOISE_MESSAGES:
        store.keep_mail(message_id)
    case = a_case("case-noise")
    with store.committing() as unit:
        unit.messages.bury(MessageId("noise-dead"), reason="noise", at=NOW)
        unit.messages.settle(MessageId("noise-mail"), MessageOutcome.IN_REVIEW)
        unit.messages.move_cursor(MailKey(mailbox="NOISE", uidvalidity=1, uid=99))
        unit.portals.move("noise", "cursor of noise")
        unit.cases.next_number(2019)
        unit.cases.add(case)
        unit.actions.replace(case.case_id, [an_action(case, "noise")])
        unit.decisions.add(a_decision(case.case_id, "noise"))
        unit.reviews.add(a_review("noise-mail", "review-noise", asked_at=NOW - timedelta(days=1)))
        unit.examples.keep(an_example("noise-mail", "example-noise", subject_key=SubjectKey("noise")))
        unit.tallies.count_reading(read(NOW.date(), model_version="noise"))
        unit.tallies.count_decision(decided(NOW.date(), model_version="noise"))
        unit.links.add(a_link(case.case_id, "link-noise"))
        unit.outbox.add(a_letter(case.case_id, "letter-noise"))
        unit.reminders.add("case-noise", "noise", NOW)
        unit.cards.add("case-noise", CardRef("NOISE", "0.1"))
        unit.suppressions.add(
            Suppression(
                subject_key=SubjectKey("noise"),
                kind=SuppressionKind.MARKETING,
                since=NOW,
                case_id=CaseId("case-noise"),
            )
        )
        unit.holds.add(a_hold("hold-noise", subject_key=SubjectKey("noise")))
        unit.audit.append(an_event(case_id="case-noise"))
        unit.jobs.enqueue(Job(name=JobName.EXPIRE_LINK, argument="noise", run_at=NOW + timedelta(days=900)))
        unit.commit()
    store.sessions.add_link("link of noise", StaffId("noise"), expires_at=NOW + timedelta(days=900))
    store.sessions.open("session of noise", StaffId("noise"), at=NOW)
