"""What the shipped connectors report, in numbers a person could check by hand."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.domain.action import (
    ActionKind,
    ActionOutcome,
    DataCategory,
    Instruction,
    Kept,
    OutcomeKind,
    RetentionGround,
    SystemName,
)
from bot.domain.correction import CorrectableField, Correction
from bot.domain.identity import EmailAddress, Identifiers
from bot.domain.request import Scope
from bot.errors import PermanentFailure
from integrations.connectors.catalogue import SHIPPED, read_declarations
from integrations.connectors.engine import DeclaredConnector
from integrations.sandbox.holdings import SYSTEMS, Holding
from integrations.sandbox.systems_world import SystemsWorld
from tests.integrations.connectors.connector_contract import planned, subject
from tests.integrations.connectors.systems import connect

JOLANDA = subject("jolanda.testmann@example.com")
HANNELORE = subject("hannelore@musterfall.test")

Do = Callable[[str, Instruction], ActionOutcome]


@pytest.fixture
def do(connectors: dict[str, DeclaredConnector]) -> Do:
    """Plan and perform for Jolanda."""

    def do(system: str, asked: Instruction) -> ActionOutcome:
        return connectors[system].perform(planned(connectors[system], asked, JOLANDA), JOLANDA)

    return do


def erase(category: DataCategory) -> Instruction:
    return Instruction(kind=ActionKind.ERASE, category=category)


def correct(what: CorrectableField, new: str) -> Instruction:
    return Instruction(
        kind=ActionKind.CORRECT, category=DataCategory.CONTACT, correction=Correction(what=what, new=new)
    )


def test_invoices_stay_with_their_ground_and_date(do: Do) -> None:
    outcome = do("storefront", erase(DataCategory.PURCHASES))

    assert outcome.counts == {"orders": 2}
    assert outcome.kept == (
        Kept(what="orders", count=1, ground=RetentionGround.OPEN_ORDER),
        Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2034, 12, 31)),
        Kept(what="invoices", count=1, ground=RetentionGround.TAX, until=date(2033, 12, 31)),
    )
    assert outcome.receipt.startswith("STO-")


def test_a_parcel_on_its_way_stays_until_it_arrives(do: Do, world: SystemsWorld) -> None:
    first = do("delivery", erase(DataCategory.CONTACT))
    second = do("delivery", erase(DataCategory.CONTACT))
    world.arrive(JOLANDA.address.value)
    third = do("delivery", erase(DataCategory.CONTACT))

    on_its_way = (Kept(what="parcels", count=1, ground=RetentionGround.PARCEL_IN_FLIGHT),)
    assert (first.kind, first.counts, first.kept) == (OutcomeKind.DONE, {"parcels": 2}, on_its_way)
    assert (second.kind, second.counts, second.kept) == (OutcomeKind.RETAINED, {}, on_its_way)
    assert (third.kind, third.counts, third.kept) == (OutcomeKind.DONE, {"parcels": 1}, ())


def test_what_had_to_stay_until_a_day_can_go_the_day_after(do: Do, world: SystemsWorld) -> None:
    before = do("payments", erase(DataCategory.PAYMENT))
    world.today = max(kept.until for kept in before.kept if kept.until)
    on_the_day = do("payments", erase(DataCategory.PAYMENT))
    world.today = date.fromordinal(world.today.toordinal() + 1)
    after = do("payments", erase(DataCategory.PAYMENT))

    assert on_the_day.kept
    assert (after.kind, after.kept) == (OutcomeKind.DONE, ())


def test_an_export_hands_over_every_record_of_its_category_and_no_other(do: Do) -> None:
    outcome = do("payments", Instruction(kind=ActionKind.EXPORT, category=DataCategory.PAYMENT))

    assert outcome.counts == {"cards": 1, "charges": 3}
    assert [record["record"] for record in outcome.records] == ["cards", "charges", "charges", "charges"]


@pytest.mark.parametrize(
    ("what", "new", "before", "counts"),
    [
        (CorrectableField.NAME, "Jo Neumann", "Jolanda Testmann", {"profile": 1, "addresses": 2}),
        (CorrectableField.PHONE, "+493023125999", "+493023125001", {"profile": 1}),
        (CorrectableField.EMAIL, "jo@neumann.test", "jolanda.testmann@example.com", {"profile": 1}),
        (CorrectableField.ADDRESS, "Neuweg 3, 10999 Berlin, DE", "Beispielallee 1, 10999 Berlin, DE", {"addresses": 1}),
    ],
)
def test_a_correction_tells_old_and_new(
    do: Do, what: CorrectableField, new: str, before: str, counts: dict[str, int]
) -> None:
    outcome = do("storefront", correct(what, new))

    assert (outcome.before, outcome.after, outcome.counts) == (before, new, counts)


def test_a_corrected_address_reads_back_and_is_corrected_once(
    connectors: dict[str, DeclaredConnector], world: SystemsWorld
) -> None:
    storefront = connectors["storefront"]
    plan = planned(storefront, correct(CorrectableField.EMAIL, "Jo@Neumann.test"), JOLANDA)

    first = storefront.perform(plan, JOLANDA)
    again = storefront.perform(plan, JOLANDA)

    assert again == first
    assert storefront.verify(plan, JOLANDA)
    assert world.effects["storefront"] == 1


def test_a_field_the_system_cannot_correct_is_nothing_found(do: Do) -> None:
    outcome = do("delivery", correct(CorrectableField.EMAIL, "jo@neumann.test"))

    assert outcome == ActionOutcome(kind=OutcomeKind.NOTHING_FOUND)


def test_what_is_right_already_is_not_corrected(do: Do) -> None:
    outcome = do("storefront", correct(CorrectableField.NAME, "Jolanda Testmann"))

    assert (outcome.kind, outcome.before, outcome.after) == (OutcomeKind.NOTHING_FOUND, "", "")


def test_nothing_is_corrected_before_it_is_known_what_is_wrong(connectors: dict[str, DeclaredConnector]) -> None:
    with pytest.raises(PermanentFailure, match="Storefront cannot correct"):
        connectors["storefront"].preview(Instruction(kind=ActionKind.CORRECT, category=DataCategory.CONTACT), JOLANDA)


def test_stopping_marketing_later_reaches_service_messages_when_asked(do: Do, world: SystemsWorld) -> None:
    plain = Instruction(kind=ActionKind.STOP_MARKETING, category=DataCategory.CONTACT)
    wider = Instruction(
        kind=ActionKind.STOP_MARKETING, category=DataCategory.CONTACT, scope=Scope(service_messages=True)
    )

    first = do("marketing", plain)
    stopped_without_service = dict(world.opt_outs["marketing", "marketing"])
    second = do("marketing", wider)

    assert first.counts == {"subscriptions": 2, "suppression entries": 1}
    assert stopped_without_service == {JOLANDA.address.value: False}
    assert second.counts == {"suppression entries": 1}
    assert world.opt_outs["marketing", "marketing"] == {JOLANDA.address.value: True}


@pytest.mark.parametrize(
    ("system", "category"), [("marketing", DataCategory.CONTACT), ("ads", DataCategory.ADVERTISING)]
)
def test_who_is_erased_from_outreach_stays_out(
    do: Do, world: SystemsWorld, system: str, category: DataCategory
) -> None:
    do(system, erase(category))

    assert [entries for (where, _), entries in world.opt_outs.items() if where == system] == [
        {JOLANDA.address.value: False}
    ]


def test_a_person_is_found_by_order_and_by_telephone_number(connectors: dict[str, DeclaredConnector]) -> None:
    (by_order,) = connectors["storefront"].find_subjects(Identifiers(orders=("RO-999999", "RO-101100")))
    (by_phone,) = connectors["storefront"].find_subjects(Identifiers(phones=("+493023125009",)))

    assert (by_order.address, by_order.customer_since) == (JOLANDA.address, 2021)
    assert by_order.name is not None
    assert by_order.name.value == "Jolanda Testmann"
    assert by_phone.address == HANNELORE.address


def test_a_number_two_people_share_names_both(connectors: dict[str, DeclaredConnector], world: SystemsWorld) -> None:
    world.holdings.append(
        Holding(
            system="storefront",
            customer_id="sto-x",
            kind="orders",
            email="else@example.org",
            fields={"order": "RO-101100"},
        )
    )

    found = connectors["storefront"].find_subjects(Identifiers(orders=("RO-101100",)))

    assert {each.address.value for each in found} == {JOLANDA.address.value, "else@example.org"}


def test_two_people_under_one_address_are_left_to_a_person(
    connectors: dict[str, DeclaredConnector], world: SystemsWorld
) -> None:
    twin = Holding(system="storefront", customer_id="sto-twin", kind="profile", email=JOLANDA.address.value)
    world.holdings.append(twin)
    plan = planned(connectors["payments"], erase(DataCategory.CONTACT), JOLANDA)

    with pytest.raises(PermanentFailure, match="Storefront knows 2 people"):
        connectors["storefront"].perform(plan, JOLANDA)

    assert twin in world.holdings
    assert world.effects["storefront"] == 0


def test_a_person_without_a_usable_address_is_left_to_a_person(
    connectors: dict[str, DeclaredConnector], world: SystemsWorld
) -> None:
    world.holdings.append(
        Holding(system="storefront", customer_id="sto-y", kind="orders", email="-", fields={"order": "RO-777777"})
    )

    with pytest.raises(PermanentFailure, match="without a usable address"):
        connectors["storefront"].find_subjects(Identifiers(orders=("RO-777777",)))


def test_a_system_refuses_what_it_cannot_do(connectors: dict[str, DeclaredConnector]) -> None:
    with pytest.raises(PermanentFailure, match="Ad audiences cannot stop_marketing"):
        connectors["ads"].preview(Instruction(kind=ActionKind.STOP_MARKETING, category=DataCategory.CONTACT), JOLANDA)


def test_only_erasure_cannot_be_undone(connectors: dict[str, DeclaredConnector]) -> None:
    for connector in connectors.values():
        assert {kind for kind in ActionKind if connector.is_irreversible(kind)} == {ActionKind.ERASE}


def test_every_category_of_the_notice_can_be_erased_and_exported_somewhere() -> None:
    declarations = read_declarations(SHIPPED).values()

    for kind in (ActionKind.ERASE, ActionKind.EXPORT, ActionKind.RESTRICT):
        covered = {category for each in declarations for category in each.rules[kind].categories}
        assert covered == set(DataCategory)


def test_every_recipient_the_notice_names_has_a_connector() -> None:
    assert set(read_declarations(SHIPPED)) == {SystemName(name) for name in SYSTEMS}


def test_whatever_a_system_holds_some_category_covers(world: SystemsWorld) -> None:
    declarations = read_declarations(SHIPPED)

    for item in world.holdings:
        names = {own for names in declarations[SystemName(item.system)].categories.values() for own in names.values()}
        assert item.kind in names


def test_a_check_says_in_one_sentence_what_works_and_what_to_set(
    connectors: dict[str, DeclaredConnector], systems_url: str
) -> None:
    assert connectors["ads"].check() == "Ad audiences answers and accepts our sign-in."

    stranger = connect(systems_url, token="wrong", today=lambda: date(2026, 11, 25))["ads"]
    with pytest.raises(PermanentFailure, match="does not accept our sign-in: check the token"):
        stranger.check()


def test_no_url_ever_names_a_person(connectors: dict[str, DeclaredConnector], asked_urls: list[str]) -> None:
    identifiers = Identifiers(
        emails=(EmailAddress.parse("nobody@example.org"),), phones=("+493023125001",), orders=("RO-101100",)
    )
    for connector in connectors.values():
        connector.find_subjects(identifiers)
        for kind, categories in connector.abilities.items():
            for category in categories:
                correction = Correction(what=CorrectableField.NAME, new="Jo Neumann", old="Jolanda Testmann")
                asked = Instruction(
                    kind=kind, category=category, correction=correction if kind is ActionKind.CORRECT else None
                )
                plan = planned(connector, asked, JOLANDA)
                connector.perform(plan, JOLANDA)
                connector.verify(plan, JOLANDA)

    assert len(asked_urls) > 100
    told = " ".join(asked_urls).lower()
    assert not any(word in told for word in ("@", "%40", "jolanda", "neumann", "493023125001", "ro-101100"))


def test_the_storefront_knows_what_a_person_can_be_asked_for_and_the_others_nothing(
    connectors: dict[str, DeclaredConnector],
) -> None:
    known = connectors["storefront"].data_points(JOLANDA)

    assert {point.normalised(value) for point, values in known.items() for value in values} == {
        "RO101100",
        "RO101101",
        "RO101102",
        "10999",
        "5001",
    }
    assert all(not each.data_points(JOLANDA) for name, each in connectors.items() if name != "storefront")
    assert not any(connectors["storefront"].data_points(subject("nobody@example.org")).values())
