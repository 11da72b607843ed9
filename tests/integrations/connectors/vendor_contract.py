"""What a connector to a vendor promises, against a stand-in written from that vendor's documentation."""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pytest
from flask import Flask, Response, request

from bot.bootstrap.machine import SystemClock
from bot.domain.action import Action, ActionId, ActionKind, DataCategory, Instruction, OutcomeKind, SystemName
from bot.domain.case import CaseId
from bot.domain.identity import DataSubject, EmailAddress, Identifiers
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.connectors.catalogue import VENDORS, SystemAccount, load_connectors
from integrations.connectors.engine import DeclaredConnector
from integrations.sandbox.http_server import LoopbackServer
from tests.integrations.connectors.systems import SURROUNDINGS

CLOCK = SystemClock()
"""A stand-in's answers carry the date of the machine, and the engine compares clocks."""
TODAY = CLOCK.now().date()
KIM, LEE, PHONE = "kim@sampleton.test", "lee@sampleton.test", "+15550100"
_ids = itertools.count(1)


@dataclass(frozen=True)
class Call:
    """One request as a stand-in sees it; `body` is JSON of any shape."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]

    @property
    def last(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass
class Vendor:
    """`people` by id: whoever is deleted leaves it. Subclasses play the documented endpoints."""

    people: dict[str, str] = field(default_factory=lambda: {"7": KIM, "8": LEE})
    calls: list[Call] = field(default_factory=list)
    fails: int = 0

    def __post_init__(self) -> None:
        """For what a subclass remembers."""

    def reply(self, call: Call) -> Any:
        raise NotImplementedError

    def ids(self, address: str) -> list[str]:
        return [no for no, mail in self.people.items() if mail == address]

    def changes(self) -> list[Call]:
        return [call for call in self.calls if call.method == "DELETE"]

    def serve(self) -> Response:
        body = json.loads(request.get_data() or "null") if request.mimetype.endswith("json") else dict(request.form)
        call = Call(request.method, request.path, request.args.to_dict(), body, dict(request.headers))
        self.calls.append(call)
        if self.fails:
            return Response("{}", status=self.fails, content_type="application/json")
        told = self.reply(call)
        status, answer = told if isinstance(told, tuple) else (200, told)
        text = "" if answer is None else json.dumps(answer)
        return Response(text, status=status, content_type="application/json")


def of(address: str) -> DataSubject:
    return DataSubject(address=EmailAddress.parse(address), identifiers=Identifiers(phones=(PHONE,)))


def planned(connector: DeclaredConnector, asked: Instruction, whom: DataSubject) -> Action:
    return Action(
        action_id=ActionId(f"vendor-action-{next(_ids)}"),
        case_id=CaseId("case-1"),
        system=connector.system,
        instruction=asked,
        preview=connector.preview(asked, whom),
        irreversible=connector.is_irreversible(asked.kind),
        position=0,
    )


class VendorContract:
    """Subclasses name the `system` and give the `vendor`'s stand-in."""

    system: ClassVar[str]
    category: ClassVar[DataCategory] = DataCategory.CONTACT
    settings: ClassVar[Mapping[str, str]] = {}
    by_hand: ClassVar[bool] = False

    @pytest.fixture
    def connector(self, vendor: Vendor) -> Iterator[DeclaredConnector]:
        app = Flask(__name__)
        app.before_request(vendor.serve)
        with LoopbackServer(app) as server:
            account = SystemAccount(base_url=server.url, token="word", user="user", settings=self.settings)
            (connector,) = load_connectors(
                VENDORS,
                accounts={SystemName(self.system): account},
                surroundings=replace(SURROUNDINGS, clock=CLOCK, today=lambda: TODAY),
            )
            yield connector

    @property
    def erase(self) -> Instruction:
        return Instruction(kind=ActionKind.ERASE, category=self.category)

    def test_a_preview_counts_something_and_deletes_nothing(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        preview = connector.preview(self.erase, of(KIM))

        assert sum(preview.counts.values()) >= 1
        assert (vendor.people, vendor.changes()) == ({"7": KIM, "8": LEE}, [])

    def test_one_person_is_erased_and_reads_back_as_gone(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        plan = planned(connector, self.erase, of(KIM))
        if self.by_hand:
            with pytest.raises(PermanentFailure, match="press Try again"):
                connector.perform(plan, of(KIM))
            assert vendor.people == {"7": KIM, "8": LEE}
            del vendor.people["7"]

        outcome = connector.perform(plan, of(KIM))

        assert outcome.kind is OutcomeKind.DONE
        assert outcome.counts == plan.preview.counts
        assert connector.verify(plan, of(KIM))
        assert vendor.people == {"8": LEE}

    def test_asking_again_after_a_lost_answer_finds_it_done(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        plan = planned(connector, self.erase, of(KIM))
        del vendor.people["7"]

        assert connector.perform(plan, of(KIM)).kind is OutcomeKind.DONE
        assert vendor.people == {"8": LEE}

    def test_a_system_that_is_down_is_a_temporary_failure_and_deletes_nothing(
        self, connector: DeclaredConnector, vendor: Vendor
    ) -> None:
        plan = planned(connector, self.erase, of(KIM))
        vendor.fails = 503

        with pytest.raises(TemporaryFailure) as failure:
            connector.perform(plan, of(KIM))

        assert KIM not in str(failure.value)
        assert vendor.people == {"7": KIM, "8": LEE}


class SearchableVendorContract(VendorContract):
    """A vendor who finds people by their address."""

    def test_a_stranger_is_nothing_found(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        stranger = of("nobody@sampleton.test")
        plan = planned(connector, self.erase, stranger)

        assert plan.preview.is_empty
        assert connector.perform(plan, stranger).kind is OutcomeKind.NOTHING_FOUND
        assert vendor.people == {"7": KIM, "8": LEE}

    def test_a_person_found_twice_needs_a_person(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        plan = planned(connector, self.erase, of(KIM))
        vendor.people["9"] = KIM

        with pytest.raises(PermanentFailure, match="knows 2 people"):
            connector.perform(plan, of(KIM))

        assert len(vendor.people) == 3
