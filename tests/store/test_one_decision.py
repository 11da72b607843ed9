"""Fifty clicks at once, on either database: exactly one decision, and everybody else hears a sentence."""

from collections import Counter
from dataclasses import replace
from datetime import UTC

import pytest

from bot.domain.action import ActionId, ActionKind, DataCategory, Instruction, Preview
from bot.domain.case import Case, CaseState, PlanHash, StaffId, WaitsFor
from bot.domain.keyring import Keyring
from bot.domain.request import DenialReason, RequestType
from bot.domain.staff import Role, StaffDirectory, StaffMember
from bot.errors import DecisionRefused
from bot.letters import load_letter_book
from bot.workflow.approval import Approval
from bot.workflow.correspondence import Correspondence
from bot.workflow.desk import Desk, HouseRules
from tests.fakes.clock import CountingIds
from tests.fakes.faults import Faults
from tests.fakes.mail import FakeMailer
from tests.fakes.portal import FakePortal
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.parallel import at_once
from tests.store.samples import PLAN, an_action

CLICKS = 50
RULES = HouseRules(
    zone=UTC, public_url="https://desk.example.com", mail_domain="example.com", complaints_person="Mia Manager"
)


def member(number: int, role: Role = Role.MANAGER) -> StaffMember:
    return StaffMember(staff_id=StaffId(f"p{number}"), name=f"P{number}", email=f"p{number}@example.com", role=role)


PEOPLE = [member(number) for number in range(CLICKS)]


def never() -> bool:
    return False


@pytest.fixture
def approval(store: DeskStore) -> Approval:
    desk = Desk(new_unit=store.unit, clock=store.clock, ids=CountingIds(), keyring=Keyring(b"k" * 32), rules=RULES)
    letters = load_letter_book()
    correspondence = Correspondence(
        desk=desk, letters=letters, mailer=FakeMailer(Faults(never)), portal=FakePortal(Faults(never))
    )
    return Approval(desk=desk, correspondence=correspondence, staff=StaffDirectory.of(PEOPLE))


def keep(store: DeskStore, request_type: RequestType, kind: ActionKind) -> Case:
    case = store.keep_case(
        request_type=request_type,
        state=CaseState.AWAITING_APPROVAL,
        waits_for=WaitsFor.APPROVAL,
        plan_hash=PLAN,
    )
    action = replace(
        an_action(case, "planned"),
        action_id=ActionId("planned"),
        instruction=Instruction(kind=kind, category=DataCategory.CONTACT),
        preview=Preview(counts={"profile": 1}),
    )
    with store.committing() as unit:
        unit.actions.replace(case.case_id, [action])
    return case


def yes(approval: Approval, case: Case, by: StaffMember, plan_hash: PlanHash = PLAN) -> str:
    try:
        return approval.approve(case.case_id, plan_hash=plan_hash, by=by).waits_for
    except DecisionRefused as refused:
        return refused.code


def no(approval: Approval, case: Case, by: StaffMember) -> str:
    try:
        approval.deny(case.case_id, plan_hash=PLAN, by=by, reason=DenialReason.OTHER, words="We cannot do that.")
    except DecisionRefused as refused:
        return refused.code
    return "denied"


def count(store: DeskStore, what: str) -> int:
    return int(store.rows(what)[0][0])


class OneDecisionContract:
    def test_of_fifty_people_who_press_at_once_exactly_one_decides(self, store: DeskStore, approval: Approval) -> None:
        case = keep(store, RequestType.RESTRICTION, ActionKind.RESTRICT)

        answers = Counter(at_once(CLICKS, lambda number: yes(approval, case, PEOPLE[number])))

        assert answers["cool_off"] == 1
        assert sum(answers.values()) == CLICKS
        assert set(answers) <= {"cool_off", "too_late", "overtaken"}
        assert count(store, "SELECT count(*) FROM decisions") == 1
        assert count(store, "SELECT count(*) FROM jobs WHERE name = 'start'") == 1
        assert count(store, "SELECT count(*) FROM audit_events WHERE action = 'plan_approved'") == 1
        assert count(store, "SELECT count(*) FROM audit_events WHERE action = 'decision_refused'") == CLICKS - 1

    def test_of_fifty_double_clicks_by_one_person_an_erasure_gets_one_yes(
        self, store: DeskStore, approval: Approval
    ) -> None:
        case = keep(store, RequestType.ERASURE, ActionKind.ERASE)

        answers = Counter(at_once(CLICKS, lambda _: yes(approval, case, PEOPLE[0])))

        assert answers["second_approval"] == 1
        assert set(answers) <= {"second_approval", "twice", "overtaken"}
        assert count(store, "SELECT count(*) FROM decisions") == 1
        assert count(store, "SELECT count(*) FROM jobs WHERE name = 'start'") == 0

    def test_of_fifty_people_two_start_an_erasure_once(self, store: DeskStore, approval: Approval) -> None:
        case = keep(store, RequestType.ERASURE, ActionKind.ERASE)

        first = at_once(CLICKS, lambda number: yes(approval, case, PEOPLE[number]))
        # Where everybody was overtaken by the first, somebody looks again and presses once more.
        if "cool_off" not in first:
            first = [*first, yes(approval, case, PEOPLE[0]), yes(approval, case, PEOPLE[1])]

        assert Counter(first)["second_approval"] == Counter(first)["cool_off"] == 1
        assert count(store, "SELECT count(*) FROM decisions WHERE verdict = 'approved'") == 2
        assert count(store, "SELECT count(*) FROM jobs WHERE name = 'start'") == 1

    def test_of_yes_and_no_at_once_one_counts(self, store: DeskStore, approval: Approval) -> None:
        case = keep(store, RequestType.RESTRICTION, ActionKind.RESTRICT)

        def press(number: int) -> str:
            return (yes if number % 2 else no)(approval, case, PEOPLE[number])

        answers = Counter(at_once(10, press))

        # A no may follow a yes, while the work has not begun; never the other way round.
        assert (answers["cool_off"], answers["denied"]) in {(1, 0), (0, 1), (1, 1)}
        assert count(store, "SELECT count(*) FROM outbox") == answers["denied"]

    def test_clicks_on_stale_cards_decide_nothing(self, store: DeskStore, approval: Approval) -> None:
        case = keep(store, RequestType.RESTRICTION, ActionKind.RESTRICT)

        answers = Counter(at_once(10, lambda number: yes(approval, case, PEOPLE[number], PlanHash("0" * 64))))

        assert answers == {"plan_changed": 10}
        assert count(store, "SELECT count(*) FROM decisions") == 0
        assert count(store, "SELECT count(*) FROM audit_events WHERE action = 'decision_refused'") == 10


class TestOnSqlite(OnSqlite, OneDecisionContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, OneDecisionContract):
    """Shared."""
