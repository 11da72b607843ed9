"""What would happen in which system, counted by a dry run, hashed so that a yes means this and no other."""

from dataclasses import replace

import pytest

from bot.domain.action import ActionKind, DataCategory, Instruction, Kept, Preview, RetentionGround
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import DataSubject
from bot.domain.plan import is_irreversible, plan_hash
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, JUNIPER, Office

HAS_SYSTEMS = [kind for kind in RequestType if POLICY[kind].action_kind is not None]
UNASKED = {RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT}


def fresh(office: Office, case: Case) -> str:
    """The hash of the plan as it would be now."""
    return plan_hash(case, office.planning.preview(case))


@pytest.mark.parametrize("request_type", HAS_SYSTEMS)
def test_a_plan_has_one_action_for_each_system_and_category_the_policy_names(
    office: Office, request_type: RequestType
) -> None:
    case = office.planned(request_type, words="name: Ann -> Anne")

    with office.desk.new_unit() as unit:
        actions = unit.actions.list_of(case.case_id)
    wanted = {(name, category) for name in office.systems for category in POLICY[request_type].categories}
    assert {(action.system, action.instruction.category) for action in actions} == wanted
    assert [action.position for action in actions] == list(range(len(actions)))
    assert {action.irreversible for action in actions} == {request_type is RequestType.ERASURE}


def test_a_system_is_asked_only_for_what_it_can_do(office: Office) -> None:
    office.systems["payments"].abilities = {ActionKind.EXPORT: frozenset({DataCategory.PAYMENT})}

    case = office.planned(RequestType.ACCESS)
    erasure = office.planned(RequestType.ERASURE)

    with office.desk.new_unit() as unit:
        exports = [each for each in unit.actions.list_of(case.case_id) if each.system == "payments"]
        erasures = [each for each in unit.actions.list_of(erasure.case_id) if each.system == "payments"]
    assert [each.instruction.category for each in exports] == [DataCategory.PAYMENT]
    assert erasures == []


def test_looking_changes_nothing_anywhere(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    office.planning.preview(case)

    assert not any(system.effects for system in office.systems.values())


def test_a_system_that_is_down_is_marked_unknown_and_the_others_can_be_decided_on(office: Office) -> None:
    office.systems["payments"].faults.is_down = True

    case = office.planned(RequestType.ACCESS)

    assert case.waits_for is WaitsFor.APPROVAL
    lines = {line.system: line.text for line in office.approval_desk.approvals[case.case_id].lines}
    assert "does not answer now" in lines["Payments"]
    assert "does not answer" not in lines["Storefront"]


@pytest.mark.parametrize("request_type", RequestType)
def test_only_what_the_house_rules_name_starts_unasked(office: Office, request_type: RequestType) -> None:
    case = office.planned(request_type)

    assert (case.state is CaseState.FULFILLED) is (request_type in UNASKED)
    assert ("approved_by_house_rule" in office.happened(case)) is (request_type in UNASKED)
    assert office.approval_desk.approvals[case.case_id].number == case.number


def test_what_the_house_rules_do_not_name_waits_for_a_person(office: Office) -> None:
    rules = replace(office.desk.rules, automatic=frozenset())
    office.planning = replace(office.planning, desk=replace(office.desk, rules=rules))

    case = office.planned(RequestType.MARKETING_OPT_OUT)

    assert case.waits_for is WaitsFor.APPROVAL
    assert not office.systems["storefront"].effects


def test_building_again_changes_nothing(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    before = office.events()

    office.planning.build(case.case_id)

    assert office.events() == before


def test_a_plan_is_not_made_before_the_proof(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    office.planning.build(case.case_id)

    assert office.case(case.case_id) == case


def test_a_plan_that_was_made_while_another_runner_looked_is_kept(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.verification.confirm(office.token_for(case))
    storefront = office.systems["storefront"]
    inner = storefront.preview

    def slowly(instruction: Instruction, subject: DataSubject) -> Preview:
        storefront.preview = inner  # type: ignore[method-assign]
        office.planning.build(case.case_id)
        return inner(instruction, subject)

    storefront.preview = slowly  # type: ignore[method-assign]
    office.planning.build(case.case_id)

    assert office.happened(case).count("plan_made") == 1


def test_a_question_to_the_customer_is_not_forgotten_when_a_plan_is_built_again(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approval.ask(case.case_id, by=AMINA, words="Which one?")

    office.planning.build(case.case_id)

    assert office.case(case.case_id).waits_for is WaitsFor.INFORMATION


# The hash


def test_the_same_plan_made_again_has_the_same_hash(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    assert fresh(office, case) == case.plan_hash


@pytest.mark.parametrize("change", ["more", "kept", "gone", "unknown"])
def test_whatever_changes_in_a_system_changes_the_hash(office: Office, change: str) -> None:
    case = office.planned(RequestType.ERASURE)
    storefront = office.systems["storefront"]
    person = storefront.people[JUNIPER]
    match change:
        case "more":
            person.records[DataCategory.CONTACT] = 2
        case "kept":
            person.kept = (Kept(what="invoices", count=1, ground=RetentionGround.TAX),)
        case "gone":
            del storefront.people[JUNIPER]
        case _:
            storefront.faults.is_down = True

    assert fresh(office, case) != case.plan_hash


def test_whatever_changes_in_the_case_changes_the_hash(office: Office) -> None:
    case = office.planned(RequestType.MARKETING_OPT_OUT)
    other_answer = replace(case, payload=replace(case.payload, answer="Something else."))
    wider = replace(case, scope=replace(case.scope, service_messages=True))
    other_person = replace(case, subject_key=office.desk.keyring.subject_key(office.triage.help_address))

    hashes = {plan_hash(each, ()) for each in (case, other_answer, wider, other_person)}

    assert len(hashes) == 4


def test_an_erasure_with_nothing_to_erase_can_be_undone(office: Office) -> None:
    for system in office.systems.values():
        system.people.clear()
    case = office.planned(RequestType.ERASURE)

    with office.desk.new_unit() as unit:
        assert not is_irreversible(unit.actions.list_of(case.case_id))
