"""What the desk itself keeps about people ends: contents first, the record later, then only counts are left."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.domain.action import ActionKind, DataCategory, Kept, RetentionGround
from bot.domain.case import NOBODY, Case, CaseState
from bot.domain.hold import HoldKind, HoldReason
from bot.domain.identity import EmailAddress
from bot.domain.message import MessageId
from bot.domain.request import DenialReason, Regime, RequestType
from bot.domain.request_tally import Ending, RequestTally
from bot.errors import KeyDestroyed, NotFound
from bot.ports.queue_view import QueueFilter, QueueGroup
from bot.store import tables
from bot.store.queue_rows import QueueRows
from bot.store.request_tally_rows import RequestTallies
from bot.workflow.holds import Holds
from bot.workflow.own_data import BATCH, OwnData
from tests.fakes.kill import Killed
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, opened

DAYS = timedelta(days=1)
INVOICES = Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2027, 12, 31))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    for office in opened(tmp_path, systems=["storefront"]):
        only_purchases = {kind: frozenset({DataCategory.PURCHASES}) for kind in ActionKind}
        office.systems["storefront"].abilities = only_purchases
        yield office


def fulfilled(office: Office, *kept: Kept) -> Case:
    office.systems["storefront"].people[JUNIPER].kept = kept
    case = office.planned(RequestType.ERASURE, words="Juniper wants to go")
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=73))
    return office.case(case.case_id)


def denied(office: Office) -> Case:
    case = office.planned(RequestType.ACCESS)
    assert case.plan_hash is not None
    office.approval.deny(
        case.case_id, plan_hash=case.plan_hash, by=AMINA, reason=DenialReason.CLAIM_NOT_COVERED, words="No."
    )
    office.work()
    return office.case(case.case_id)


def withdrawn(office: Office) -> Case:
    case = office.ask(RequestType.ERASURE)
    office.verification.stop(office.token_for(case))
    office.work()
    return office.case(case.case_id)


def tidy(office: Office) -> None:
    office.own_data.end_what_is_over()
    office.work()


def three_days(office: Office) -> None:
    for _ in range(3):
        office.own_data.end_what_is_over()


def later(office: Office, days: int) -> None:
    """Time jumps without anything running in between."""
    office.clock.advance(days * DAYS)


def everything_stored(office: Office) -> str:
    """All rows of all tables but those of jobs, as they lie in the file."""
    stored = [table for table in tables.metadata.sorted_tables if table is not tables.jobs]
    with office.database.read() as connection:
        return str([connection.execute(select(table)).all() for table in stored])


def keys_of(office: Office, *owners: str) -> list[bool]:
    """Whether each owner's key is still there."""
    with office.database.read() as connection:
        wanted = select(tables.data_keys.c.owner, tables.data_keys.c.wrapped)
        wrapped = {row.owner: row.wrapped for row in connection.execute(wanted)}
    return [wrapped.get(owner) is not None for owner in owners]


@pytest.mark.parametrize("end", [fulfilled, denied, withdrawn])
def test_the_contents_of_every_ended_case_go_when_their_time_is_over(
    office: Office, end: Callable[[Office], Case]
) -> None:
    case = end(office)
    later(office, 89)
    tidy(office)
    assert office.case(case.case_id).payload == case.payload

    later(office, 1)
    tidy(office)

    gone = office.case(case.case_id)
    assert (gone.payload.requester, gone.payload.words, gone.payload.subject.name) == (NOBODY, "", None)
    assert gone.contents_erased_at == office.clock.now()
    assert (gone.state, gone.closed_at, gone.denial_reason) == (case.state, case.closed_at, case.denial_reason)
    assert keys_of(office, case.case_id, case.opened_from) == [False, False]
    assert office.outbox(case) == []
    assert office.happened(case)[-1] == "contents_erased"
    with office.desk.new_unit() as unit, pytest.raises((NotFound, KeyDestroyed)):
        unit.messages.get(case.opened_from)


