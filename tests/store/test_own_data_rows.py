"""The end of the desk's own data, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.action import ActionOutcome, ActionState, Kept, OutcomeKind, RetentionGround
from bot.domain.case import ERASED_PAYLOAD, Case, CaseState
from bot.domain.hold import HoldId
from bot.domain.identity import SubjectKey
from bot.domain.job import Job, JobName
from bot.domain.message import MessageId, MessageOutcome
from bot.domain.request import Regime, RequestType
from bot.domain.request_tally import Ending, RequestTally
from bot.errors import KeyDestroyed, NotFound
from bot.store import tables
from bot.store.request_tally_rows import RequestTallies
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.samples import NOW, PERSONAL, a_hold, a_letter, a_link, a_review, an_action, an_example, an_outcome

LATER = NOW + timedelta(days=100)
KEPT = ActionOutcome(
    kind=OutcomeKind.RETAINED, kept=(Kept(what="invoices", count=1, ground=RetentionGround.TAX),)
)  # fmt: skip
TALLY = RequestTally(year=2026, request_type=RequestType.ERASURE, regime=Regime.UK_GDPR, ending=Ending.IN_PART, days=3)


def closed(store: DeskStore, outcome: ActionOutcome | None = None) -> Case:
    """A closed case with everything that can belong to one."""
    case = store.keep_case(state=CaseState.DENIED, closed_at=NOW)
    done = an_action(case, state=ActionState.FINISHED, outcome=outcome or an_outcome())
    with store.committing() as unit:
        unit.actions.replace(case.case_id, [done])
        unit.links.add(a_link(case.case_id))
        unit.outbox.add(a_letter(case.case_id))
        unit.outbox.mark_sent(a_letter(case.case_id).outbox_id, NOW)
        unit.reviews.add(a_review(case.opened_from))
        unit.examples.keep(an_example(case.opened_from))
        unit.commit()
    return case


def counted(store: DeskStore, table: str) -> int:
    with store.database.read() as connection:
        return connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()


@pytest.mark.usefixtures("noise")
class OwnDataRowsContract:
    def test_a_case_is_emptied_once_and_others_stay_whole(self, store: DeskStore) -> None:
        case = closed(store)
        with store.committing() as unit:
            assert unit.own_data.list_to_empty(closed_before=NOW - timedelta(seconds=1), limit=9) == ()
            assert unit.own_data.list_to_empty(closed_before=NOW, limit=9) == (case.case_id,)
            unit.own_data.empty(case, kept=(), at=LATER)
            unit.commit()

        with store.committing() as unit:
            assert unit.own_data.list_to_empty(closed_before=NOW, limit=9) == ()
            emptied = unit.cases.get(case.case_id)
            assert (emptied.payload, emptied.contents_erased_at) == (ERASED_PAYLOAD, LATER)
            assert [action.outcome for action in unit.actions.list_of(case.case_id)] == [None]
            assert unit.outbox.list_of(case.case_id) == ()
            with pytest.raises(KeyDestroyed):
                unit.outbox.get(a_letter(case.case_id).outbox_id)
            with pytest.raises(NotFound):
                unit.messages.get(case.opened_from)
            assert [each.message_id for each in unit.examples.iter_readable()] == ["noise-mail"]
            assert unit.messages.get(MessageId("noise-mail")).raw
            assert unit.outbox.get(a_letter("case-noise", "letter-noise").outbox_id)

    def test_what_a_timer_needs_is_sealed_afresh(self, store: DeskStore) -> None:
        case = closed(store, KEPT)
        with store.committing() as unit:
            (action,) = unit.actions.list_of(case.case_id)
            unit.own_data.empty(case, kept=[action], at=LATER)
            unit.jobs.set_timer(Job(name=JobName.ERASE_KEPT, argument=action.action_id, run_at=LATER))
            unit.commit()

        with store.committing() as unit:
            rest = unit.cases.get(case.case_id)
            assert rest.is_partial
            assert rest.payload.subject.address == case.payload.subject.address
            assert not [word for word in PERSONAL if word in rest.payload.words]
            assert [each.outcome.kept for each in unit.actions.list_of(case.case_id) if each.outcome] == [KEPT.kept]
            assert unit.own_data.list_without_timers(limit=9) == ()
            assert unit.own_data.list_records_to_end(closed_before=LATER, limit=9) == ()

    def test_a_minimum_without_a_timer_is_found_and_destroyed(self, store: DeskStore) -> None:
        case = closed(store, KEPT)
        with store.committing() as unit:
            unit.own_data.empty(case, kept=unit.actions.list_of(case.case_id), at=LATER)
            assert unit.own_data.list_without_timers(limit=9) == (case.case_id,)
            unit.own_data.destroy_minimum(case.case_id, at=LATER)
            assert unit.own_data.list_without_timers(limit=9) == ()
            assert unit.cases.get(case.case_id).payload == ERASED_PAYLOAD
            assert unit.own_data.list_records_to_end(closed_before=NOW, limit=9) == (case.case_id,)

    @pytest.mark.parametrize("whose", ["subject_key", "requester_key"])
    def test_a_hold_keeps_all_of_it(self, store: DeskStore, whose: str) -> None:
        case = closed(store)
        with store.committing() as unit:
            unit.holds.add(a_hold(subject_key=SubjectKey(getattr(case, whose))))
            assert unit.own_data.list_to_empty(closed_before=NOW, limit=9) == ()
            unit.own_data.empty(case, kept=(), at=LATER)
            assert unit.own_data.list_records_to_end(closed_before=NOW, limit=9) == ()
            unit.holds.lift(HoldId("hold-1"), by=a_hold().set_by, at=LATER)
            assert unit.own_data.list_records_to_end(closed_before=NOW, limit=9) == (case.case_id,)

    def test_an_ended_record_leaves_a_count_and_no_row(self, store: DeskStore) -> None:
        case = closed(store)
        before = counted(store, "messages")
        with store.committing() as unit:
            unit.own_data.empty(case, kept=(), at=LATER)
            unit.own_data.end_record(case.case_id, TALLY)
            unit.own_data.end_record(case.case_id, TALLY)
            unit.commit()

        (tally,) = RequestTallies(store.database).list_of(2026)
        assert (tally.requests, tally.ending) == (2, Ending.IN_PART)
        assert [counted(store, name) for name in ("cases", "actions", "outbox", "links")] == [1, 1, 1, 1]
        assert counted(store, "messages") == before
        with store.committing() as unit:
            assert unit.cases.find(case.case_id) is None

    def test_only_messages_that_were_dealt_with_and_belong_to_nobody_are_emptied(self, store: DeskStore) -> None:
        case = closed(store)
        store.keep_mail("left-alone")
        with store.committing() as unit:
            for message_id in (case.opened_from, MessageId("left-alone")):
                unit.messages.settle(message_id, MessageOutcome.LEFT_ALONE)
            found = unit.own_data.list_messages_to_empty(stored_before=LATER, limit=9)
            assert found == ("left-alone",)
            assert unit.own_data.list_messages_to_empty(stored_before=NOW - timedelta(days=9), limit=9) == ()
            unit.own_data.empty_message(found[0], at=LATER)
            assert unit.own_data.list_messages_to_empty(stored_before=LATER, limit=9) == ()


class TestOnSqlite(OnSqlite, OwnDataRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, OwnDataRowsContract):
    """Shared."""
