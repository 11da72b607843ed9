"""Cases: the guarded change of state."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.case import Case, CaseId, CaseState, PlanHash, StaffId, TicketId, WaitsFor
from bot.domain.identity import ProofMethod, SubjectKey
from bot.domain.message import Channel, MessageId
from bot.domain.request import DenialReason, Language, Regime, RequestType, Scope
from bot.errors import NotFound, StaleVersion
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.parallel import at_once
from tests.store.samples import NOW, a_case, a_payload


def _get(store: DeskStore, case_id: str = "case-1") -> Case:
    with store.unit() as unit:
        return unit.cases.get(CaseId(case_id))


def _save(store: DeskStore, before: Case, after: Case) -> Case:
    with store.committing() as unit:
        return unit.cases.save(before, after, at=NOW + timedelta(hours=1), by="staff:amina")


@pytest.mark.usefixtures("noise")
class CaseRowsContract:
    def test_a_case_comes_back_as_it_was_with_every_field_set(self, store: DeskStore) -> None:
        full = a_case(
            request_type=RequestType.MARKETING_OPT_OUT,
            regime=Regime.CCPA,
            language=Language.NL,
            channel=Channel.PORTAL,
            state=CaseState.DENIED,
            version=4,
            waits_for=WaitsFor.NOTHING,
            country="US-CA",
            scope=Scope(service_messages=True),
            ack_due_on=date(2026, 12, 1),
            extended_until=date(2027, 2, 1),
            not_before=date(2027, 1, 4),
            place=2,
            proof=ProofMethod.ONE_TIME_LINK,
            proved_at=NOW + timedelta(microseconds=123_456),
            plan_hash=PlanHash("b" * 64),
            owner=StaffId("bram"),
            ticket_id=TicketId("4711"),
            denial_reason=DenialReason.NO_MATCH,
            closed_at=NOW + timedelta(days=3),
        )
        store.keep_case(**{name: getattr(full, name) for name in full.__slots__ if name != "case_id"})

        assert _get(store) == full

    def test_a_case_that_is_not_there_is_not_found(self, store: DeskStore) -> None:
        with store.unit() as unit:
            assert unit.cases.find(CaseId("case-x")) is None
            with pytest.raises(NotFound, match="no case case-x"):
                unit.cases.get(CaseId("case-x"))

    def test_an_id_with_a_null_byte_is_not_found_either(self, store: DeskStore) -> None:
        with store.unit() as unit:
            assert unit.cases.find(CaseId("case-1\x00")) is None
            assert unit.cases.find(CaseId("case-\ud800")) is None

    def test_a_saved_change_counts_the_version_up(self, store: DeskStore) -> None:
        case = store.keep_case()

        saved = _save(store, case, replace(case, waits_for=WaitsFor.ANSWER))

        assert saved.version == case.version + 1
        assert _get(store) == saved

    def test_a_change_of_state_writes_a_history_row_and_another_change_does_not(self, store: DeskStore) -> None:
        case = store.keep_case()
        moved = _save(store, case, case.move_to(CaseState.AWAITING_APPROVAL))
        _save(store, moved, replace(moved, owner=StaffId("bram")))

        history = store.rows(
            "SELECT version, from_state, to_state, \"by\" FROM case_history WHERE case_id = 'case-1' ORDER BY version"
        )

        assert history == [
            (1, None, "received", "system"),
            (2, "received", "awaiting_approval", "staff:amina"),
        ]

    @pytest.mark.parametrize(
        "other",
        [{"version": 2}, {"state": CaseState.AWAITING_VERIFICATION}, {"version": 0}],
        ids=["older version", "other state", "newer version"],
    )
    def test_a_change_of_something_else_than_what_was_read_is_stale(
        self, store: DeskStore, other: dict[str, object]
    ) -> None:
        case = store.keep_case()

        with pytest.raises(StaleVersion, match="changed meanwhile"):
            _save(store, replace(case, **other), replace(case, waits_for=WaitsFor.ANSWER))  # type: ignore[arg-type]

        assert _get(store) == case

    def test_of_eight_who_change_the_same_case_one_succeeds(self, store: DeskStore) -> None:
        case = store.keep_case()

        def deny(number: int) -> bool:
            try:
                with store.committing() as unit:
                    unit.cases.save(case, case.move_to(CaseState.DENIED), at=NOW, by=f"staff:{number}")
            except StaleVersion:
                return False
            return True

        assert sum(at_once(8, deny)) == 1
        assert store.rows("SELECT count(*) FROM case_history WHERE case_id = 'case-1'") == [(2,)]

    def test_numbers_count_up_within_a_year_of_receipt(self, store: DeskStore) -> None:
        with store.committing() as unit:
            numbers = [unit.cases.next_number(year) for year in (2026, 2026, 2027, 2026)]

        assert numbers == ["26-0001", "26-0002", "27-0001", "26-0003"]

    def test_numbers_have_no_gap_and_no_double_under_parallel_writers(self, store: DeskStore) -> None:
        def number_five(_: int) -> list[str]:
            found = []
            for _again in range(5):
                with store.committing() as unit:
                    found.append(str(unit.cases.next_number(2026)))
            return found

        numbers = [number for five in at_once(8, number_five) for number in five]

        assert sorted(numbers) == [f"26-{count:04d}" for count in range(1, 41)]

    def test_a_number_that_was_not_committed_is_given_again(self, store: DeskStore) -> None:
        with store.unit() as unit:
            unit.cases.next_number(2026)

        with store.unit() as unit:
            assert unit.cases.next_number(2026) == "26-0001"

    def test_a_message_opens_one_case_a_request(self, store: DeskStore) -> None:
        case = store.keep_case()

        with store.committing() as unit:
            unit.cases.add(a_case("case-2", opened_from=case.opened_from, request_type=RequestType.ACCESS))
        with pytest.raises(IntegrityError), store.committing() as unit:
            unit.cases.add(a_case("case-3", opened_from=case.opened_from))

    def test_of_eight_who_open_the_same_case_one_succeeds(self, store: DeskStore) -> None:
        message_id = store.keep_mail("message-1")

        def open_case(number: int) -> bool:
            case = a_case(f"case-{number}", opened_from=message_id)
            try:
                with store.committing() as unit:
                    unit.cases.add(case)
            except IntegrityError:
                return False
            return True

        assert sum(at_once(8, open_case)) == 1

    def test_the_case_a_message_opened_is_found_by_message_and_request(self, store: DeskStore) -> None:
        case = store.keep_case()

        with store.unit() as unit:
            assert unit.cases.find_opened_from(case.opened_from, RequestType.ERASURE) == case
            assert unit.cases.find_opened_from(case.opened_from, RequestType.ACCESS) is None
            assert unit.cases.find_opened_from(MessageId("from-case-noise"), RequestType.ACCESS) is None

    def test_a_message_opens_a_case_for_each_person_it_is_about(self, store: DeskStore) -> None:
        first = store.keep_case()
        second = a_case("case-2", opened_from=first.opened_from, place=1)
        with store.committing() as unit:
            unit.cases.add(second)

        with store.unit() as unit:
            assert unit.cases.find_opened_from(first.opened_from, RequestType.ERASURE) == first
            assert unit.cases.find_opened_from(first.opened_from, RequestType.ERASURE, 1) == second
            assert unit.cases.find_opened_from(first.opened_from, RequestType.ERASURE, 2) is None

    def test_open_requests_are_found_by_who_asked_and_for_what_oldest_first(self, store: DeskStore) -> None:
        person = SubjectKey("one person")
        store.keep_case("case-1", requester_key=person, state=CaseState.FULFILLED)
        newer = store.keep_case("case-2", requester_key=person)
        older = store.keep_case("case-4", requester_key=person, received_at=NOW - timedelta(days=1))
        store.keep_case("case-3")

        with store.unit() as unit:
            assert unit.cases.list_open_requests(person, RequestType.ERASURE) == (older, newer)
            assert unit.cases.list_open_requests(person, RequestType.ACCESS) == ()

    def test_cases_are_counted_by_who_asked_and_since_when(self, store: DeskStore) -> None:
        person = SubjectKey("one person")
        store.keep_case("case-1", requester_key=person)
        store.keep_case("case-2", requester_key=person, received_at=NOW - timedelta(days=2))
        store.keep_case("case-3")

        with store.unit() as unit:
            assert unit.cases.count_requested(person, since=NOW - timedelta(days=1)) == 1
            assert unit.cases.count_requested(person, since=NOW - timedelta(days=3)) == 2

    def test_the_cases_of_a_ticket_begin_with_the_one_that_waits_for_the_customer(self, store: DeskStore) -> None:
        ticket = TicketId("4711")
        closed = store.keep_case("case-1", ticket_id=ticket, state=CaseState.FULFILLED)
        running = store.keep_case("case-2", ticket_id=ticket)
        asking = store.keep_case("case-3", ticket_id=ticket, waits_for=WaitsFor.INFORMATION)
        store.keep_case("case-4")

        with store.unit() as unit:
            assert list(unit.cases.list_by_ticket(ticket)) == [asking, running, closed]
            assert list(unit.cases.list_by_ticket(TicketId("4712"))) == []

    def test_a_message_belongs_to_a_case_once_however_often_it_is_said(self, store: DeskStore) -> None:
        store.keep_case()
        message_id = store.keep_mail("message-2")
        for is_new in (True, False):
            with store.committing() as unit:
                assert unit.cases.add_message(CaseId("case-1"), message_id) is is_new

        rows = store.rows("SELECT message_id FROM case_messages WHERE case_id = 'case-1' ORDER BY message_id")

        assert rows == [("from-case-1",), ("message-2",)]

    def test_the_person_is_kept_masked_beside_the_encrypted_payload(self, store: DeskStore) -> None:
        store.keep_case(payload=a_payload())

        ((person,),) = store.rows("SELECT person FROM cases WHERE case_id = 'case-1'")

        assert person == "w•••@e•••.com"


class TestOnSqlite(OnSqlite, CaseRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, CaseRowsContract):
    """Shared."""
