"""The sandbox's systems as a stranger meets them: sign-in, refusals, the page."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from integrations.sandbox.customers import CUSTOMERS
from integrations.sandbox.holdings import SYSTEMS
from integrations.sandbox.systems import create_systems_app
from integrations.sandbox.systems_world import SystemsWorld

JOLANDA = "jolanda.testmann@example.com"


@pytest.fixture
def world() -> SystemsWorld:
    return SystemsWorld(today=date(2026, 11, 25))


@pytest.fixture
def visitor(world: SystemsWorld) -> FlaskClient:
    return create_systems_app(world).test_client()


def signed_in(world: SystemsWorld, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {world.token}"} | {name.replace("_", "-"): value for name, value in more.items()}


@pytest.mark.parametrize("header", ["", "Bearer wrong", "sandbox-token"])
def test_nothing_is_told_without_the_token(visitor: FlaskClient, header: str) -> None:
    for system in SYSTEMS:
        answer = visitor.post(f"/{system}/customers/search", json={"email": JOLANDA}, headers={"Authorization": header})
        assert answer.status_code == 401
        assert JOLANDA not in answer.text


def test_a_deed_needs_a_key_and_a_key_means_one_deed(visitor: FlaskClient, world: SystemsWorld) -> None:
    path, body = "/warehouse/customers/war-0001/erasures", {"records": ["pick_records"]}

    without = visitor.post(path, json=body, headers=signed_in(world))
    first = visitor.post(path, json=body, headers=signed_in(world, Idempotency_Key="k1"))
    again = visitor.post(path, json=body, headers=signed_in(world, Idempotency_Key="k1"))
    other = visitor.post(path, json={"records": []}, headers=signed_in(world, Idempotency_Key="k1"))

    assert [answer.status_code for answer in (without, first, again, other)] == [400, 200, 200, 400]
    assert first.json == again.json
    assert world.effects["warehouse"] == 1


@pytest.mark.parametrize(
    "path", ["/fax/health", "/people/99", "/storefront/customers/sto-9999/holdings", "/storefront/nothing"]
)
def test_what_is_not_there_is_not_found(visitor: FlaskClient, world: SystemsWorld, path: str) -> None:
    call = visitor.post if "holdings" in path else visitor.get

    assert call(path, headers=signed_in(world)).status_code == 404


def test_an_empty_question_finds_nobody(visitor: FlaskClient, world: SystemsWorld) -> None:
    for asked in ({}, {"email": ""}, {"order": ""}):
        assert visitor.post("/storefront/customers/search", json=asked, headers=signed_in(world)).json == {
            "customers": []
        }


def test_the_page_shows_data_vanish(visitor: FlaskClient, world: SystemsWorld) -> None:
    before = visitor.get("/").text
    for system in SYSTEMS:
        world.erase(world.held(system, email=JOLANDA))
    after = visitor.get("/").text

    row = r'<th scope="row"><a href="/people/1">Jolanda Testmann.*?</tr>'
    (was,), (is_now,) = re.findall(row, before, re.DOTALL), re.findall(row, after, re.DOTALL)
    assert "2 chats" in was
    assert "nothing" not in was
    assert is_now.count(">nothing<") == 5
    assert "1 parcel: on its way" in is_now
    assert "2 invoices: tax law until 31 Dec 2034" in is_now
    assert "no advertising" in is_now


def test_the_page_of_a_customer_shows_a_correction(visitor: FlaskClient, world: SystemsWorld) -> None:
    world.correct(world.held("storefront", email=JOLANDA), "email", "jo@neumann.test")
    world.restrict(world.held("storefront", email="jo@neumann.test"))

    page = visitor.get("/people/1").text

    assert "jo@neumann.test" in page
    assert "not used any more" in page
    assert "stays: tax law until 31 Dec 2034" in page


def test_the_customers_are_invented_and_unmistakable() -> None:
    assert {person.country for person in CUSTOMERS} == {"US", "GB", "DE", "FR", "ES", "IT", "NL"}
    assert len({person.email for person in CUSTOMERS}) == len(CUSTOMERS)
    for person in CUSTOMERS:
        assert re.fullmatch(r".+@(example\.(com|org|net)|.+\.test)", person.email)


def test_order_numbers_are_unique_over_all_customers(world: SystemsWorld) -> None:
    orders = [item.fields["order"] for item in world.holdings if item.kind == "orders"]

    assert len(set(orders)) == len(orders) == sum(len(person.ordered_days_ago) for person in CUSTOMERS)
