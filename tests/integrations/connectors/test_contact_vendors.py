"""Zendesk, Request Tracker and Twilio as holders of contact history."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from bot.domain.action import ActionKind, DataCategory, Instruction
from bot.errors import PermanentFailure
from integrations.connectors.engine import DeclaredConnector
from tests.integrations.connectors.vendor_contract import (
    KIM,
    PHONE,
    Call,
    SearchableVendorContract,
    Vendor,
    VendorContract,
    of,
    planned,
)

EXPORT = Instruction(kind=ActionKind.EXPORT, category=DataCategory.CONVERSATIONS)


class ZendeskStandIn(Vendor):
    def __post_init__(self) -> None:
        self.solved = {"101": "7", "102": "7", "103": "8"}
        self.leads_away = False

    def reply(self, call: Call) -> Any:
        if call.path == "/oauth/tokens":
            assert (call.body["client_id"], call.body["client_secret"]) == ("user", "word")
            return {"access_token": "access", "expires_in": 1800, "refresh_token": "refresh"}
        if call.path == "/api/v2/users/search":
            found = self.ids(call.query["query"].removeprefix('email:"').removesuffix('"'))
            return {"users": [{"id": int(no), "email": self.people[no]} for no in found], "next_page": None}
        if call.method == "DELETE":
            del self.solved[call.last]
            return 204, None
        found = [no for no, user in self.solved.items() if f"requester_id:{user} " in call.query.get("query", "")]
        if call.path.endswith("/requested"):
            return self.requested(call)
        return {"results": [{"id": int(no)} for no in found], "next_page": None}

    def requested(self, call: Call) -> Any:
        if self.leads_away:
            return {"tickets": [{"id": 1}], "next_page": "https://elsewhere.test/api/v2/tickets?page=2"}
        follows = "/api/v2/users/7/tickets/requested?page=2"
        return {"tickets": [{"id": 2}]} if "page" in call.query else {"tickets": [{"id": 1}], "next_page": follows}


class TestZendesk(SearchableVendorContract):
    system = "zendesk"
    category = DataCategory.CONVERSATIONS

    @pytest.fixture
    def vendor(self) -> ZendeskStandIn:
        return ZendeskStandIn()

    def test_one_person_is_erased_and_reads_back_as_gone(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        plan = planned(connector, self.erase, of(KIM))

        outcome = connector.perform(plan, of(KIM))

        assert isinstance(vendor, ZendeskStandIn)
        assert outcome.counts == {"tickets": 2}
        assert connector.verify(plan, of(KIM))
        assert vendor.solved == {"103": "8"}

    def test_an_export_reads_every_page(self, connector: DeclaredConnector) -> None:
        outcome = connector.perform(planned(connector, EXPORT, of(KIM)), of(KIM))

        assert [record["id"] for record in outcome.records] == [1, 2]

    def test_a_next_page_on_another_host_is_never_asked_for(
        self, connector: DeclaredConnector, vendor: ZendeskStandIn
    ) -> None:
        vendor.leads_away = True

        with pytest.raises(PermanentFailure, match="next page is on another host"):
            connector.preview(EXPORT, of(KIM))


class RequestTrackerStandIn(Vendor):
    def reply(self, call: Call) -> Any:
        if call.path == "/users":
            mail = call.query["query"].split('"value":"')[1].removesuffix('"}]')
            return {"items": [{"id": no, "EmailAddress": self.people[no]} for no in self.ids(mail)], "total": 1}
        return {"items": [], "total": 4 if call.query["query"].removeprefix("Requestor.id = ") in self.people else 0}


class TestRequestTracker(SearchableVendorContract):
    system = "request_tracker"
    category = DataCategory.CONVERSATIONS
    by_hand = True

    @pytest.fixture
    def vendor(self) -> RequestTrackerStandIn:
        return RequestTrackerStandIn()


class TwilioStandIn(Vendor):
    def reply(self, call: Call) -> Any:
        assert call.path == "/2010-04-01/Accounts/AC1/Messages.json"
        is_theirs = call.query["To"] == PHONE and "7" in self.people
        return {"messages": [{"sid": "SM1", "to": PHONE}] if is_theirs else [], "next_page_uri": None}


class TestTwilio(VendorContract):
    system = "twilio"
    category = DataCategory.CONVERSATIONS
    settings: ClassVar[Mapping[str, str]] = {"account": "AC1"}
    by_hand = True

    @pytest.fixture
    def vendor(self) -> TwilioStandIn:
        return TwilioStandIn()

    def test_a_number_without_messages_proves_nothing(self, connector: DeclaredConnector, vendor: Vendor) -> None:
        del vendor.people["7"]

        with pytest.raises(PermanentFailure, match="look by hand"):
            connector.preview(self.erase, of(KIM))