def test_an_open_case_keeps_its_contents_however_old(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    later(office, 900)

    tidy(office)

    assert office.case(case.case_id).payload == case.payload


def test_a_message_that_another_case_still_needs_stays_until_that_ends_too(office: Office) -> None:
    message_id = office.receive(words="[erasure 0.99] [access 0.98]")
    office.work()
    first, second = office.cases()
    for case, at in ((first, office.clock.now()), (second, office.clock.now() + 30 * DAYS)):
        with office.desk.new_unit() as unit:
            now = unit.cases.get(case.case_id)
            ended = replace(now.move_to(CaseState.WITHDRAWN), closed_at=at)
            unit.cases.save(now, ended, at=at, by="customer")
            unit.commit()

    later(office, 95)
    tidy(office)
    assert keys_of(office, first.case_id, second.case_id, message_id) == [False, True, True]
    later(office, 30)
    tidy(office)

    assert keys_of(office, second.case_id, message_id) == [False, False]


def test_doing_it_twice_changes_nothing(office: Office) -> None:
    fulfilled(office, INVOICES)
    denied(office)
    later(office, 95)
    tidy(office)
    before = everything_stored(office)

    office.own_data.end_what_is_over()

    assert everything_stored(office) == before


def test_what_a_timer_needs_stays_under_a_fresh_key_and_nothing_else(office: Office) -> None:
    case = fulfilled(office, INVOICES)
    with office.database.read() as connection:
        (old,) = connection.execute(select(tables.data_keys).where(tables.data_keys.c.owner == case.case_id)).all()
    later(office, 95)
    tidy(office)

    rest = office.case(case.case_id)
    assert rest.payload.subject.address.value == JUNIPER
    assert (rest.payload.words, rest.payload.evidence, rest.payload.subject.name, rest.payload.thread) == (
        "", (), None, (),
    )  # fmt: skip
    assert rest.contents_erased_at is not None
    assert rest.is_partial
    with office.database.read() as connection:
        (new,) = connection.execute(select(tables.data_keys).where(tables.data_keys.c.owner == case.case_id)).all()
    assert new.wrapped != old.wrapped
    assert office.outbox(case) == []

    person = office.systems["storefront"].people[JUNIPER]
    person.release(DataCategory.PURCHASES)
    office.clock.moment = datetime(2028, 1, 2, tzinfo=UTC)
    office.work()
    assert person.records.get(DataCategory.PURCHASES) is None
    tidy(office)

    assert office.case(case.case_id).payload.subject.address == NOBODY
    assert keys_of(office, case.case_id) == [False]
    assert "address_erased" in office.happened(case)


def test_a_timer_that_was_lost_is_set_again(office: Office) -> None:
    case = fulfilled(office, INVOICES)
    later(office, 95)
    with office.database.write() as connection:
        connection.execute(text("DELETE FROM jobs WHERE name = 'erase_kept'"))

    tidy(office)

    assert "erase_kept" in [name for name, _ in office.waiting()]
    assert office.case(case.case_id).payload.subject.address.value == JUNIPER


def test_a_hold_stops_all_of_it_and_lifting_it_lets_it_go_on(office: Office) -> None:
    case, holds = denied(office), Holds(desk=office.desk)
    hold = holds.put_on_address(EmailAddress.parse(JUNIPER), kind=HoldKind.LEGAL, reason=HoldReason.CLAIM, by=BRAM)
    later(office, 1500)
    tidy(office)
    assert office.case(case.case_id).payload == case.payload

    holds.lift(hold.hold_id, by=BRAM)
    tidy(office)
    tidy(office)

    assert office.cases() == []


def test_the_record_stays_for_two_years_and_then_only_a_count_is_left(office: Office) -> None:
    case = denied(office)
    with office.desk.new_unit() as unit:
        closed_at = unit.cases.get(case.case_id).closed_at
    assert closed_at is not None
    office.clock.moment = closed_at.replace(year=closed_at.year + 2) - timedelta(seconds=1)
    tidy(office)
    tidy(office)
    record = office.case(case.case_id)
    assert (record.received_at, record.request_type, record.channel) == (
        case.received_at, case.request_type, case.channel,
    )  # fmt: skip
    assert (record.closed_at, record.state, record.denial_reason) == (closed_at, case.state, case.denial_reason)
    before = len(office.events())

    office.clock.advance(timedelta(seconds=1))
    tidy(office)

    assert office.cases() == []
    counted = RequestTally(
        year=2026, request_type=RequestType.ACCESS, regime=Regime(case.regime), ending=Ending.DENIED, days=0
    )
    assert RequestTallies(office.database).list_of(2026) == (counted,)
    assert RequestTallies(office.database).list_of(2025) == ()
    assert [event.action for event in office.events()[before:]] == ["record_ended"]
    left = everything_stored(office)
    assert JUNIPER not in left
    assert case.subject_key not in left.replace(str(office.events()), "")
    office.own_data.end_what_is_over()
    assert RequestTallies(office.database).list_of(2026) == (counted,)


def test_a_record_with_a_timer_outlives_its_two_years(office: Office) -> None:
    case = fulfilled(office, replace(INVOICES, until=date(2034, 12, 31)))
    later(office, 1000)
    tidy(office)
    tidy(office)

    assert office.case(case.case_id).payload.subject.address.value == JUNIPER


@pytest.mark.parametrize(("kept", "ending"), [((), Ending.IN_WHOLE), ((INVOICES,), Ending.IN_PART)])
def test_the_count_says_whether_something_had_to_stay(office: Office, kept: tuple[Kept, ...], ending: Ending) -> None:
    fulfilled(office, *kept)
    office.wait(95 * DAYS)
    tidy(office)
    office.systems["storefront"].people[JUNIPER].release(DataCategory.PURCHASES)
    office.wait(timedelta(days=800))
    for _ in range(3):
        tidy(office)

    (tally,) = RequestTallies(office.database).list_of(2026)
    assert (tally.ending, tally.days, tally.requests) == (ending, 3, 1)


def test_messages_that_ask_for_nothing_have_a_time_of_their_own(office: Office) -> None:
    own = replace(office.desk, rules=replace(office.desk.rules, keep_messages=10 * DAYS))
    plain, unsure = office.receive(words="Where is my parcel?"), office.receive(words="Hm [unsure] [erasure 0.5]")
    office.work()
    later(office, 9)
    OwnData(desk=own).end_what_is_over()
    assert keys_of(office, plain, unsure) == [True, True]

    later(office, 1)
    OwnData(desk=own).end_what_is_over()

    assert keys_of(office, plain) == [False]
    with office.desk.new_unit() as unit, pytest.raises(NotFound):
        unit.messages.get(plain)


def test_the_pages_still_tell_what_happened(office: Office) -> None:
    case = fulfilled(office, INVOICES)
    later(office, 95)
    tidy(office)
    queue = QueueRows(database=office.database, vault=office.vault, read=lambda _: pytest.fail("nothing to read"))

    story = queue.get_story(case.case_id)

    assert story.case.contents_erased_at is not None
    assert story.message is None
    assert [(letter.text, letter.sent_at is not None) for letter in story.letters] == [("", True)] * 4
    assert [letter.subject for letter in story.letters][-1] == "Erasure done"
    assert "erasure_done" in str([event.details for event in story.events])
    (row,) = queue.list_cases(QueueFilter(group=QueueGroup.CLOSED), today=office.clock.now().date()).rows
    assert row.person == ""


def test_a_mail_is_never_taken_in_again_once_its_contents_are_gone(office: Office) -> None:
    case = denied(office)
    later(office, 800)
    tidy(office)
    tidy(office)
    assert office.cases() == []

    office.intake.poll_mailbox(office.mailbox)
    office.work()

    assert office.cases() == []
    assert office.outcome(MessageId(case.opened_from)) == "cases_opened"


def test_a_customer_who_answers_or_looks_after_that_is_heard(office: Office) -> None:
    case = withdrawn(office)
    token = office.token_for(case)
    reply_to = office.mailer.sent[-1].message_id
    later(office, 95)
    tidy(office)

    assert office.verification.look(token).state is CaseState.WITHDRAWN
    answer = office.receive(words="And my points?", references=(reply_to,))
    office.work()

    assert office.outcome(answer) in {"in_review", "left_alone", "added_to_case"}
    assert list(office.jobs.list_dead()) == []


@pytest.mark.parametrize("is_after", [False, True])
def test_killed_anywhere_it_goes_on_there(office: Office, *, is_after: bool) -> None:
    cases = [denied(office)]
    later(office, 1)
    cases.append(withdrawn(office))
    later(office, 95)
    for place in range(5):
        office.switch.at_commit, office.switch.is_after = office.switch.commits + 1 + place, is_after
        with pytest.raises(Killed):
            three_days(office)
        office.revive()
    office.switch.at_commit = 0
    office.own_data.end_what_is_over()

    assert {office.case(case.case_id).payload.requester for case in cases} == {NOBODY}
    assert office.happened().count("contents_erased") == 2


def test_it_comes_every_day_and_at_once_while_there_is_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert BATCH <= 25  # a batch is one transaction, and on SQLite everybody else waits for it
    monkeypatch.setattr("bot.workflow.own_data.BATCH", 2)
    cases = [withdrawn(office) for _ in range(5)]
    later(office, 95)

    office.own_data.schedule()
    office.own_data.schedule()
    assert [name for name, _ in office.waiting() if name not in {"expire_link", "remind_proof"}] == ["end_own_data"]
    office.work()

    assert {office.case(case.case_id).payload.requester for case in cases} == {NOBODY}
    assert [name for name, _ in office.waiting() if name not in {"expire_link", "remind_proof"}] == ["end_own_data"]
    office.wait(3 * DAYS)
    assert [name for name, _ in office.waiting() if name not in {"expire_link", "remind_proof"}] == ["end_own_data"]
