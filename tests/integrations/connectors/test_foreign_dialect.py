"""A system that speaks another dialect: key in a header, DELETE by id, no idempotency key, no counts, 404 when gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response, jsonify, request

from bot.domain.action import ActionKind, ActionOutcome, DataCategory, Instruction, OutcomeKind, SystemName
from bot.errors import PermanentFailure
from integrations.connectors.catalogue import SystemAccount, load_connectors
from integrations.connectors.engine import DeclaredConnector
from integrations.sandbox.http_server import LoopbackServer
from tests.integrations.connectors.connector_contract import planned, subject
from tests.integrations.connectors.systems import SURROUNDINGS

DECLARATION = """
system = "ledger"
title = "Ledger"

[sign_in]
kind = "header"
header = "X-Api-Key"

[check]
method = "GET"
path = "/people"

[categories.payment_information]
customer = "person"

[locate]
people = "data.rows"
id = "no"
address = "contact.mail"

[locate.by_email]
method = "POST"
path = "/people/find"
body = { where = [{ column = "mail", is = "$address" }] }

[erase]
categories = ["payment_information"]

[erase.preview]
method = "GET"
path = "/people/{person_id}"
counts = "size"

[erase.act]
method = "DELETE"
path = "/people/{person_id}"

[erase.verify]
method = "GET"
path = "/people/{person_id}"
equals = { state = "deleted" }
"""

KIM = subject("kim@sampleton.test")
ERASE = Instruction(kind=ActionKind.ERASE, category=DataCategory.PAYMENT)


class Ledger:
    def __init__(self) -> None:
        self.people = {"7": "kim@sampleton.test"}
        self.deletes_softly = False
        self.answer: object = None

    def app(self) -> Flask:
        app = Flask(__name__)
        app.before_request(lambda: None if request.headers.get("X-Api-Key") == "word" else Response(status=403))
        app.add_url_rule("/people", "list", lambda: jsonify(total=len(self.people)))
        app.add_url_rule("/people/find", "find", self.find, methods=["POST"])
        app.add_url_rule("/people/<no>", "person", self.person, methods=["GET", "DELETE"])
        return app

    def find(self) -> Response:
        wanted = request.get_json()["where"][0]["is"]
        rows = [{"no": int(no), "contact": {"mail": mail}} for no, mail in self.people.items() if mail == wanted]
        return jsonify(self.answer or {"data": {"rows": rows}})

    def person(self, no: str) -> Response:
        if no not in self.people:
            return Response(status=404)
        if request.method == "DELETE" and not self.deletes_softly:
            del self.people[no]
            return Response(status=204)
        return jsonify(size={"person": 1}, state="live")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def connector(ledger: Ledger, tmp_path: Path) -> Iterator[DeclaredConnector]:
    (tmp_path / "ledger.toml").write_text(DECLARATION, encoding="utf-8")
    with LoopbackServer(ledger.app()) as server:
        accounts = {SystemName("ledger"): SystemAccount(base_url=server.url, token="word")}
        (connector,) = load_connectors(tmp_path, accounts=accounts, surroundings=SURROUNDINGS)
        yield connector


def test_it_is_erased_read_back_and_found_done(connector: DeclaredConnector, ledger: Ledger) -> None:
    plan = planned(connector, ERASE, KIM)

    first = connector.perform(plan, KIM)
    again = connector.perform(plan, KIM)

    assert connector.check() == "Ledger answers and accepts our sign-in."
    assert first == again == ActionOutcome(kind=OutcomeKind.DONE, counts={"customer": 1})
    assert connector.verify(plan, KIM)
    assert ledger.people == {}


def test_a_system_that_says_yes_and_does_nothing_does_not_read_back(
    connector: DeclaredConnector, ledger: Ledger
) -> None:
    ledger.deletes_softly = True
    plan = planned(connector, ERASE, KIM)

    connector.perform(plan, KIM)

    assert not connector.verify(plan, KIM)


@pytest.mark.parametrize("answer", [{"error": "oops"}, {"data": {"rows": "many"}}, {"data": {"rows": [{"nr": 1}]}}])
def test_an_answer_of_another_shape_names_the_system_and_erases_nobody(
    connector: DeclaredConnector, ledger: Ledger, answer: object
) -> None:
    plan = planned(connector, ERASE, KIM)
    ledger.answer = answer

    with pytest.raises(PermanentFailure, match="Ledger: the answer holds no"):
        connector.perform(plan, KIM)

    assert ledger.people
